"""What `cnnlib.training.fit` costs beside a bare PyTorch loop: ``make bench``.

LeNet-5 is trained with Adam on random tensors of MNIST's shape, which are in memory in batches of
64. The bare loop does what no training can do without (zero_grad, forward, loss, backward, step)
and nothing else; `fit` also counts loss and accuracy, checks each loss, keeps the history and the
best weights, and draws a bar. Both take turns in one run, so that another load of the machine
meets both alike; a turn is a short epoch, so that the turns of a round meet the same load. The
overhead is the median over the rounds of a turn's time beside that of the bare loop in the same
round, with an interval that holds it in 95 of 100 repetitions (order statistics). The bare loop
takes part twice: how far it seems to be from itself is how far the other numbers can be trusted.
"""

import argparse
import contextlib
import io
import math
import os
import platform
import statistics
import subprocess
import sys
import time

import torch

from cnnlib.models.lenet import LeNet5
from cnnlib.progress import STATIC
from cnnlib.training import fit, seed_everything

BATCHES, BATCH_SIZE = 100, 64
ROUNDS = 40
MOST = 0.02  # of the bare loop's time
IMPORTS = {
    "torch": "import torch",
    "and the first optimizer": "import torch; torch.optim.SGD([torch.zeros(1)])",
    "and torchmetrics": "import torch; torch.optim.SGD([torch.zeros(1)]); import torchmetrics",
}


def batches():
    images = torch.randn(BATCHES * BATCH_SIZE, 1, 28, 28)
    labels = torch.randint(10, (len(images),))
    return list(zip(images.split(BATCH_SIZE), labels.split(BATCH_SIZE), strict=True))


def model_and_optimizer():
    seed_everything(0)
    model = LeNet5()
    return model, torch.optim.Adam(model.parameters())


def bare_loop(train):
    model, optimizer = model_and_optimizer()
    start = time.perf_counter()
    for x, y in train:
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
    return time.perf_counter() - start


def one_fit(train, static):
    model, optimizer = model_and_optimizer()
    os.environ[STATIC[0]] = "1" if static else "0"
    with contextlib.redirect_stderr(io.StringIO()):
        start = time.perf_counter()
        fit(model, train, optimizer=optimizer, device="cpu")
        return time.perf_counter() - start


def measure(rounds):
    """Seconds of every turn of each contestant."""
    train = batches()
    contestants = {
        "bare loop": bare_loop,
        "bare loop, again": bare_loop,
        "fit, no bar": lambda train: one_fit(train, static=True),
        "fit, with its bar": lambda train: one_fit(train, static=False),
    }
    times = {name: [] for name in contestants}
    for turn in range(rounds + 1):
        names = list(contestants)[:: 1 if turn % 2 else -1]
        for name in names:
            seconds = contestants[name](train)
            if turn:  # the first turn imports, and warms up
                times[name].append(seconds)
    return times


def median_and_interval(values):
    """The median, and the two values between which it is with a probability of 95 %."""
    ordered, count = sorted(values), len(values)
    reach = 0.98 * math.sqrt(count)  # 1.96 standard deviations of a count with chance one half
    low, high = math.floor(count / 2 - reach), math.ceil(count / 2 + reach) - 1
    return statistics.median(ordered), ordered[max(low, 0)], ordered[min(high, count - 1)]


def print_overheads(times):
    """A row for each contestant. Returns the larger overhead of the two of fit."""
    print("| | shortest epoch | median epoch | overhead | 95 % interval |")
    print("|---|" + "---:|" * 4)
    bare = times["bare loop"]
    overheads = {}
    for name, seconds in times.items():
        pairs = [t / b - 1 for t, b in zip(seconds, bare, strict=True)]
        more, low, high = median_and_interval(pairs)
        overheads[name] = more
        told = f"{more:+.1%} | {low:+.1%} to {high:+.1%}" if seconds is not bare else " | "
        print(
            f"| {name} | {1000 * min(seconds):.0f} ms | "
            f"{1000 * statistics.median(seconds):.0f} ms | {told} |"
        )
    return max(more for name, more in overheads.items() if name.startswith("fit"))


def print_imports(runs=3):
    """What the first call of fit in a session waits for, before the first batch is counted."""
    print("\n| fresh Python, imports | shortest of 3 |\n|---|---:|")
    for name, code in IMPORTS.items():
        seconds = []
        for _ in range(runs):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            seconds.append(time.perf_counter() - start)
        print(f"| {name} | {min(seconds):.1f} s |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--imports", action="store_true", help="the time of imports, too")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    print(
        f"Python {platform.python_version()}, torch {torch.__version__}, threads: {given.threads}, "
        f"float32, {BATCHES} batches of {BATCH_SIZE}\n"
    )
    overhead = print_overheads(measure(given.rounds))
    if given.imports:
        print_imports()
    met = "met" if overhead <= MOST else "missed"
    print(f"\noverhead: {overhead:.1%} ({met}: at most {MOST:.0%})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
