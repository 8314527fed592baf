"""Lesson 05, backpropagation: shared weights, im2col, and the backward pass of each layer."""

from cnnlib.exercises.lesson05.col2im import col2im
from cnnlib.exercises.lesson05.conv2d_backward import conv2d_backward
from cnnlib.exercises.lesson05.gradient_check import (
    gradient_check,
    gradient_error,
    step_errors,
)
from cnnlib.exercises.lesson05.im2col import im2col
from cnnlib.exercises.lesson05.max_pool2d_backward import max_pool2d_backward
from cnnlib.exercises.lesson05.own import layers
from cnnlib.exercises.lesson05.planted import PLANTED
from cnnlib.exercises.lesson05.practice import practise
from cnnlib.exercises.lesson05.quiz import quiz
from cnnlib.exercises.lesson05.remarks import MODEL_ANSWERS, REMARKS
from cnnlib.exercises.lesson05.shared_gradient import shared_gradient
from cnnlib.exercises.lesson05.training import batches, initial

__all__ = [
    "MODEL_ANSWERS",
    "PLANTED",
    "REMARKS",
    "batches",
    "col2im",
    "conv2d_backward",
    "gradient_check",
    "gradient_error",
    "im2col",
    "initial",
    "layers",
    "max_pool2d_backward",
    "practise",
    "quiz",
    "shared_gradient",
    "step_errors",
]
