"""Lesson 01, images are numbers: layouts, ranges, normalisation, grey, patches, and a quiz.

One file for each exercise; `practice` has the faded examples, which carry no points, `remarks` what
is said after a prediction, and one way to put each explanation.
"""

from cnnlib.exercises.lesson01.channel_stats import channel_stats
from cnnlib.exercises.lesson01.luma import luma
from cnnlib.exercises.lesson01.practice import crop, mean_picture, over
from cnnlib.exercises.lesson01.quiz import quiz
from cnnlib.exercises.lesson01.remarks import MODEL_ANSWERS, REMARKS
from cnnlib.exercises.lesson01.split import split
from cnnlib.exercises.lesson01.to_chw import to_chw
from cnnlib.exercises.lesson01.to_float01 import to_float01

__all__ = [
    "MODEL_ANSWERS",
    "REMARKS",
    "channel_stats",
    "crop",
    "luma",
    "mean_picture",
    "over",
    "quiz",
    "split",
    "to_chw",
    "to_float01",
]
