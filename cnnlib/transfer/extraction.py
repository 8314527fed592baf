"""What the body of a network says of images, computed once."""

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

import torch

from cnnlib.progress import progress_bar
from cnnlib.training.devices import device_of
from cnnlib.training.evaluation import eval_mode
from cnnlib.transfer.heads import head_of

VERSION = 1  # goes up when what is computed changes: no file of before is read again


def features(model, x, *, layer=None, batch_size=256, cache=False):
    """What enters the head of a network, or leaves one of its layers, for many images.

    In eval mode and without gradients; the network stays as it is.

    Parameters
    ----------
    model : nn.Module
    x : (N, C, H, W) float tensor
        Preprocessed as the model needs it.
    layer : str, optional
        Name of a module: its output, averaged over H and W where it has them. Without it, what
        enters the last dense layer.
    batch_size : int
    cache : bool or path-like
        Whether to keep the result in a file, in the user's cache or in this folder, and to read
        it from there next time. The file's name is a hash of images, weights, architecture and
        layer: whatever of these changes, the features are computed anew.

    Returns
    -------
    (N, D) float32 tensor
        On the CPU.

    Raises
    ------
    ValueError
        If there is no such layer, or no dense layer where none is named.

    Examples
    --------
    >>> from cnnlib import models
    >>> features(models.CifarResNet(), torch.zeros(5, 3, 32, 32)).shape
    torch.Size([5, 64])
    """
    file = _cache_file(model, x, layer, cache)
    found = _read(file, len(x))
    if found is None:
        found = _computed(model, x, layer, batch_size)
        _write(file, found)
    return found


def _computed(model, x, layer, batch_size):
    part = head_of(model)[1] if layer is None else _named(model, layer)
    taken = []
    if layer is None:
        hook = part.register_forward_pre_hook(lambda _, given: taken.append(given[0]))
    else:
        hook = part.register_forward_hook(lambda _, given, output: taken.append(output))
    device, rows = device_of(model), []
    try:
        with eval_mode(model):
            for batch in progress_bar(x.split(batch_size), "features"):
                taken.clear()
                model(batch.to(device))
                rows.append(_as_rows(taken[-1]).float().cpu())
    finally:
        hook.remove()
    return torch.cat(rows)


def _as_rows(output):
    return output.mean(dim=(2, 3)) if output.ndim == 4 else output.flatten(1)


def _named(model, layer):
    parts = dict(model.named_modules())
    if layer not in parts or not layer:
        top = [name for name in parts if name and "." not in name]
        raise ValueError(
            f"{type(model).__name__} has no layer {layer!r}; it has {', '.join(top)} and what is "
            "in them (model.named_modules())"
        )
    return parts[layer]


def _cache_file(model, x, layer, cache):
    if cache is False:
        return None
    if cache is True:
        from platformdirs import user_cache_path

        folder = user_cache_path("cnnlib", appauthor=False) / "features"
    else:
        folder = Path(cache)
    return folder / f"{_key(model, x, layer)}.bin"


def _key(model, x, layer):
    """Of all that the features depend on."""
    known = hashlib.sha256(f"{VERSION} {layer} {model}".encode())
    for name, values in [*model.state_dict().items(), ("x", x)]:
        known.update(f"{name} {tuple(values.shape)} {values.dtype}".encode())
        known.update(values.detach().cpu().contiguous().numpy().tobytes())
    return known.hexdigest()


def _read(file, count):
    from safetensors import SafetensorError
    from safetensors.torch import load

    if file is None:
        return None
    try:
        found = load(file.read_bytes())["features"]
    except (OSError, SafetensorError, KeyError):
        return None
    return found if len(found) == count else None


def _write(file, found):
    """Whole or not at all; where nothing can be written, go on without."""
    from safetensors.torch import save

    if file is None:
        return
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=file.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(save({"features": found.contiguous()}))
            os.replace(unfinished, file)
        finally:
            Path(unfinished).unlink(missing_ok=True)
