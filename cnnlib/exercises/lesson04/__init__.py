"""Lesson 04, the convolutional layer: channels, sizes, costs.

One file for each exercise; `practice` has what is practised on the way without points, `remarks`
what is said after a guess, `tables`, `laboratory` and `beside_torch` what the lesson prints.
"""

from cnnlib.exercises.lesson04.beside_torch import beside_torch
from cnnlib.exercises.lesson04.conv1x1_as_matmul import conv1x1_as_matmul
from cnnlib.exercises.lesson04.conv2d import conv2d
from cnnlib.exercises.lesson04.count import LENET, count
from cnnlib.exercises.lesson04.examples import EXAMPLE_INPUT, EXAMPLE_WEIGHT
from cnnlib.exercises.lesson04.laboratory import GOAL, judge
from cnnlib.exercises.lesson04.line_order import line_order
from cnnlib.exercises.lesson04.out_size import out_size
from cnnlib.exercises.lesson04.pairs import pair
from cnnlib.exercises.lesson04.practice import practise
from cnnlib.exercises.lesson04.quiz import quiz
from cnnlib.exercises.lesson04.remarks import MODEL_ANSWERS, REMARKS
from cnnlib.exercises.lesson04.same_padding import same_padding
from cnnlib.exercises.lesson04.tables import print_costs, print_layers, print_results

__all__ = [
    "EXAMPLE_INPUT",
    "EXAMPLE_WEIGHT",
    "GOAL",
    "LENET",
    "MODEL_ANSWERS",
    "REMARKS",
    "beside_torch",
    "conv1x1_as_matmul",
    "conv2d",
    "count",
    "judge",
    "line_order",
    "out_size",
    "pair",
    "practise",
    "print_costs",
    "print_layers",
    "print_results",
    "quiz",
    "same_padding",
]
