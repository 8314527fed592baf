"""The check engine: what it says of a student's function, and what it survives."""

import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from cnnlib.check import Case, Exercise, Law, Mistake, Part, Words, progress
from cnnlib.check.call import call, time_limit


def row_sums(image):
    image = np.asarray(image, float)
    if image.ndim != 2:
        raise ValueError(f"image must have 2 dimensions, it has {image.ndim}")
    return image.sum(axis=1)


SMALL = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 7.0]])
LARGE = np.arange(20.0).reshape(4, 5)

DOUBLING = Law("twice in, twice out", lambda f, image: f(2 * image), lambda f, x: 2 * f(x), SMALL)
EXERCISE = Exercise(
    "lesson00.row_sums",
    functions={"row_sums": row_sums},
    parts=(
        Part("values", 2, (Case(LARGE), Case(SMALL, note="a 2 x 3 image"))),
        Part(
            "laws",
            1,
            (
                Law(
                    "twice in, twice out",
                    lambda f, image: f(2 * image),
                    lambda f, x: 2 * f(x),
                    SMALL,
                ),
            ),
            needs=("values",),
        ),
        Part("bad input", 1, (Case(np.ones(3), note="one dimension"),)),
        Part("input untouched", 1, (Case(SMALL),), untouched=True, needs=("values",)),
    ),
    mistakes=(
        Mistake(
            "column sums", lambda image: image.sum(axis=0), "You summed columns.", "Use axis=1."
        ),
        Mistake("mean", lambda image: image.mean(axis=1), "This is the mean.", "Do not divide."),
    ),
    hints=("first", "second"),
)


def statuses(report):
    return {part.name: part.status for part in report.parts}


def test_check_when_right_then_all_points():
    report = EXERCISE.run(lambda image: row_sums(image))
    assert report.status == "right"
    assert report.score == 5 == EXERCISE.points
    assert "lesson00" not in report.text


def test_check_when_stub_then_not_attempted_in_one_line():
    def stub(image):
        raise NotImplementedError

    for unsolved in (stub, ...):
        report = EXERCISE.run(unsolved)
        assert report.status == "not attempted"
        assert report.score == 0
        assert report.text == "○ row_sums: not attempted yet"


def test_check_when_known_mistake_then_named_with_smallest_input():
    report = EXERCISE.run(lambda image: np.asarray(image).mean(axis=1))
    assert report.diagnosis.name == "mean"
    assert report.shown.inputs["image"] is SMALL
    assert "a 2 x 3 image" in report.text
    assert "This is the mean." in report.text
    assert "Next: Do not divide." in report.text


def test_check_when_values_wrong_then_laws_do_not_count():
    report = EXERCISE.run(lambda image: np.zeros(len(image)))
    assert statuses(report) == {
        "values": "wrong",
        "laws": "waits",
        "bad input": "wrong",
        "input untouched": "waits",
    }
    assert report.score == 0


def test_check_when_bad_input_is_accepted_then_only_that_part_is_lost():
    report = EXERCISE.run(lambda image: np.asarray(image, float).sum(axis=-1))
    assert statuses(report)["bad input"] == "wrong"
    assert report.score == 4
    assert "must raise a ValueError" in report.text


def test_check_when_error_has_no_message_then_asks_for_one():
    def silent(image):
        if image.ndim != 2:
            raise ValueError
        return image.sum(axis=1)

    report = EXERCISE.run(silent)
    assert report.score == 4
    assert "Now say why: raise ValueError('...')" in report.text
    assert report.diagnosis is None


def test_check_when_model_is_wrong_where_the_student_is_right_then_it_is_not_blamed():
    exercise = Exercise(
        "lesson00.row_sums",
        {"row_sums": row_sums},
        (
            Part("values", 1, (Case(SMALL),)),
            Part("bad input", 1, (Case(np.ones((2, 3, 0)), note="three dimensions"),)),
        ),
        mistakes=(Mistake("last", lambda image: image[..., -1:].sum(axis=-1), "Only the last."),),
    )
    report = exercise.run(lambda image: image.sum(axis=-1))
    assert report.shown.problem.kind == "accepted"
    assert report.diagnosis is None


def test_check_when_only_the_dtype_is_wrong_then_no_mistake_is_blamed():
    exercise = Exercise(
        "lesson00.row_sums",
        {"row_sums": row_sums},
        (Part("dtype", 1, (Case(SMALL),), dtype="floating"),),
        mistakes=(Mistake("one dimension", row_sums, "You only think of one dimension."),),
    )
    report = exercise.run(lambda image: row_sums(image).astype(int))
    assert report.shown.problem.kind == "dtype"
    assert report.diagnosis is None


def test_check_when_code_raises_by_itself_then_another_mistake_that_raises_is_not_blamed():
    def misshapen(image):
        return row_sums(image.reshape(7, -1))

    def refuses_in_other_words(image):
        if image.size < 10:
            raise ValueError("too small")
        return row_sums(image)

    def too_strict(image):
        if image.size < 10:
            raise ValueError("at least 10 pixels")
        return row_sums(image)

    mistake = Mistake("too strict", too_strict, "You refuse small images.", "Take them.")
    exercise = replace(EXERCISE, mistakes=(mistake,))
    assert "You refuse small images" in exercise.run(refuses_in_other_words).text
    text = exercise.run(misshapen).text
    assert "cannot reshape" in text
    assert "You refuse small images" not in text


def test_check_when_answer_is_infinite_then_no_constant_factor_is_blamed():
    text = EXERCISE.run(lambda image: -np.inf * row_sums(image)).text
    assert "-inf" in text
    assert "times a constant" not in text


def test_check_when_another_error_is_raised_then_names_both():
    def other(image):
        if image.ndim != 2:
            raise KeyError("two")
        return image.sum(axis=1)

    text = EXERCISE.run(other).text
    assert "must raise a ValueError" in text
    assert "KeyError" in text


def test_check_when_input_is_changed_then_only_untouched_part_is_lost():
    def changes(image):
        result = row_sums(image)
        image += 1
        return result

    before = SMALL.copy()
    report = EXERCISE.run(changes)
    assert statuses(report)["input untouched"] == "wrong"
    assert report.score == 4
    assert "changes its argument image in place" in report.text
    np.testing.assert_array_equal(SMALL, before)


def test_check_when_law_is_broken_then_rule_is_shown():
    def affine(image):
        sums = row_sums(image)
        return sums if image.max() in (19, 7) else sums + 1

    report = EXERCISE.run(affine)
    assert statuses(report)["laws"] == "wrong"
    assert "The rule is: twice in, twice out." in report.text


@pytest.mark.parametrize(
    ("student", "words"),
    [
        (lambda image: None, "returned nothing"),
        (lambda image: row_sums(image).tolist(), "Wrap it in np.array"),
        (lambda image: "six", "Expected an array of shape"),
        (lambda image: row_sums(image)[None], "Expected the shape"),
        (lambda image: row_sums(image) * np.nan, "Not a number"),
        (lambda image: -row_sums(image), "negative of the right one"),
        (lambda image: 3 * row_sums(image), "times a constant"),
        (lambda image: np.float32(row_sums(image)) + 1e-6, "in their first digits"),
        (lambda image: row_sums(image)[:, None], "only the shape is not"),
        (lambda image: image[99], "IndexError"),
        (lambda image: row_sums(image).astype(object), "dtype object"),
        (lambda image: np.array([6.0, 16.0]), "same answer whatever it is given"),
        (lambda image, extra: 1, "TypeError"),
        (lambda image: exit(), "SystemExit"),
        (lambda image: (lambda f: f(f))(lambda f: f(f)), "RecursionError"),
        (lambda image: row_sums(image).astype(np.uint8) if image.ndim == 2 else 0, "modulo 256"),
    ],
)
def test_check_when_answer_is_odd_then_says_what_is_wrong(student, words):
    exercise = EXERCISE
    if words == "modulo 256":
        exercise = Exercise(
            "lesson00.row_sums",
            functions={"row_sums": row_sums},
            parts=(Part("values", 1, (Case(np.array([[200.0, 100.0], [1.0, 2.0]])),)),),
        )
    report = exercise.run(student)
    assert report.status == "wrong"
    assert words in report.text


class Hostile:
    """A value that objects to everything."""

    def __eq__(self, other):
        raise RuntimeError("no")

    __hash__ = None
    __repr__ = __bool__ = __len__ = __float__ = __eq__


@pytest.mark.parametrize("value", [Hostile(), Hostile, [Hostile()], {"a": Hostile()}, object])
def test_check_when_value_is_hostile_then_survives(value):
    report = EXERCISE.run(lambda image: value)
    assert report.score == 0
    assert report._repr_html_()


def test_check_when_line_raises_then_line_is_quoted():
    def off_by_one(image):
        total = 0
        return total + image[len(image)]

    assert "return total + image[len(image)]" in EXERCISE.run(off_by_one).text


def test_check_when_not_a_function_then_says_to_pass_it():
    report = EXERCISE.run(np.zeros(2))
    assert "Pass the function row_sums itself" in report.text
    assert EXERCISE.run(row_sums, row_sums).score == 0


def test_check_when_printing_and_warning_then_stderr_stays_empty(capsys):
    def noisy(image):
        import sys
        import warnings

        warnings.warn("watch out", stacklevel=1)
        print("x" * 100_000)
        print("err", file=sys.stderr)
        return np.log(-row_sums(image))

    report = EXERCISE.run(noisy)
    out = capsys.readouterr()
    assert out.err == ""
    assert out.out == ""
    assert "Your function printed: xxx" in report.text
    assert len(report.text) < 1500


def test_check_when_never_returning_then_stops_once():
    slow = Exercise(
        "lesson00.row_sums", {"row_sums": row_sums}, EXERCISE.parts, EXERCISE.mistakes, seconds=0.2
    )

    def polite(image):
        while True:
            pass

    start = time.monotonic()
    report = slow.run(polite)
    assert time.monotonic() - start < 2
    assert report.score == 0
    assert "had not finished after 0.2 seconds" in report.text


def test_time_limit_when_bare_except_eats_it_then_strikes_again():
    def stubborn():
        eaten = 0
        while eaten < 3:
            try:
                while True:
                    pass
            except:  # noqa: E722 - what a student might write
                eaten += 1
        while True:
            pass

    assert call(stubborn, (), seconds=0.1).kind == "too slow"


def test_time_limit_in_thread_when_exceeded_then_stops():
    kinds = []

    def work():
        def forever():
            while True:
                pass

        kinds.append(call(forever, (), seconds=0.1).kind)
        kinds.append(call(lambda: 1, (), seconds=5).kind)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(10)
    assert kinds == ["too slow", "returned"]


def test_time_limit_when_not_reached_then_leaves_no_alarm():
    with time_limit(0.05):
        pass
    time.sleep(0.1)


def test_call_when_keyboard_interrupt_then_the_stop_button_works():
    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        call(interrupted, ())


def test_call_when_student_seeds_numpy_then_global_state_is_kept():
    np.random.seed(1)
    expected = np.random.rand()
    np.random.seed(1)
    call(lambda: np.random.seed(99), ())
    assert np.random.rand() == expected


@pytest.mark.parametrize(
    "change", [lambda net: net.weight.data.zero_(), lambda net: net.eval()], ids=["weights", "mode"]
)
def test_call_when_student_changes_a_network_then_only_its_copy_is_changed(change):
    torch = pytest.importorskip("torch")
    network = torch.nn.Linear(3, 2)
    weight = network.weight.detach().clone()
    assert call(lambda net: net(torch.ones(1, 3)), (network,)).changed == ()
    assert call(change, (network,)).changed == (0,)
    assert torch.equal(network.weight, weight) and network.training


def test_grade_when_hidden_case_fails_then_part_is_lost(capsys):
    def only_small(image):
        return row_sums(image) if image.size < 30 else np.zeros(len(image))

    assert EXERCISE.run(only_small).score == 5
    score = EXERCISE.grade(only_small, hidden={"values": [Case(np.ones((6, 7)))]})
    assert score == 1
    assert "counts when values is right" in capsys.readouterr().out


def test_grade_when_part_is_unknown_then_value_error():
    with pytest.raises(ValueError, match="has no part"):
        EXERCISE.grade(row_sums, hidden={"valeus": []})


def test_score_when_shown_then_text_is_a_bare_number():
    score = EXERCISE.run(row_sums).score
    assert repr(score) == "5.0"
    assert "5 of 5" in score._repr_html_()


def test_report_when_html_then_everything_is_escaped():
    def script(image):
        raise ValueError("<script>alert(1)</script>")

    page = EXERCISE.run(script)._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_hint_when_asked_then_steps_on_and_stays_at_the_last(capsys):
    exercise = Exercise("lesson00.x", {"x": row_sums}, EXERCISE.parts, hints=("one", "two"))
    for _ in range(3):
        exercise.hint()
    told = capsys.readouterr().out.splitlines()
    assert told == [
        "Hint 1 of 2: one",
        "Hint 2 of 2: two",
        "Hint 2 of 2 again, which is the last: two",
    ]


def test_progress_when_some_are_checked_then_sums_their_points(capsys):
    fresh = Exercise("lesson00.fresh", {"row_sums": row_sums}, EXERCISE.parts)
    EXERCISE.check(row_sums)
    assert progress(EXERCISE, fresh) == 5
    assert "not checked yet" in capsys.readouterr().out


def test_law_when_value_is_of_no_use_then_the_check_is_not_blamed_on_the_student():
    law = Law("twice", lambda f, x: f(2 * x) - f(x), lambda f, x: f(x), SMALL)
    exercise = Exercise("lesson00.useless", {"row_sums": row_sums}, (Part("laws", 1, (law,)),))
    report = exercise.run(lambda image: "no numbers")
    assert "is of no use here" in report.text
    assert "raised" not in report.text


def test_law_when_it_has_words_in_place_of_a_value_then_no_string_is_blamed_on_the_student():
    def told(f, image):
        sums = f(image)
        return Words("no array was returned") if isinstance(sums, str) else sums

    law = Law("the sums", told, lambda f, image: row_sums(image), SMALL)
    exercise = Exercise("lesson00.words", {"row_sums": row_sums}, (Part("laws", 1, (law,)),))
    assert exercise.run(row_sums).status == "right"
    for answer in ("no numbers", "no array was returned"):
        text = exercise.run(lambda image, answer=answer: answer).text
        assert "no array was returned" in text
        assert "got a string" not in text


def test_law_when_it_warns_then_stderr_stays_empty(capfd):
    law = Law("logs", lambda f, x: np.log(f(x) - 1e9), lambda f, x: f(x) * np.nan, SMALL)
    Exercise("lesson00.warns", {"row_sums": row_sums}, (Part("laws", 1, (law,)),)).run(row_sums)
    assert capfd.readouterr().err == ""


def test_exercise_when_oracle_breaks_a_law_then_the_author_hears_of_it():
    broken = Exercise(
        "lesson00.broken",
        {"row_sums": row_sums},
        (
            Part(
                "laws", 1, (Law("sums are zero", lambda f, x: f(x), lambda f, x: 0 * f(x), SMALL),)
            ),
        ),
    )
    with pytest.raises(RuntimeError, match="oracle breaks the law"):
        broken.run(row_sums)


TWO = Exercise(
    "lesson00.two",
    functions={"half": lambda x: x / 2, "double": lambda x: 2 * x},
    parts=(
        Part("half", 1, (Case(4.0), Case(5.0))),
        Part("double", 1, (Case(3.0, function="double"), Case(5.0, function="double"))),
        Part(
            "undo",
            1,
            (Law("double undoes half", lambda f, x: f.double(f.half(x)), lambda f, x: x, 7.0),),
            needs=("half", "double"),
        ),
    ),
    mistakes=(
        Mistake("square", {"double": lambda x: x * x}, "This is the square."),
        Mistake("floor", {"half": lambda x: x // 2}, "The remainder is lost."),
    ),
)


def test_exercise_with_two_functions_when_one_is_wrong_then_it_is_named():
    report = TWO.run(lambda x: x / 2, lambda x: x * x)
    assert statuses(report) == {"half": "right", "double": "wrong", "undo": "waits"}
    assert report.diagnosis.name == "square"
    assert TWO.run(lambda x: x // 2, lambda x: 2 * x).diagnosis.name == "floor"


def test_exercise_with_two_functions_when_one_is_constant_then_it_is_named():
    report = TWO.run(lambda x: x / 2, lambda x: 6.0)
    assert report.diagnosis.name == "a constant answer"


def test_exercise_with_two_functions_when_one_is_missing_then_other_counts():
    report = TWO.run(lambda x: x / 2, ...)
    assert statuses(report)["double"] == "not attempted"
    assert report.score == 1
    assert report.status == "wrong"
