"""Values as text that a person can compare: aligned, with the same number of digits."""

import sys

import numpy as np

from cnnlib.check.compare import plain

MOST_CELLS = 144  # larger arrays are described, not listed
MOST_COLUMNS = 14


def lines(value, beside=None):
    """A value as lines of text.

    Parameters
    ----------
    value : plain data
    beside : plain data, optional
        The value that it will be compared with: numbers get enough digits to tell them apart.

    Returns
    -------
    list of str
    """
    value, beside = plain(value), plain(beside)
    if isinstance(value, np.ndarray):
        return _array_lines(value, beside)
    if isinstance(value, float):
        other = beside if isinstance(beside, (int, float)) else None
        return [number(value, _digits([value] if other is None else [value, other]))]
    if isinstance(value, (tuple, list)) and any(isinstance(plain(x), np.ndarray) for x in value):
        # Of two values that are compared, the expected one may know the names.
        names = getattr(value, "_fields", None) or getattr(beside, "_fields", ())
        names = names if len(names) == len(value) else [f"number {i}" for i in range(len(value))]
        return _labelled(dict(zip(names, value, strict=True)))
    if isinstance(value, dict) and any(isinstance(plain(x), np.ndarray) for x in value.values()):
        return _labelled(value)
    if isinstance(value, dict) and value and all(isinstance(x, str) for x in value.values()):
        return _sentences(value, beside)
    if callable(value):
        return _callable_lines(value)
    text = _text(value, _digits([*_floats(value), *_floats(beside)]))
    return [text if len(text) <= 300 else text[:300] + " ..."]


def number(value, digits=4):
    """A number with so many significant digits, whole numbers without a decimal point.

    >>> number(2.0), number(0.123456), number(True)
    ('2', '0.1235', 'True')
    """
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    value = float(value)
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.{digits}g}"


def is_listed(value):
    """Whether `lines` lists every element of the array."""
    value = plain(value)
    return (
        isinstance(value, np.ndarray)
        and 1 <= value.ndim <= 4
        and 0 < value.size <= MOST_CELLS
        and value.shape[-1] <= MOST_COLUMNS
        and value.dtype.kind in "fiub"
    )


def cells(value, beside=None):
    """The elements of an array as text, all of one width, as an object array of its shape."""
    value, beside = plain(value), plain(beside)
    others = (
        beside.ravel() if isinstance(beside, np.ndarray) and beside.dtype.kind in "fiub" else ()
    )
    digits = _digits([*value.ravel(), *others])
    texts = np.array([number(x, digits) for x in value.ravel()], dtype=object)
    width = max(map(len, texts))
    return np.array([text.rjust(width) for text in texts], dtype=object).reshape(value.shape)


def index(place):
    """What the part of an array is called that begins with these indices.

    >>> index((0,))
    'at [0, :, :]'
    """
    return f"at [{', '.join(map(str, place))}, :, :]"


def _floats(value):
    """All floats in nested lists, tuples and dicts."""
    value = plain(value)
    if isinstance(value, float):
        return [value]
    inside = value.values() if isinstance(value, dict) else value
    if not isinstance(value, (dict, list, tuple)):
        return []
    return [number for x in inside for number in _floats(x)]


def _text(value, digits):
    """As `repr`, with so many significant digits of the floats in lists, tuples and dicts."""
    value = plain(value)
    if type(value) is float and np.isfinite(value):
        text = number(value, digits)
        return text if set(text) & set(".e") else f"{text}.0"
    if type(value) is list:
        return f"[{', '.join(_text(x, digits) for x in value)}]"
    if type(value) is tuple:
        inside = ", ".join(_text(x, digits) for x in value)
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if type(value) is dict:
        pairs = (f"{_safe_repr(key)}: {_text(x, digits)}" for key, x in value.items())
        return f"{{{', '.join(pairs)}}}"
    return _safe_repr(value)


def _sentences(value, beside):
    """A line for each sentence; where another value is beside it, for those that differ."""
    differ = [key for key in value if isinstance(beside, dict) and value[key] != beside.get(key)]
    return [f"{key}: {value[key]}" for key in differ or value]


def _labelled(values):
    return [line for label, x in values.items() for line in (f"{label}:", *lines(x))]


def _array_lines(value, beside):
    about = f"shape {value.shape}, dtype {value.dtype}"
    if not is_listed(value):
        if value.size == 0 or value.dtype.kind not in "fiub":
            return [f"({about})"]
        low, high = number(value.min()), number(value.max())
        return [f"({about}, values from {low} to {high})"]
    texts = cells(value, beside)
    if value.ndim == 1:
        return ["[" + " ".join(texts) + "]"]
    blocks = []
    for place in np.ndindex(value.shape[:-2]):
        if place:
            blocks.append(index(place))
        rows = [" [" + " ".join(row) + "]" for row in texts[place]]
        rows[0] = "[" + rows[0].lstrip()
        rows[-1] += "]"
        blocks.extend(rows)
    return blocks


def _digits(values):
    """The fewest significant digits, from 4 up, that keep different numbers different.

    Numbers that agree to 9 digits are the same but for rounding.
    """
    different = {f"{float(x):.9g}" for x in values if np.isfinite(x)}
    for digits in (4, 6):
        if len({number(float(x), digits) for x in different}) == len(different):
            return digits
    return 4 if len(different) > MOST_CELLS else 9


def _callable_lines(value):
    """A function by its name and the first line of its docstring, a network by its layers."""
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.nn.Module):
        return _safe_repr(value).splitlines()
    name = getattr(value, "__name__", type(value).__name__)
    about = (getattr(value, "__doc__", None) or "").strip().partition("\n")[0]
    return [f"{name}: {about}" if about else name]


def _safe_repr(value):
    if type(value).__name__ == "Generator":  # of NumPy's or torch's: its address says nothing
        return "a generator"
    try:
        return repr(value)
    except Exception:
        return f"<{type(value).__name__}>"
