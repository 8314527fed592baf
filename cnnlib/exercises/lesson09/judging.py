"""How networks are compared here: with weights that the judge sets, and with what they say of them.

Weights are set by shape, and batch norm by what its numbers are: so the order in which layers were
made, and their names, do not matter. What goes wrong becomes words, which are compared with those
of known mistakes.
"""

import copy
import re
import zlib
from collections import Counter
from contextlib import contextmanager

import torch
from torch import nn


def random_maps(shape, seed):
    """Random numbers, float64."""
    dice = torch.Generator().manual_seed(seed)
    return torch.randn(*shape, generator=dice, dtype=torch.float64)


def _numbers(shape, name):
    dice = torch.Generator().manual_seed(zlib.crc32(repr((tuple(shape), name)).encode()))
    return torch.randn(tuple(shape), generator=dice, dtype=torch.float64)


def filled(network):
    """The network in float64, filled with numbers that shape and role decide.

    Every batch norm of so many channels gets the same numbers, and every convolution of one shape.
    """
    network = network.double()
    with torch.no_grad():
        for module in network.modules():
            for name, values in _own_numbers(module):
                values.copy_(_value(module, name, values.shape))
    return network


def _own_numbers(module):
    yield from module.named_parameters(recurse=False)
    for name, values in module.named_buffers(recurse=False):
        if name.startswith("running"):
            yield name, values


def _value(module, name, shape):
    if isinstance(module, nn.BatchNorm2d):
        drawn = _numbers(shape, name)
        return {
            "weight": 1 + 0.3 * drawn,
            "bias": 0.3 * drawn,
            "running_mean": 0.3 * drawn,
            "running_var": drawn.square() + 0.5,
        }[name]
    fan_in = torch.Size(shape[1:]).numel()
    return (
        (2 / fan_in) ** 0.5 * _numbers(shape, "") if len(shape) > 1 else 0.3 * _numbers(shape, "")
    )


def in_words(error):
    """An error as the first line of what Python prints; which of two sizes came first is lost."""
    line = f"{type(error).__name__}: {error}".strip().partition("\n")[0]
    return _SIZES.sub(_in_order, line)


_SIZES = re.compile(r"The size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\)")


def _in_order(found):
    smaller, larger = sorted(map(int, found.groups()))
    return f"Two tensors of sizes {smaller} and {larger} do not fit together"


def beside(given, right):
    """The right maps; where words were given in their place, words on what should have come."""
    return f"an output of shape {tuple(right.shape)}" if isinstance(given, str) else right


def no_module(network):
    """Why something is no network; empty where it is one."""
    if isinstance(network, nn.Module):
        return ""
    return f"no nn.Module, but something of type {type(network).__name__}"


@contextmanager
def one_thread():
    """Maps as small as those of the checks are slower on several threads, many times slower."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def answers(make, x, training=False):
    """What a network says of x once it is filled; an error as words."""
    network = make()
    if no_module(network):
        return no_module(network)
    try:
        with torch.random.fork_rng(devices=[]), torch.no_grad(), one_thread():
            torch.manual_seed(0)
            return filled(network).train(training)(x.clone())
    except Exception as error:  # the student's: told, and compared with those of known mistakes
        return in_words(error)


def parts_told(network):
    """Layers with numbers to learn: kernels, how many batch norms, what is in lists of Python."""
    if no_module(network):
        return no_module(network)
    convolutions = [m for m in network.modules() if isinstance(m, nn.Conv2d)]
    norms = [m.num_features for m in network.modules() if isinstance(m, nn.BatchNorm2d)]
    dense = [m for m in network.modules() if isinstance(m, nn.Linear)]
    kernels = [
        "of " + "x".join(map(str, m.weight.shape)) + (" with bias" if m.bias is not None else "")
        for m in convolutions
    ]
    told = [
        f"convolutions: {_counted(kernels)}",
        f"batch norms: {_counted(f'with {channels} channels' for channels in norms)}",
    ]
    if dense:
        ends = [_dense_told(m) for m in dense]
        told.append("dense layers: " + _counted(ends))
    hidden = sum(map(_hidden_layers, network.modules()))
    if hidden:
        told.append(f"{hidden} layers in a Python list, where they do not count")
    return f"{sum(p.numel() for p in network.parameters())} parameters: {'; '.join(told)}"


def _dense_told(layer):
    bias = "" if layer.bias is not None else " without bias"
    return f"from {layer.in_features} to {layer.out_features}{bias}"


def _counted(words):
    counts = Counter(words)
    each = [f"{counts[word]} {word}" for word in sorted(counts, key=_by_numbers)]
    return ", ".join(each) or "none"


def _by_numbers(words):
    return [int(number) for number in re.findall(r"\d+", words)], words


def parts_told_beside(network, right):
    """`parts_told`; where it is not as with the right network, also which layers are shared.

    Where it is, a layer may have two names: there is no other way to see one layer of a list.
    """
    told = parts_told(network)
    if no_module(network) or told == parts_told(right):
        return told
    names = Counter(
        id(module)
        for _, module in network.named_modules(remove_duplicate=False)
        if any(True for _ in _own_numbers(module))
    )
    shared = sum(count > 1 for count in names.values())
    return told + (f"; layers under several names: {shared}" if shared else "")


def _hidden_layers(module):
    found = 0
    for value in vars(module).values():
        if isinstance(value, (list, tuple)):
            found += sum(isinstance(each, nn.Module) for each in value)
    return found


class Setting(dict):
    """Options of what is built for a check; a report shows them in words."""

    def __init__(self, words, **options):
        super().__init__(**options)
        self.words = words

    def __deepcopy__(self, memo):
        return self

    def __repr__(self):
        return self.words


class Handed:
    """For modules: the first copy is the module itself, so that a judge sees what is done to it.

    A student's function is handed copies of its arguments. Later copies are real ones.
    """

    handed_over = False

    def __deepcopy__(self, memo):
        if not self.handed_over:
            self.__dict__["handed_over"] = True
            return self
        other = type(self).__new__(type(self))
        memo[id(self)] = other
        other.__dict__.update(copy.deepcopy(self.__dict__, memo))
        return other
