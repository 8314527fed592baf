"""Executes one notebook and prints its times as JSON: ``python run_lesson.py FILE``.

It fails where a cell raises, and names the cell.

Times are given in units of a calibration loop that runs on the same machine, just before and
just after: a unit is about a second on the machine that the budgets were written for.
"""

import json
import sys
from time import perf_counter

import numpy as np

#: Rounds of the loop that took one second on two cores of an x86-64 server in 2026.
ROUNDS = 120


def calibrate():
    """Seconds that the calibration loop takes: interpreter, arithmetic and memory.

    On one thread, so that it does not depend on how many BLAS may use.
    """
    values = np.random.default_rng(0).normal(size=100_000)
    start = perf_counter()
    for _ in range(ROUNDS):
        sum(i * i for i in range(100_000))
        np.exp(values)
        np.sort(values)
    return perf_counter() - start


def main(path):
    from cnnlib.grading.execute import execute

    before = calibrate()
    execution = execute(path)
    unit = max(before, calibrate())
    cells = {name: seconds / unit for name, seconds in execution.cell_seconds.items()}
    print(json.dumps({"unit": unit, "seconds": execution.seconds, "cells": cells}))


if __name__ == "__main__":
    main(sys.argv[1])
