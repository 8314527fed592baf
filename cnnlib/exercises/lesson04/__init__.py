"""Lesson 04, the convolutional layer: channels, sizes, costs.

One file for each exercise; `steps` has what is practised on the way without points, `remarks` what
is said after a guess.
"""

from cnnlib.exercises.lesson04.conv1x1_as_matmul import conv1x1_as_matmul
from cnnlib.exercises.lesson04.conv2d import conv2d
from cnnlib.exercises.lesson04.count import LENET, count
from cnnlib.exercises.lesson04.examples import EXAMPLE_INPUT, EXAMPLE_WEIGHT
from cnnlib.exercises.lesson04.line_order import line_order
from cnnlib.exercises.lesson04.out_size import out_size
from cnnlib.exercises.lesson04.pairs import pair
from cnnlib.exercises.lesson04.quiz import quiz
from cnnlib.exercises.lesson04.remarks import MODEL_ANSWERS, REMARKS
from cnnlib.exercises.lesson04.same_padding import same_padding
from cnnlib.exercises.lesson04.steps import practise

__all__ = [
    "EXAMPLE_INPUT",
    "EXAMPLE_WEIGHT",
    "LENET",
    "MODEL_ANSWERS",
    "REMARKS",
    "conv1x1_as_matmul",
    "conv2d",
    "count",
    "line_order",
    "out_size",
    "pair",
    "practise",
    "quiz",
    "same_padding",
]
