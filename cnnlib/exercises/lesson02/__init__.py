"""Lesson 02, why convolution: counting weights, convolution as a dense layer, shifts, and a quiz.

One file for each exercise (`conv1d_as_dense` and `equivariance` are practice, without points);
`remarks` has what is said after a prediction, and one way to put each explanation.
"""

from cnnlib.exercises.lesson02.conv1d_as_dense import conv1d_as_dense
from cnnlib.exercises.lesson02.conv_as_dense import conv_as_dense
from cnnlib.exercises.lesson02.equivariance import equivariance
from cnnlib.exercises.lesson02.fc_params import fc_params
from cnnlib.exercises.lesson02.local_and_conv_params import local_and_conv_params
from cnnlib.exercises.lesson02.quiz import quiz
from cnnlib.exercises.lesson02.remarks import MODEL_ANSWERS, REMARKS
from cnnlib.exercises.lesson02.shift_experiment import (
    ONLY_THE_SIDE,
    OTHER_SEED,
    TESTED_ON,
    TRAINED_ON,
    shift_experiment,
)
from cnnlib.exercises.lesson02.translate import translate

__all__ = [
    "MODEL_ANSWERS",
    "ONLY_THE_SIDE",
    "OTHER_SEED",
    "REMARKS",
    "TESTED_ON",
    "TRAINED_ON",
    "conv1d_as_dense",
    "conv_as_dense",
    "equivariance",
    "fc_params",
    "local_and_conv_params",
    "quiz",
    "shift_experiment",
    "translate",
]
