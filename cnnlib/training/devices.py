"""Where to compute: a GPU where there is one."""

import torch


def available_devices():
    """The kinds of devices on this machine, the fastest first.

    Returns
    -------
    list of str
        Some of "cuda" (a GPU of NVIDIA or AMD) and "mps" (a Mac's GPU), and always "cpu".

    Examples
    --------
    >>> available_devices()[-1]
    'cpu'
    """
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    return [*(kind for kind, is_there in there.items() if is_there), "cpu"]


def pick_device(name=None):
    """The device to train on: the fastest there is, or the one that is named.

    Parameters
    ----------
    name : str or torch.device, optional
        "cuda", "mps" or "cpu"; "cuda:1" is the second of several.

    Returns
    -------
    torch.device

    Raises
    ------
    ValueError
        If there is no such device; the message names those that are there.

    Examples
    --------
    >>> pick_device("cpu")
    device(type='cpu')
    """
    there = available_devices()
    if name is None:
        return torch.device(there[0])
    kind, _, number = str(name).partition(":")
    if kind not in there or not _is_there(kind, number):
        raise ValueError(
            f"there is no device {str(name)!r} on this machine: it has {', '.join(there)}; "
            f"without a name, pick_device() takes the first of them"
        )
    return torch.device(name)


def _is_there(kind, number):
    count = torch.cuda.device_count() if kind == "cuda" else 1
    return number == "" or (number.isdecimal() and int(number) < count)


def device_of(model):
    """Where a model's weights are; the CPU for a model without any."""
    return next((weights.device for weights in model.parameters()), torch.device("cpu"))
