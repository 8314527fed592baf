"""How long ``import cnnlib`` takes, beside a Python that imports nothing: ``make bench``.

Both are measured in turns, so that another load of the machine meets both alike, and as whole
processes, since that is what a student waits for. The budget for the import is 50 ms.
"""

import statistics
import subprocess
import sys
import time

RUNS = 30
BUDGET = 50  # milliseconds
BARE, IMPORT = "pass", "import cnnlib"


def milliseconds(code):
    """Wall-clock time of one ``python -c code``, in ms."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return 1000 * (time.perf_counter() - start)


def measure(runs=RUNS):
    """Median milliseconds of a bare Python and of one that imports cnnlib."""
    for code in (BARE, IMPORT):  # once before: files into memory, bytecode onto disk
        milliseconds(code)
    pairs = [(milliseconds(BARE), milliseconds(IMPORT)) for _ in range(runs)]
    return [statistics.median(times) for times in zip(*pairs, strict=True)]


def main():
    bare, imported = measure()
    print(f"python -c pass             {bare:6.1f} ms  (median of {RUNS})")
    print(f"python -c 'import cnnlib'  {imported:6.1f} ms  ({imported / bare:.2f} times as long)")
    print(f"import cnnlib              {imported - bare:6.1f} ms  (budget: {BUDGET} ms)")
    return 0 if imported - bare < BUDGET else 1


if __name__ == "__main__":
    sys.exit(main())
