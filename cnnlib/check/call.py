"""Calls a student's function so that nothing it does can hurt the notebook."""

import copy
import ctypes
import io
import re
import signal
import sys
import threading
import traceback
import warnings
from collections.abc import Callable
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any

import numpy as np

from cnnlib.check.guard import ReadyMadeUsed, functions_of, unavailable

MOST_PRINTED = 160  # characters of a student's output that a report keeps


class TooSlow(BaseException):
    """The time limit struck. Not an Exception: a student's ``except`` must not eat it."""


@dataclass(frozen=True)
class Outcome:
    """What came of one call.

    ``kind`` is "returned", "raised", "not attempted", "too slow" or "ready-made"; of a law also
    "misfit", where something was returned that the law cannot use.
    """

    kind: str
    value: Any = None
    error: BaseException | None = None
    line: str = ""  # where the student's code raised: "line 4: total += image[i, j + 1]"
    refused: bool = False  # raised by a `raise` or `assert` of the student's own
    changed: tuple[int, ...] = ()  # positions of arguments that the call changed
    printed: str = ""
    used: str = ""  # the ready-made function


def call(
    function: Callable,
    args: tuple,
    *,
    seconds: float = 5.0,
    ready_made: tuple[str, ...] = (),
    load: bool = False,
) -> Outcome:
    """Call ``function`` with copies of ``args`` and say what came of it.

    Parameters
    ----------
    function : callable
        The student's.
    args : tuple
        Plain data; arrays, tensors, lists and dicts are copied.
    seconds : float
        Time limit of the call.
    ready_made : tuple of str
        Functions that are unavailable during the call: see `guard.unavailable`.
    load : bool
        Passed on to `guard.unavailable`.

    Returns
    -------
    Outcome
    """
    given = tuple(copy_plain(arg) for arg in args)
    printed = _Bounded()
    result = {}
    with unavailable(ready_made, (function,), load) as watch:
        if watch.used is None:
            result = _run(function, given, seconds, printed)
    if watch.used is not None:
        return Outcome("ready-made", used=watch.used)
    changed = tuple(i for i, arg in enumerate(args) if not same_data(arg, given[i]))
    return Outcome(changed=changed, printed=printed.getvalue().strip(), **result)


def _run(function, args, seconds, printed):
    random_state = np.random.get_state()
    try:
        with (
            warnings.catch_warnings(),
            redirect_stdout(printed),
            redirect_stderr(printed),
            time_limit(seconds),
        ):
            warnings.simplefilter("ignore")
            value = function(*args)
    except TooSlow:
        return {"kind": "too slow"}
    except (NotImplementedError, ReadyMadeUsed):  # a ready-made call is read from the watch
        return {"kind": "not attempted"}
    except KeyboardInterrupt:  # the student's own stop button
        raise
    except BaseException as error:
        return {"kind": "raised", "error": error, **_student_line(error, function)}
    finally:
        np.random.set_state(random_state)
    if value is Ellipsis or value is NotImplemented:
        return {"kind": "not attempted"}
    return {"kind": "returned", "value": value}


def _student_line(error, function):
    """The innermost line of the student's own file that the error passed through, and whether
    it is there that the error was raised on purpose."""
    codes = [getattr(own, "__code__", None) for own in functions_of(function)]
    files = {code.co_filename for code in codes if code}
    frames = traceback.extract_tb(error.__traceback__)
    mine = [frame for frame in frames if frame.filename in files]
    if not mine:
        return {}
    source = (mine[-1].line or "").strip()
    line = f"line {mine[-1].lineno}: {source}" if source else f"line {mine[-1].lineno}"
    return {"line": line, "refused": mine[-1] is frames[-1] and is_refusal(source)}


def is_refusal(source):
    """Whether a line of code raises an error on purpose.

    >>> is_refusal('if stride < 1: raise ValueError("a stride is at least 1")')
    True
    >>> is_refusal("raised = image[i]")
    False
    >>> is_refusal("raise")  # again, what the code ran into
    False
    """
    return re.search(r"(^|[:;])\s*(raise|assert)[\s(]", (source or "").strip()) is not None


class _Bounded(io.StringIO):
    """Keeps the beginning of what is printed, and lets a flood run off."""

    def write(self, text):
        room = MOST_PRINTED - self.tell()
        if room > 0:
            super().write(text[:room])
        return len(text)


@contextmanager
def time_limit(seconds):
    """Raise `TooSlow` in the block when it has run for longer than ``seconds``.

    The alarm repeats, so that a bare ``except:`` in a loop does not outlive it. Code that stays
    inside one call of a C library is not interrupted before that call returns.
    """
    on_main_thread = threading.current_thread() is threading.main_thread()
    limit = _alarm if hasattr(signal, "setitimer") and on_main_thread else _watchdog
    with limit(seconds):
        yield


@contextmanager
def _alarm(seconds):
    def strike(signum, frame):
        raise TooSlow

    previous = signal.signal(signal.SIGALRM, strike)
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.1)
    try:
        yield
    finally:
        signal.signal(signal.SIGALRM, signal.SIG_IGN)  # first: none may strike from here on
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


@contextmanager
def _watchdog(seconds):
    """The same where there is no alarm signal (Windows, threads)."""
    target = ctypes.c_ulong(threading.get_ident())
    done = threading.Event()
    lock = threading.Lock()

    def strike():
        wait = seconds
        while not done.wait(wait):
            with lock:
                if not done.is_set():
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(target, ctypes.py_object(TooSlow))
            wait = 0.1

    watcher = threading.Thread(target=strike, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        with lock:
            done.set()
            ctypes.pythonapi.PyThreadState_SetAsyncExc(target, None)  # one that is still pending
        watcher.join()


def copy_plain(value):
    """A copy of plain data or of a network; anything else (a function) as it is."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if _is_tensor(value):
        return value.detach().clone().requires_grad_(value.requires_grad)
    if isinstance(value, (list, tuple, dict, set)) or _is_network(value):
        return copy.deepcopy(value)
    return value


def same_data(a, b):
    """Whether two pieces of plain data, or two networks, are equal to the last bit."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if _is_tensor(a) and _is_tensor(b):
        return same_data(a.detach().cpu().numpy(), b.detach().cpu().numpy())
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(map(same_data, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(same_data(a[key], b[key]) for key in a)
    if isinstance(a, (bool, int, float, str, bytes, type(None))):
        return type(a) is type(b) and (a == b or a != a)
    if _is_network(a) and _is_network(b):
        modes = [[module.training for module in network.modules()] for network in (a, b)]
        return modes[0] == modes[1] and same_data(dict(a.state_dict()), dict(b.state_dict()))
    return True  # functions and the like: nothing to compare


def _is_tensor(value):
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def _is_network(value):
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.nn.Module)
