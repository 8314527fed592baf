"""Lesson 03, convolution by hand.

Formula of the course: ``Y[i, j] = sum_{m < kh} sum_{n < kw} X[i + m, j + n] K[m, n]``.

One file for each exercise; `practice` checks the steps on the way, which carry no points, `shared`
has the images and kernels of the lesson, `remarks` what to notice in the predictions.
"""

from cnnlib.exercises.lesson03.conv1d_valid import conv1d_valid
from cnnlib.exercises.lesson03.convolve2d import convolve2d
from cnnlib.exercises.lesson03.cross_correlate2d import cross_correlate2d
from cnnlib.exercises.lesson03.find_template import find_template
from cnnlib.exercises.lesson03.kernel import kernel
from cnnlib.exercises.lesson03.practice import practise
from cnnlib.exercises.lesson03.quiz import quiz
from cnnlib.exercises.lesson03.remarks import EXPLANATION, REMARKS
from cnnlib.exercises.lesson03.separate import separate
from cnnlib.exercises.lesson03.shared import CROSS, IMAGE
from cnnlib.exercises.lesson03.sobel_magnitude import sobel_magnitude

__all__ = [
    "CROSS",
    "EXPLANATION",
    "IMAGE",
    "REMARKS",
    "conv1d_valid",
    "convolve2d",
    "cross_correlate2d",
    "find_template",
    "kernel",
    "practise",
    "quiz",
    "separate",
    "sobel_magnitude",
]
