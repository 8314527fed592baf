"""What a student is told: checks, diagnoses, hints, quizzes and predictions.

An exercise is data: the functions that the student writes, with an oracle for each; parts that
carry the points; cases and laws to try; models of known mistakes. One engine runs them all.

    exercise = Exercise(
        id="lesson01.double",
        functions={"double": lambda x: 2 * x},
        parts=(Part("values", points=2, checks=(Case(3), Case(-1))),),
        mistakes=(Mistake("squared", lambda x: x**2, says="This is the square."),),
    )
    exercise.check(double)

What a student's function may do without harm to the notebook: raise, return nothing or the wrong
thing, change its input, print, warn, call ``sys.exit``, or never return.
"""

from cnnlib.check.case import Case, Law, Mistake, Part
from cnnlib.check.compare import Words
from cnnlib.check.exercise import Exercise, progress
from cnnlib.check.guess import explanation, prediction
from cnnlib.check.quiz import Option, Question, Quiz
from cnnlib.check.report import Report, Score

__all__ = [
    "Case",
    "Exercise",
    "Law",
    "Mistake",
    "Option",
    "Part",
    "Question",
    "Quiz",
    "Report",
    "Score",
    "Words",
    "explanation",
    "prediction",
    "progress",
]
