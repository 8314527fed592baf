"""How well nets of five kinds read `signs`, in how many seconds: ``make bench``.

Every net sees the same images for the same number of epochs, with Adam and a learning rate that
warms up and falls; each kind has the peak rate that suits it. Spreads are sample standard
deviations over the seeds.
"""

import argparse
import platform
import statistics
import sys
import time

import numpy as np
import torch
from torch import nn

from cnnlib import datasets

SEEDS = 3
EPOCHS = 6
BATCH_SIZE = 64
THREADS = 2
MOST_LINEAR, LEAST_SMALL_CNN = 0.50, 0.90


class Block(nn.Module):
    """Two convolutions and a short cut around them."""

    def __init__(self, in_channels, out_channels):
        super().__init__()
        stride = 1 if in_channels == out_channels else 2  # half the size where it widens
        self.way = nn.Sequential(
            *convolution(in_channels, out_channels, stride),
            nn.ReLU(),
            *convolution(out_channels, out_channels),
        )
        self.short_cut = nn.Sequential()
        if stride > 1:
            self.short_cut = nn.Conv2d(in_channels, out_channels, 1, stride)

    def forward(self, x):
        return torch.relu(self.way(x) + self.short_cut(x))


def convolution(in_channels, out_channels, stride=1, kernel_size=3):
    return (
        nn.Conv2d(
            in_channels, out_channels, kernel_size, stride, padding=kernel_size // 2, bias=False
        ),
        nn.BatchNorm2d(out_channels),
    )


def linear():
    return nn.Sequential(nn.Flatten(), nn.Linear(3 * 32 * 32, 10))


def mlp():
    return nn.Sequential(
        *(nn.Flatten(), nn.Linear(3 * 32 * 32, 256), nn.ReLU()),
        *(nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10)),
    )


def lenet():
    return nn.Sequential(
        *(nn.Conv2d(3, 6, 5), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()),
        *(nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)),
    )


def small_cnn():
    return nn.Sequential(
        *(*convolution(3, 16, stride=2, kernel_size=5), nn.ReLU()),
        *(*convolution(16, 32), nn.MaxPool2d(2), nn.ReLU()),
        *(*convolution(32, 64), nn.ReLU()),
        *(*convolution(64, 64), nn.AdaptiveMaxPool2d(1), nn.ReLU()),
        *(nn.Flatten(), nn.Linear(64, 10)),
    )


def small_resnet():
    return nn.Sequential(
        *(*convolution(3, 32, stride=2, kernel_size=5), nn.ReLU()),
        *(Block(32, 32), Block(32, 64), Block(64, 64)),
        *(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(64, 10)),
    )


# Name -> (net, peak learning rate).
NETS = {
    "linear": (linear, 3e-4),
    "MLP": (mlp, 1e-3),
    "LeNet": (lenet, 3e-3),
    "small CNN": (small_cnn, 5e-3),
    "small ResNet": (small_resnet, 5e-3),
}


def train(net, data, epochs, rate, seed):
    """Seconds that `epochs` took."""
    batches = data.batches("train", BATCH_SIZE, shuffle=True, seed=seed)
    optimizer = torch.optim.Adam(net.parameters())
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, epochs * len(batches))
    start = time.perf_counter()
    for _ in range(epochs):
        for x, y in batches:
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()
            schedule.step()
    return time.perf_counter() - start


@torch.no_grad()
def predicted(net, data, part, flip=False):
    """The class that the net reads in each image."""
    net.eval()
    batches = data.batches(part, 500)
    return torch.cat([net(x.flip(3) if flip else x).argmax(dim=1) for x, _ in batches])


def accuracy(net, data, part):
    return float((predicted(net, data, part) == getattr(data, part).labels).double().mean())


def confusion(answers, data):
    """Images of each class (row) that were read as each class (column)."""
    count = len(data.class_names)
    cells = data.test.labels * count + answers
    return torch.bincount(cells, minlength=count**2).reshape(count, count)


def print_confusion(title, matrix, names):
    print(f"\n{title} (row: what it is; column: what was read)\n")
    print(f"| | {' | '.join(names)} |")
    print("|---|" + "---:|" * len(names))
    for name, row in zip(names, matrix.tolist(), strict=True):
        print(f"| {name} | {' | '.join(str(n) if n else '' for n in row)} |")


def mean_and_spread(numbers, digits=1, factor=100):
    numbers = [factor * number for number in numbers]
    spread = f" ± {statistics.stdev(numbers):.{digits}f}" if len(numbers) > 1 else ""
    return f"{statistics.mean(numbers):.{digits}f}{spread}"


def measure(name, data, epochs, seeds):
    """Print a row; the accuracies on the test images, and the last net."""
    make, rate = NETS[name]
    seconds, on_train, on_test = [], [], []
    for seed in range(seeds):
        torch.manual_seed(seed)
        net = make()
        seconds.append(train(net, data, epochs, rate, seed))
        on_train.append(accuracy(net, data, "train"))
        on_test.append(accuracy(net, data, "test"))
    parameters = sum(p.numel() for p in net.parameters())
    cells = [name, f"{parameters:,}", mean_and_spread(seconds, factor=1)]
    print(f"| {' | '.join([*cells, mean_and_spread(on_train), mean_and_spread(on_test)])} |",
          flush=True)  # fmt: skip
    return statistics.mean(on_test), net


def verdict(name, number, limit, met):
    print(f"{name}: {number:.3f} ({'met' if met else 'missed'}: {limit})")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="*", default=list(NETS), choices=NETS, help="nets")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--threads", type=int, default=THREADS)
    parser.add_argument("--confusion", action="store_true", help="of the last net, too")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)

    from cnnlib.datasets import signs

    start = time.perf_counter()
    signs.draw(0, 10_000)
    drawing = time.perf_counter() - start
    data = datasets.load("signs")
    print(
        f"Python {platform.python_version()}, NumPy {np.__version__}, torch {torch.__version__}, "
        f"threads: {given.threads}\n{data}\n10,000 images drawn in {drawing:.1f} s; "
        f"{given.epochs} epochs, batches of {BATCH_SIZE}, seeds: {given.seeds}\n"
    )
    print("| net | parameters | seconds | accuracy in training, % | in testing, % |")
    print("|---|" + "---:|" * 4)
    reached = {}
    for name in given.only:
        reached[name], net = measure(name, data, given.epochs, given.seeds)
    print()
    if "linear" in reached:
        number = reached["linear"]
        verdict("linear", number, f"below {MOST_LINEAR}", number < MOST_LINEAR)
    if "small CNN" in reached:
        number = reached["small CNN"]
        verdict("small CNN", number, f"above {LEAST_SMALL_CNN}", number > LEAST_SMALL_CNN)
    if given.confusion:
        for title, flip in (("Test images", False), ("Mirrored test images", True)):
            matrix = confusion(predicted(net, data, "test", flip), data)
            print_confusion(f"{title}, {name}", matrix, data.class_names)
    return 0


if __name__ == "__main__":
    sys.exit(main())
