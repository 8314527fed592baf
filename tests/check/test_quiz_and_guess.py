"""Quizzes, predictions and explanations."""

import numpy as np
import pytest

from cnnlib.check import Option, Question, Quiz, explanation, prediction

QUIZ = Quiz(
    "lesson00.quiz",
    (
        Question(
            "layout",
            points=2,
            options={
                "a": Option("height, width, channels", "Yes.", right=True),
                "b": Option("channels, height, width", "That is torch's order."),
            },
        ),
        Question("bytes", answer=270_000, says="Yes.", misconceptions={90_000: "Three channels."}),
    ),
)


@pytest.mark.parametrize(
    ("answers", "points", "words"),
    [
        ({"layout": "a", "bytes": 270_000}, 3, "right"),
        ({"layout": " A ", "bytes": np.int64(270_000)}, 3, "right"),
        ({"layout": "b", "bytes": 90_000}, 0, "torch's order"),
        ({"layout": "b", "bytes": 90_000}, 0, "Three channels."),
        ({"layout": "c", "bytes": "many"}, 0, 'Answer with one of "a", "b"'),
        ({"layout": 3, "bytes": True}, 0, "Answer with a number"),
        ({"layout": "a"}, 2, "not answered yet"),
        ({"layout": ..., "bytes": ...}, 0, "not attempted yet"),
        (..., 0, "not attempted yet"),
        (None, 0, "not attempted yet"),
        ({"layout": float("nan"), "bytes": float("nan")}, 0, "Work it out once more"),
        ({"layout": ["a"], "bytes": [1]}, 0, "not right yet"),
    ],
)
def test_quiz_when_answered_then_points_and_words(answers, points, words):
    report = QUIZ.run(answers)
    assert report.score == points
    assert words in report.text


def test_question_when_key_is_incomplete_then_value_error():
    with pytest.raises(ValueError, match="one right option"):
        Question("q", options={"a": Option("x", "y")})
    with pytest.raises(ValueError, match="either options or a number"):
        Question("q")


def test_prediction_when_there_is_none_then_gives_nothing_away(capsys):
    prediction(..., measured=61.3, says="Look.")
    told = capsys.readouterr().out
    assert "61.3" not in told
    assert "Look." not in told
    assert "Write your prediction first" in told


def test_prediction_when_given_then_shows_both(capsys):
    prediction(40, measured=61.3, unit="%", says="Look.")
    assert capsys.readouterr().out == "You predicted 40 %, in fact: 61.3 %.\nLook.\n"


def test_prediction_when_right_then_says_so_and_which(capsys):
    prediction("Yes", "yes", label="shifted")
    assert capsys.readouterr().out == "shifted: You predicted Yes, and so it is.\n"


@pytest.mark.parametrize(
    ("guess", "measured", "told"),
    [
        (2.302585, 2.3, "You predicted 2.303, and so it is: 2.3."),
        (66.67, 66.7, "You predicted 66.67, and so it is: 66.7."),
        (2.36, 2.3, "You predicted 2.36, in fact: 2.3."),
        (9.4, 9, "You predicted 9.4, in fact: 9."),  # perhaps a count, which is not rounded
        ("66.67", 66.7, "You predicted 66.67, and so it is: 66.7."),
    ],
)
def test_prediction_when_it_rounds_to_the_measured_number_then_right(guess, measured, told, capsys):
    prediction(guess, measured)
    assert capsys.readouterr().out == f"{told}\n"


def test_prediction_when_the_unit_is_in_the_guess_then_it_stands_there_once(capsys):
    prediction("90 %", 87, unit="%")
    assert capsys.readouterr().out == "You predicted 90 %, in fact: 87 %.\n"


@pytest.mark.parametrize("guess", ["about a third", "", [90], (90, 10), True])
def test_prediction_when_a_number_is_asked_for_and_none_is_given_then_asks_again(guess, capsys):
    prediction(guess, 87.5, unit="%", says="Look.")
    told = capsys.readouterr().out
    assert told == f"Write a number, not {guess!r} (in %), and run again.\n"


@pytest.mark.parametrize(
    ("guess", "told"),
    [
        ({"left": 90, "right": 10}, "left: You predicted 90 %, in fact: 87 %."),
        ({"left": ...}, "left: Write your prediction first: replace the ... and run again."),
        ({"right": 10}, "left: Write your prediction first: replace the ... and run again."),
        (87, "left: You predicted 87 %, and so it is."),
    ],
)
def test_prediction_when_guesses_are_several_then_that_of_its_label(guess, told, capsys):
    prediction(guess, 87, unit="%", label="left")
    assert capsys.readouterr().out == f"{told}\n"


def test_quiz_when_asked_for_a_hint_then_says_where_they_are(capsys):
    Quiz("lesson01.quiz", (Question("two", answer=2),)).hint()
    assert "try an answer" in capsys.readouterr().out


def test_explanation_when_too_short_then_model_answer_stays_hidden(capsys):
    for text in (..., "", "no idea", 7):
        explanation(text, "Because of the border.")
    assert "border" not in capsys.readouterr().out


def test_explanation_when_written_then_model_answer_is_shown(capsys):
    explanation("The kernel does not fit there any more.", "Because of the border.")
    told = capsys.readouterr().out
    assert "One way to say it: Because of the border." in told


def test_quiz_when_worth_no_points_then_no_score_is_shown(capsys):
    quiz = Quiz("lesson00.exit", (Question("two", points=0, answer=2, says="Yes."),))
    assert quiz.check({"two": 2}) is None
    assert "point" not in capsys.readouterr().out
