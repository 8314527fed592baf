"""What several exercises of the lesson try, and two mistakes that can be made in each."""

import numpy as np

from cnnlib.check import Mistake


def whole_numbers(*shape, dtype=np.uint8):
    """0, 1, 2, ... in an array: every element is another, so that a mix-up shows."""
    return np.arange(np.prod(shape)).reshape(shape).astype(dtype)


def assert_for_raise(**oracles):
    """The mistake of refusing bad input with `assert`."""

    def asserting(oracle):
        def model(*args):
            try:
                return oracle(*args)
            except ValueError as error:
                raise AssertionError(str(error)) from None

        return model

    return Mistake(
        "assert for raise",
        {name: asserting(oracle) for name, oracle in oracles.items()},
        "You refuse this input with assert. An assert is a note to yourself, which `python -O` "
        "leaves out. What callers get wrong is told them with a ValueError.",
        "if ...: raise ValueError('what is wrong, and with which shape or value')",
    )


def constant_answer(**answers):
    """The mistake of returning, whatever comes in, the answers to the visible examples."""
    return Mistake(
        "a constant answer",
        {name: lambda *args, answer=answer: answer for name, answer in answers.items()},
        "Your function gives the answer to the visible example, whatever it is given.",
        "Compute the answer from the arguments.",
    )
