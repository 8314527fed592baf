"""What an epoch costs with images from memory, beside torchvision's data set in a DataLoader.

LeNet-5 is trained for one epoch on MNIST's 60,000 images, with the same optimizer, batch size and
weights to begin with. Contestants are `cnnlib.datasets.Batches` and what is usual: torchvision's
MNIST with ToTensor and Normalize in a DataLoader, with no and with two worker processes. Measured
apart are loading (an epoch of batches that nobody trains on) and training (on batches that were
made before). All take turns in one run, and of all turns the shortest is given: whatever else runs
can only make a turn longer.
"""

import argparse
import math
import platform
import sys
import time

import torch
from torch.utils.data import DataLoader
from torchvision import transforms
from torchvision.datasets import MNIST

from cnnlib import datasets
from cnnlib.models.lenet import LeNet5

WORKERS = (0, 2)
ROUNDS = 2
BATCH_SIZES = (64, 256)
MOST = 1 / 5  # of the epoch with a DataLoader


def usual_loader(data, batch_size, workers, device):
    usual = [transforms.ToTensor(), transforms.Normalize(data.mean.tolist(), data.std.tolist())]
    train = MNIST(datasets.data_root(), train=True, transform=transforms.Compose(usual))
    pinned = device.type == "cuda"
    return DataLoader(train, batch_size, shuffle=True, num_workers=workers, pin_memory=pinned)


def start_training(device, fused, channels_last):
    """A new net and its optimizer, the same every time."""
    torch.manual_seed(0)
    layout = torch.channels_last if channels_last else torch.contiguous_format
    model = LeNet5().to(device, memory_format=layout)
    return model, torch.optim.Adam(model.parameters(), fused=fused or None)


def load(batches, device):
    """Seconds that an epoch of batches takes to come to the device."""
    start = time.perf_counter()
    for x, y in batches:
        x, y = x.to(device, non_blocking=True), y.to(device, non_blocking=True)
    finish(device)
    return time.perf_counter() - start


def train(batches, model, optimizer, device):
    """Seconds of one epoch of training."""
    start = time.perf_counter()
    for x, y in batches:
        x, y = x.to(device, non_blocking=True), y.to(device, non_blocking=True)
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()
    finish(device)
    return time.perf_counter() - start


def finish(device):
    """Wait until an accelerator has done what it was asked for."""
    if device.type != "cpu":
        torch.accelerator.synchronize(device)


def contestants(data, batch_size, device, start):
    """From a name to a call that measures: loading alone, training alone, whole epochs."""
    memory = data.batches("train", batch_size, shuffle=True, device=device)
    ready = list(memory)
    calls = {
        "training alone": lambda: train(ready, *start(), device),
        "memory, loading": lambda: load(memory, device),
        "memory, epoch": lambda: train(memory, *start(), device),
    }
    for workers in WORKERS:
        loader = usual_loader(data, batch_size, workers, device)
        calls[f"{workers} workers, loading"] = lambda loader=loader: load(loader, device)
        calls[f"{workers} workers, epoch"] = lambda loader=loader: train(loader, *start(), device)
    return calls


def shortest_times(calls, rounds):
    """Seconds of the shortest turn of each."""
    shortest = dict.fromkeys(calls, math.inf)
    for _ in range(rounds):
        for name, call in calls.items():
            shortest[name] = min(shortest[name], call())
    return shortest


def print_row(batch_size, source, loading, training, epoch, ratio=""):
    seconds = (f"{number:.2f} s" for number in (loading, training, epoch))
    print(f"| {batch_size} | {source} | {' | '.join(seconds)} | {ratio} |", flush=True)


def measure(data, batch_sizes, rounds, device, start):
    """Print a row for each contestant; the best ratio of each batch size."""
    print("| batch | images from | loading alone | training alone | epoch | memory's share |")
    print("|---:|---|" + "---:|" * 4)
    ratios = {}
    for batch_size in batch_sizes:
        times = shortest_times(contestants(data, batch_size, device, start), rounds)
        training, memory = times["training alone"], times["memory, epoch"]
        print_row(batch_size, "memory", times["memory, loading"], training, memory)
        for workers in WORKERS:
            epoch = times[f"{workers} workers, epoch"]
            ratios[batch_size, workers] = memory / epoch
            loading = times[f"{workers} workers, loading"]
            source = f"DataLoader, {workers} workers"
            print_row(batch_size, source, loading, training, epoch, f"{memory / epoch:.2f}")
    return ratios


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--batch-sizes", type=int, nargs="+", default=BATCH_SIZES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", type=torch.device, default=torch.device("cpu"))
    parser.add_argument("--fused", action="store_true", help="Adam in one kernel, for all")
    parser.add_argument("--channels-last", action="store_true", help="the net so, for all")
    given = parser.parse_args()
    if not datasets.is_here("mnist"):
        print(f"not measured: no MNIST in {datasets.data_root()} (CNNLIB_DATA names the folder)")
        return 0
    torch.set_num_threads(given.threads)
    print(
        f"Python {platform.python_version()}, torch {torch.__version__}, {given.device}, threads: "
        f"{given.threads}{', fused Adam' * given.fused}{', channels last' * given.channels_last}\n"
    )
    ratios = measure(
        datasets.load("mnist"),
        given.batch_sizes,
        given.rounds,
        given.device,
        lambda: start_training(given.device, given.fused, given.channels_last),
    )
    print()
    for (batch_size, workers), ratio in ratios.items():
        met = "met" if ratio <= MOST else "missed"
        print(f"batches of {batch_size}, {workers} workers: {ratio:.2f} ({met}: at most {MOST})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
