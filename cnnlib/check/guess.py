"""Predictions and explanations: answering counts, being right does not."""

from dataclasses import dataclass
from html import escape
from numbers import Real

from cnnlib.check.display import show_in_notebook
from cnnlib.check.report import COLOURS
from cnnlib.check.show import number

FEWEST_WORDS = 5  # of an explanation, before the model answer is shown


@dataclass(frozen=True)
class Note:
    """A few lines to the student."""

    rows: tuple[str, ...]

    def __repr__(self):
        return "\n".join(self.rows)

    def _repr_html_(self):
        rows = "".join(f'<p style="margin: 0.2em 0">{escape(row)}</p>' for row in self.rows)
        colour = COLOURS["right"]
        return f'<div style="border-left: 4px solid {colour}; padding: 0.3em 0.8em">{rows}</div>'


def prediction(guess, measured, unit="", says="", label=""):
    """Put a student's guess beside what was computed or measured.

    Parameters
    ----------
    guess : float, str, Ellipsis, or dict
        The student's; ``...`` where there is none yet, and then nothing is given away, nor where
        the guess is no number and the measured is one. Of a dict of several, the one that `label`
        names.
    measured : float or str
        A float counts as predicted if the guess, rounded to as many decimals, is the same.
    unit : str
        Of both: "%", "pixels".
    says : str
        What to notice, whatever the guess was.
    label : str
        Which of several predictions this is.
    """
    before = f"{label}: " if label else ""
    if isinstance(guess, dict):
        guess = guess.get(label, ...)
    if guess is Ellipsis or guess is None:
        ask = f"{before}Write your prediction first: replace the ... and run again."
        show_in_notebook(Note((ask,)))
        return
    if _is_number(measured) and not _is_number(guess):
        read = _as_number(guess, unit)
        if read is None:
            ask = f"{before}Write a number, not {guess!r}"
            show_in_notebook(Note((f"{ask}{f' (in {unit})' if unit else ''}, and run again.",)))
            return
        guess = read
    guessed, found = _with_unit(guess, unit), _with_unit(measured, unit)
    if guessed.lower() == found.lower():
        told = "and so it is."
    elif _rounds_to(guess, measured):
        told = f"and so it is: {found}."
    else:
        told = f"in fact: {found}."
    rows = (f"{before}You predicted {guessed}, {told}",)
    show_in_notebook(Note(rows + ((says,) if says else ())))


def explanation(text, model_answer):
    """Show a model answer beside a student's own words, once there are some.

    Parameters
    ----------
    text : str or Ellipsis
        The student's sentence.
    model_answer : str
    """
    if not isinstance(text, str) or len(text.split()) < FEWEST_WORDS:
        ask = f"Write your own sentence first (at least {FEWEST_WORDS} words), then run again."
        show_in_notebook(Note((ask,)))
        return
    show_in_notebook(
        Note(
            (
                f"You wrote: {text}",
                f"One way to say it: {model_answer}",
                "Does yours say the same? If not, which part is missing?",
            )
        )
    )


def _is_number(value):
    return isinstance(value, Real) and not isinstance(value, bool)


def _as_number(guess, unit):
    """The number in a string such as "89 %", or in an array; None where there is none."""
    if isinstance(guess, bool):
        return None
    try:
        return float(guess.strip().removesuffix(unit) if isinstance(guess, str) else guess)
    except (TypeError, ValueError):
        return None


def _rounds_to(guess, measured):
    if not (_is_number(guess) and isinstance(measured, float)):
        return False
    decimals = len(number(measured).partition(".")[2])
    return number(round(float(guess), decimals)) == number(measured)


def _with_unit(value, unit):
    shown = number(value) if isinstance(value, Real) else str(value).strip()
    return shown if unit and shown.endswith(unit) else f"{shown} {unit}".strip()
