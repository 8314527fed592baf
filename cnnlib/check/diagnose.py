"""Which mistake an answer matches."""

import traceback
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cnnlib.check.call import is_refusal
from cnnlib.check.case import Case, Law
from cnnlib.check.compare import difference, plain

NUMPY = Path(np.__file__).parent


@dataclass(frozen=True)
class Diagnosis:
    """The mistake in its usual name, what to tell the student, and what to do next."""

    name: str
    says: str
    next_step: str = ""


def match_mistake(mistakes, trials, shown, run_model, is_wrong):
    """The known mistake whose model gives the student's answers.

    A model fits when it gives what the student's function gave in the trial that is shown, fails
    it, and is right in at least half of the cases where the student's function is: otherwise the
    likeness is an accident. Of several that fit, the one that explains most of the trials wins;
    then the first.

    Parameters
    ----------
    mistakes : sequence of Mistake
    trials : sequence of Trial
        All that were run, right ones and wrong ones.
    shown : Trial
        The failing one that the report shows.
    run_model : callable
        ``run_model(mistake, trial) -> Outcome``.
    is_wrong : callable
        ``is_wrong(outcome, trial)``: whether an outcome fails a trial.

    Returns
    -------
    Diagnosis or None
    """
    best, most = None, 0
    for mistake in mistakes:
        outcome = run_model(mistake, shown)
        if not (is_wrong(outcome, shown) and _same(outcome, shown.outcome)):
            continue
        wrong = [is_wrong(run_model(mistake, trial), trial) for trial in trials if _is_right(trial)]
        if 2 * sum(wrong) > len(wrong):
            continue
        agreeing = sum(_same(run_model(mistake, trial), trial.outcome) for trial in trials)
        if agreeing > most:
            best, most = mistake, agreeing
    return best and Diagnosis(best.name, best.says, best.next_step)


def _is_right(trial):
    """Whether the student's function returned the right value. (A law's value is its own.)"""
    returned = trial.outcome.kind == "returned"
    return isinstance(trial.check, Case) and returned and trial.problem is None


def _same(model, student):
    if model.kind != student.kind:
        return False
    if model.kind == "raised":
        if type(model.error) is not type(student.error):
            return False
        # Different slips end in a ValueError of NumPy's; the same slip, in the same words. What
        # is refused on purpose is refused in words of one's own.
        on_purpose = student.refused and _is_a_refusal(model.error)
        return on_purpose or str(model.error) == str(student.error)
    if model.kind != "returned":
        return False
    return difference(model.value, student.value, rtol=1e-6, atol=1e-9) is None


def _is_a_refusal(error):
    """Whether a model raised by a line that says so, and not by a slip, within NumPy."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return is_refusal(last.line) and not Path(last.filename).is_relative_to(NUMPY)


def constant_answer(shown, trials):
    """The diagnosis of a function that gives one answer to different questions, or None."""
    if isinstance(shown.check, Law):
        return None
    mine = [
        trial
        for trial in trials
        if isinstance(trial.check, Case)
        and trial.check.function == shown.check.function
        and trial.outcome.kind == "returned"
        and not isinstance(trial.expected, BaseException)
    ]
    asked = any(difference(shown.expected, trial.expected) for trial in mine)
    varies = any(difference(shown.outcome.value, trial.outcome.value) for trial in mine)
    if varies or not asked:
        return None
    return Diagnosis(
        "a constant answer",
        "Your function gives the same answer whatever it is given.",
        "Compute the answer from the arguments.",
    )


def relation(expected, got):
    """How a wrong array follows from the right one (negative, transposed, wrapped), or None."""
    expected, got = plain(expected), plain(got)
    if not _is_numeric(expected) or not _is_numeric(got) or expected.size == 0:
        return None
    expected, got = np.asarray(expected, float), np.asarray(got, float)
    for is_so, diagnosis in _RELATIONS:
        if is_so(expected, got):
            return diagnosis
    return None


def _is_numeric(value):
    return isinstance(value, np.ndarray) and value.dtype.kind in "fiub"


def _equal(a, b):
    return a.shape == b.shape and np.allclose(a, b, rtol=1e-6, atol=1e-9)


def _wrapped(expected, got):
    if expected.shape != got.shape or _equal(expected, got):
        return False
    turns = (expected - got) / 256
    whole = np.allclose(turns, np.round(turns), atol=1e-6)
    return whole and got.min() >= 0 and got.max() <= 255


def _rounded(expected, got):
    if expected.shape != got.shape or not np.isfinite(expected).all():
        return False
    return np.allclose(expected, got, rtol=0, atol=1e-5 * np.abs(expected).max())


def _scaled(expected, got):
    if not (np.isfinite(expected).all() and np.isfinite(got).all()):
        return False
    if expected.shape != got.shape or np.count_nonzero(expected) < 2 or not got.any():
        return False  # any number is a multiple of any other
    factor = (expected * got).sum() / (expected**2).sum()
    return _equal(expected * factor, got)


_RELATIONS = (
    (
        lambda expected, got: _equal(-expected, got),
        Diagnosis(
            "wrong sign",
            "Your result is the negative of the right one.",
            "Look for a sign, or for a kernel that is flipped.",
        ),
    ),
    (
        lambda expected, got: expected.ndim >= 2 and _equal(np.swapaxes(expected, -1, -2), got),
        Diagnosis(
            "transposed result",
            "Your result is the right one, transposed.",
            "Check which index runs over rows and which over columns.",
        ),
    ),
    (
        lambda expected, got: expected.ndim >= 2 and _equal(expected[..., ::-1, ::-1], got),
        Diagnosis(
            "rotated result",
            "Your result is the right one, turned by 180 degrees.",
            "Check from which end the windows are counted.",
        ),
    ),
    (
        _wrapped,
        Diagnosis(
            "uint8 overflow",
            "Your result is the right one modulo 256: unsigned 8-bit numbers wrap around "
            "(200 + 100 = 44).",
            "Convert to float before you calculate: image.astype(float).",
        ),
    ),
    (
        _rounded,
        Diagnosis(
            "rounded result",
            "Your numbers are right, but only in their first digits.",
            "Calculate in float64, and round nothing on the way.",
        ),
    ),
    (
        _scaled,
        Diagnosis(
            "constant factor",
            "Your result is the right one times a constant.",
            "Look for a division or a normalisation that is missing or done twice.",
        ),
    ),
    (
        lambda expected, got: (
            expected.shape != got.shape
            and expected.size == got.size
            and _equal(expected.ravel(), got.ravel())
        ),
        Diagnosis(
            "wrong shape",
            "For this input your numbers are right, and in the right order; only the shape is not.",
            "Look at the shape that the docstring promises, and at what each axis stands for. "
            "If two axes are exchanged, transpose: a reshape moves no axis.",
        ),
    ),
)
