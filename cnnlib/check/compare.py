"""Whether an answer is the expected one, and what kind of difference there is."""

import math
import sys
from dataclasses import dataclass

import numpy as np

WORDS = {"floating": "a floating type", "integer": "an integer type"}


class Words(str):
    """What a law says of an answer in place of a value, such as that there is none.

    In a report they stand beside what was expected, without "expected an array, got a string".
    """


KINDS = {"f": "decimal numbers (floating point)", "i": "whole numbers", "u": "whole numbers"}


@dataclass(frozen=True)
class Difference:
    """How an answer differs.

    ``kind`` is "nothing", "type", "shape", "dtype", "nan" or "value"; ``text`` is a sentence for
    the student, empty where the two values say it all.
    """

    kind: str
    text: str = ""


def plain(value):
    """The value as plain data: tensors as arrays, NumPy scalars and 0-d arrays as numbers."""
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        value = value.detach().cpu()
        value = (value.float() if value.dtype == torch.bfloat16 else value).numpy()
    if isinstance(value, np.generic) or (isinstance(value, np.ndarray) and value.ndim == 0):
        return value.item()
    if isinstance(value, np.ndarray):
        return np.asarray(value)
    return value


def difference(expected, got, *, rtol=1e-9, atol=1e-12, dtype=None):
    """Compare an answer with the expected one.

    Parameters
    ----------
    expected, got : plain data
        Numbers, strings, arrays, tensors; lists, tuples and dicts of them.
    rtol, atol : float
        Tolerances for floating-point numbers, as in `numpy.isclose`.
    dtype : {None, "floating", "integer", "same"}
        What the dtype of an array must be.

    Returns
    -------
    Difference or None
        None where the answer is right.
    """
    exact = getattr(got, "dtype", None), getattr(expected, "dtype", None)
    expected, got = plain(expected), plain(got)
    if isinstance(got, Words):
        same = isinstance(expected, str) and expected == got
        return None if same else Difference("value")
    if got is None and expected is not None:
        return Difference("nothing", "Your function returned nothing. Is there a return line?")
    if isinstance(expected, dict):
        return _dict_difference(expected, got, rtol=rtol, atol=atol, dtype=dtype)
    if isinstance(expected, (list, tuple)):
        return _sequence_difference(expected, got, rtol=rtol, atol=atol, dtype=dtype)
    if isinstance(expected, np.ndarray):
        return _array_difference(expected, got, exact, rtol=rtol, atol=atol, dtype=dtype)
    return _scalar_difference(expected, got, rtol=rtol, atol=atol)


def describe(value):
    """What kind of thing a value is, in a few words: "an array of shape (2, 3)"."""
    value = plain(value)
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape} and dtype {value.dtype}"
    names = {bool: "True or False", int: "a whole number", float: "a number", str: "a string"}
    if type(value) in names:
        return names[type(value)]
    if isinstance(value, (list, tuple, dict)):
        return f"a {type(value).__name__} of length {len(value)}"
    return "nothing (None)" if value is None else f"something of type {type(value).__name__}"


def _wrong_type(expected, got, more=""):
    return Difference("type", f"Expected {describe(expected)}, got {describe(got)}.{more}")


def _dict_difference(expected, got, **options):
    if not isinstance(got, dict):
        return _wrong_type(expected, got)
    if set(expected) != set(got):
        wanted, given = sorted(expected, key=str), sorted(got, key=str)
        return Difference("type", f"Expected the keys {wanted}, got {given}.")
    return _first_difference(((key, expected[key], got[key]) for key in expected), options)


def _sequence_difference(expected, got, **options):
    if not isinstance(got, (list, tuple, np.ndarray)):
        return _wrong_type(expected, got)
    if len(expected) != len(got):
        return Difference("shape", f"Expected {len(expected)} items, got {len(got)}.")
    return _first_difference(zip(range(len(got)), expected, got, strict=True), options)


def _first_difference(items, options):
    for place, expected, got in items:
        if got is None and expected is not None:
            wanted = repr(expected) if isinstance(expected, (str, int)) else describe(expected)
            return Difference("type", f"At {place!r}: expected {wanted}, got None.")
        found = difference(expected, got, **options)
        if found is not None:
            return found
    return None


def _array_difference(expected, got, exact, *, rtol, atol, dtype):
    if not isinstance(got, np.ndarray):
        make = "torch.tensor" if str(exact[1]).startswith("torch.") else "np.array"
        wrap = f" Wrap it in {make}(...)." if isinstance(got, (list, tuple)) else ""
        return _wrong_type(expected, got, wrap)
    if got.shape != expected.shape:
        return Difference("shape", f"Expected the shape {expected.shape}, got {got.shape}.")
    if got.dtype.kind not in "fiub":
        return Difference("type", f"Expected numbers, got an array of dtype {got.dtype}.")
    wrong_dtype = _dtype_difference(exact, dtype)
    if wrong_dtype:
        return wrong_dtype
    left, right = expected.astype(np.float64), got.astype(np.float64)
    new_nan = np.isnan(right) & ~np.isnan(left)
    if new_nan.any():
        return Difference("nan", _where("Not a number (nan)", new_nan))
    wrong = ~np.isclose(right, left, rtol=rtol, atol=atol, equal_nan=True)
    if wrong.any():
        return Difference("value", _where("The values differ", wrong))
    return None


def _dtype_difference(exact, wanted):
    got, expected = exact
    if wanted is None or got is None:
        return None
    right = {
        "floating": "float" in str(got),
        "integer": "int" in str(got),
        "same": str(got).removeprefix("torch.") == str(expected).removeprefix("torch."),
    }[wanted]
    if right:
        return None
    name = str(expected).removeprefix("torch.") if wanted == "same" else WORDS[wanted]
    return Difference("dtype", f"The dtype must be {name}; it is {got}.")


def _where(what, mask):
    places = np.argwhere(mask)
    first = "[" + ", ".join(map(str, places[0])) + "]"
    if len(places) == 1:
        return f"{what} at {first}."
    return f"{what} in {len(places)} of {mask.size} places, first at {first}."


def _scalar_difference(expected, got, *, rtol, atol):
    if isinstance(expected, bool) or isinstance(got, bool):
        if not (isinstance(expected, bool) and isinstance(got, bool)):
            return _wrong_type(expected, got)
        return None if expected == got else Difference("value")
    if isinstance(expected, (int, float)):
        if not isinstance(got, (int, float)):
            return _wrong_type(expected, got)
        return _number_difference(expected, got, rtol, atol)
    if type(expected) is not type(got):
        return _wrong_type(expected, got)
    is_text = isinstance(expected, (str, bytes))
    same = expected == got if is_text else expected is got  # never ask a stranger's __eq__
    return None if same else Difference("value")


def _number_difference(expected, got, rtol, atol):
    if isinstance(expected, int) and isinstance(got, int):
        return None if expected == got else Difference("value")
    if got != got and expected == expected:
        return Difference("nan", "Not a number (nan).")
    if expected != expected:
        return None if got != got else Difference("value")
    if got == expected:
        return None
    # Beside infinity every finite number would be within a share of it.
    close = math.isfinite(expected) and abs(got - expected) <= atol + rtol * abs(expected)
    return None if close else Difference("value")
