"""A table of a network's layers, by torchinfo, that leaves the network as it was."""

import re
from contextlib import contextmanager

import torch


def summary(model, input_size, **options):
    """Sizes, parameters and multiply-accumulates of each layer of a network.

    As torchinfo's ``summary``, but nothing is printed, and nothing changes: each layer stays in
    train or eval mode, statistics of batch norm, gradients, device and random numbers stay as
    they are.

    Parameters
    ----------
    model : nn.Module
    input_size : tuple of int
        (N, C, H, W), the batch included.
    **options
        torchinfo's own: ``depth=2`` for fewer rows, ``col_names=("input_size", "output_size",
        "num_params", "mult_adds")``, ``row_settings=("var_names",)`` and others.

    Returns
    -------
    torchinfo.ModelStatistics
        The table, for a notebook to show or to print; its numbers are attributes, such as
        ``total_params`` and ``total_mult_adds``, which is for all N images and counts a bias as
        one of them; pooling, activations and sums count as nothing.

    Raises
    ------
    ValueError
        What the network itself says about such an input; otherwise torchinfo's RuntimeError.

    References
    ----------
    T. Yep, torchinfo, https://github.com/TylerYep/torchinfo.

    Examples
    --------
    >>> from cnnlib.models import LeNet5
    >>> table = summary(LeNet5(), (1, 1, 28, 28))
    >>> table.total_params, table.total_mult_adds  # 416,520 products, 6,518 biases added
    (61706, 423038)
    """
    import torchinfo

    options = {"verbose": 0, **_as_the_model_is(model), **options}
    with _unchanged(model):
        try:
            return _readable(torchinfo.summary(model, input_size, **options))
        except RuntimeError as error:
            # torchinfo wraps whatever a layer says; ours speak for themselves.
            if isinstance(error.__cause__, ValueError):
                raise error.__cause__ from None
            raise
        finally:
            # It keeps every network that it has seen, by the name of its class, for a cache.
            if not options.get("cache_forward_pass"):
                getattr(torchinfo.torchinfo, "_cached_forward_pass", {}).clear()


def _readable(table):
    """The table, which then says (M) for millions.

    torchinfo 1.8 says (Units.MEGABYTES) since Python 3.11, of multiply-accumulates as well.
    """

    class Summary(type(table)):
        def __repr__(self):
            return re.sub(r"\(Units\.([MGT])[A-Z]+\)", r"(\1)", super().__repr__())

    table.__class__ = Summary
    return table


def _as_the_model_is(model):
    """Device and number type of the first parameter: otherwise a GPU would be moved to."""
    for parameter in model.parameters():
        return {"device": parameter.device, "dtypes": [parameter.dtype]}
    return {"device": torch.device("cpu")}


@contextmanager
def _unchanged(model):
    """Puts modes, buffers and random numbers back afterwards."""
    modes = {module: module.training for module in model.modules()}
    buffers = [(buffer, buffer.clone()) for buffer in model.buffers()]
    on_gpu = {p.device for p in model.parameters() if p.device.type == "cuda"}
    with torch.random.fork_rng(devices=list(on_gpu)):
        try:
            yield
        finally:
            for module, mode in modes.items():
                module.training = mode
            for buffer, before in buffers:
                buffer.data.copy_(before)
