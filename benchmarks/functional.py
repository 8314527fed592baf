"""How fast `cnnlib.functional.conv2d` is, beside torch and beside four loops: ``make bench``.

Measured are all different convolutions of three networks, in float32, on two threads. The
contestants take turns, so that another load of the machine meets all alike. Before each turn
there is a pause, in which the threads of the one before fall asleep, and a call that is not
counted. Of all calls the shortest is taken: whatever else runs can only make a call longer.
"""

import argparse
import math
import platform
import sys
import time
import tracemalloc
from typing import NamedTuple

import numpy as np
import torch
from threadpoolctl import threadpool_info, threadpool_limits

from cnnlib.arithmetic import out_size
from cnnlib.functional import conv2d, conv2d_backward, convolution

THREADS = 2
ROUNDS = 10
TURN = 0.03  # seconds of calls, at least
PAUSE = 0.15  # seconds; the threads of OpenBLAS wait for more work for about 0.1
MOST_FORWARD, MOST_BOTH, LEAST_OVER_LOOPS = 1.5, 2.5, 100


class Layer(NamedTuple):
    """A convolution, with the batch that it is measured on."""

    network: str
    images: int
    in_channels: int
    size: int
    out_channels: int
    kernel_size: int
    stride: int
    padding: int

    def __str__(self):
        stride = f" / {self.stride}" if self.stride > 1 else ""
        return (
            f"{self.network}: {self.in_channels} to {self.out_channels}, "
            f"{self.kernel_size} x {self.kernel_size}{stride} on {self.size} x {self.size}"
        )

    def options(self):
        return {"stride": self.stride, "padding": self.padding}

    def arrays(self):
        """x, weight, bias and the gradient of the output."""
        k, n = self.kernel_size, self.images
        out = out_size(self.size, k, self.stride, self.padding)
        shapes = [
            (n, self.in_channels, self.size, self.size),
            (self.out_channels, self.in_channels, k, k),
            (self.out_channels,),
            (n, self.out_channels, out, out),
        ]
        rng = np.random.default_rng(0)
        return [rng.normal(size=shape).astype(np.float32) for shape in shapes]

    def columns_bytes(self):
        """What one image's columns take."""
        out = out_size(self.size, self.kernel_size, self.stride, self.padding)
        return 4 * self.in_channels * self.kernel_size**2 * out**2


LAYERS = [
    Layer("LeNet", 64, 1, 28, 6, 5, 1, 2),
    Layer("LeNet", 64, 6, 14, 16, 5, 1, 0),
    Layer("ResNet", 32, 3, 32, 16, 3, 1, 1),
    Layer("ResNet", 32, 16, 32, 16, 3, 1, 1),
    Layer("ResNet", 32, 16, 32, 32, 3, 2, 1),
    Layer("ResNet", 32, 32, 16, 32, 3, 1, 1),
    Layer("ResNet", 32, 32, 16, 64, 3, 2, 1),
    Layer("ResNet", 32, 64, 8, 64, 3, 1, 1),
    Layer("VGG", 1, 3, 224, 64, 3, 1, 1),
    Layer("VGG", 1, 64, 224, 64, 3, 1, 1),
    Layer("VGG", 1, 64, 112, 128, 3, 1, 1),
    Layer("VGG", 1, 128, 112, 128, 3, 1, 1),
    Layer("VGG", 1, 128, 56, 256, 3, 1, 1),
    Layer("VGG", 1, 256, 56, 256, 3, 1, 1),
    Layer("VGG", 2, 256, 28, 512, 3, 1, 1),
    Layer("VGG", 2, 512, 28, 512, 3, 1, 1),
    Layer("VGG", 4, 512, 14, 512, 3, 1, 1),
]
FOR_LOOPS = Layer("ResNet", 4, 16, 32, 16, 3, 1, 1)


def conv2d_in_four_loops(x, weight, bias, stride, padding):
    """One loop each over images, kernels, rows and columns; a window is a product of arrays."""
    padded = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    kh, kw = weight.shape[2:]
    height, width = (
        out_size(n, k, stride, padding) for n, k in zip(x.shape[2:], (kh, kw), strict=True)
    )
    out = np.empty((len(x), len(weight), height, width), x.dtype)
    for n in range(len(x)):
        for f in range(len(weight)):
            for i in range(height):
                for j in range(width):
                    top, left = i * stride, j * stride
                    window = padded[n, :, top : top + kh, left : left + kw]
                    out[n, f, i, j] = np.sum(window * weight[f]) + bias[f]
    return out


def contestants(layer):
    """Calls without arguments: forward in torch and here, forward and backward likewise."""
    x, weight, bias, grad_out = layer.arrays()
    options = layer.options()
    plain = [torch.from_numpy(array) for array in (x, weight, bias)]
    tracked = [tensor.clone().requires_grad_() for tensor in plain]
    grad_tensor = torch.from_numpy(grad_out)

    def torch_forward():
        with torch.no_grad():
            return torch.nn.functional.conv2d(*plain, **options)

    def torch_both():
        out = torch.nn.functional.conv2d(*tracked, **options)
        return torch.autograd.grad(out, tracked, grad_tensor)

    def forward():
        return conv2d(x, weight, bias, **options)

    def both():
        conv2d(x, weight, bias, **options)
        return conv2d_backward(grad_out, x, weight, **options)

    np.testing.assert_allclose(forward(), torch_forward().numpy(), rtol=1e-3, atol=1e-3)
    return torch_forward, forward, torch_both, both


def shortest_times(calls, rounds):
    """Seconds of the shortest call of each, in turns."""
    shortest = [math.inf] * len(calls)
    for _ in range(rounds):
        for i, call in enumerate(calls):
            time.sleep(PAUSE)
            call()
            end = time.perf_counter() + TURN
            while (start := time.perf_counter()) < end:
                call()
                shortest[i] = min(shortest[i], time.perf_counter() - start)
    return shortest


def extra_memory(call):
    """The most bytes that a call of NumPy holds at a time, beyond its result."""
    tracemalloc.start()
    try:
        result = call()
        return tracemalloc.get_traced_memory()[1] - result.nbytes
    finally:
        tracemalloc.stop()


def geometric_mean(numbers):
    return math.exp(sum(map(math.log, numbers)) / len(numbers))


def measure(layers, rounds):
    """Print a row for each layer; ratios of forward, and of forward and backward."""
    print(
        "| layer | images | torch | cnnlib | ratio | torch, both | cnnlib, both | ratio, both "
        "| memory | one image's columns |"
    )
    print("|---|" + "---:|" * 9)
    ratios = []
    for layer in layers:
        calls = contestants(layer)
        times = shortest_times(calls, rounds)
        ratios.append((times[1] / times[0], times[3] / times[2]))
        forward, both = ([f"{1000 * t:.2f} ms" for t in pair] for pair in (times[:2], times[2:]))
        cells = [
            *(str(layer), str(layer.images)),
            *(*forward, f"{ratios[-1][0]:.2f}", *both, f"{ratios[-1][1]:.2f}"),
            *(f"{b / 2**20:.2f} MiB" for b in (extra_memory(calls[1]), layer.columns_bytes())),
        ]
        print(f"| {' | '.join(cells)} |", flush=True)
    return [geometric_mean(column) for column in zip(*ratios, strict=True)]


def measure_parts(layers, rounds):
    """Print a row for each layer: torch, and here the copy of the windows and the product alone."""
    print("| layer | torch | the copy alone | the product alone | product / torch |")
    print("|---|" + "---:|" * 4)
    for layer in layers:
        x, weight, _, _ = layer.arrays()
        _, _, grid = convolution._checked(x, weight, layer.stride, layer.padding, 1, 1)
        *_, (_, windows) = convolution._windows_by_part(x, weight, grid)
        share = len(windows) / layer.images  # what follows is of the last part of the batch
        columns, kernels = convolution._matrices(windows, 1), convolution._kernels(weight, 1)
        maps = np.empty((len(windows), 1, layer.out_channels, columns.shape[-1]), x.dtype)
        calls = [
            contestants(layer)[0],
            lambda x=x, weight=weight, grid=grid: [
                None for _ in convolution._windows_by_part(x, weight, grid)
            ],
            lambda kernels=kernels, columns=columns, maps=maps: np.matmul(
                kernels, columns, out=maps
            ),
        ]
        whole, copy, product = shortest_times(calls, rounds)
        product /= share
        cells = [str(layer), *(f"{1000 * t:.2f} ms" for t in (whole, copy, product))]
        print(f"| {' | '.join(cells)} | {product / whole:.2f} |", flush=True)


def times_faster_than_loops(layer):
    x, weight, bias, _ = layer.arrays()
    start = time.perf_counter()
    expected = conv2d_in_four_loops(x, weight, bias, **layer.options())
    loops = time.perf_counter() - start
    np.testing.assert_allclose(
        conv2d(x, weight, bias, **layer.options()), expected, rtol=1e-3, atol=1e-3
    )
    shortest = shortest_times([lambda: conv2d(x, weight, bias, **layer.options())], ROUNDS)
    return loops / shortest[0]


def verdict(name, number, limit, met):
    print(f"{name}: {number:.2f} ({'met' if met else 'missed'}: {limit})")
    return met


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="layers whose name contains this")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--threads", type=int, default=THREADS)
    parser.add_argument("--parts", action="store_true", help="where the time goes, instead")
    given = parser.parse_args()
    layers = [layer for layer in LAYERS if given.only in str(layer)]
    torch.set_num_threads(given.threads)
    with threadpool_limits(given.threads):
        blas = [p["version"] for p in threadpool_info() if p["user_api"] == "blas"]
        print(
            f"Python {platform.python_version()}, NumPy {np.__version__} (OpenBLAS "
            f"{', '.join(map(str, blas))}), torch {torch.__version__}, "
            f"threads: {given.threads}, float32\n"
        )
        if given.parts:
            measure_parts(layers, given.rounds)
            return 0
        forward, both = measure(layers, given.rounds)
        faster = times_faster_than_loops(FOR_LOOPS)
    print()
    limit = f"at most {MOST_FORWARD}"
    verdict("forward, geometric mean", forward, limit, forward <= MOST_FORWARD)
    limit = f"at most {MOST_BOTH}"
    verdict("forward and backward, geometric mean", both, limit, both <= MOST_BOTH)
    limit = f"at least {LEAST_OVER_LOOPS}"
    verdict("times faster than four loops", faster, limit, faster >= LEAST_OVER_LOOPS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
