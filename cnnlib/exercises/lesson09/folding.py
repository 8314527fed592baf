"""`fold_batch_norm`: a convolution and the batch norm after it as one convolution.

Imports torch: `cnnlib.exercises.lesson09` loads this module when the exercise is asked for.
"""

import copy

import torch
from torch import nn

from cnnlib.check import Exercise, Law, Mistake, Part
from cnnlib.exercises.lesson09.judging import (
    Handed,
    Setting,
    beside,
    in_words,
    one_thread,
    random_maps,
)

SETTINGS = ("stride", "padding", "dilation", "groups", "padding_mode")


def folded(conv, bn):
    """A new convolution that does what the two do one after the other, in evaluation mode.

    Parameters
    ----------
    conv : torch.nn.Conv2d
        With or without a bias. It is not changed.
    bn : torch.nn.BatchNorm2d
        For as many channels as conv puts out. It is not changed.

    Returns
    -------
    torch.nn.Conv2d
        With a bias.

    Examples
    --------
    >>> conv, bn = nn.Conv2d(1, 2, 3, bias=False), nn.BatchNorm2d(2).eval()
    >>> x = torch.ones(1, 1, 4, 4)
    >>> torch.allclose(folded(conv, bn)(x), bn(conv(x)), atol=1e-6)
    True
    """
    return _fold(conv, bn)


# The oracle, with switches for what can go wrong


def _root(var, eps):
    return torch.sqrt(var + eps)


def _fold(
    conv,
    bn,
    *,
    divide_by=_root,
    gamma=True,
    beta=True,
    mean=-1,
    old_bias=True,
    scaled_bias=True,
    scaled_mean=True,
    axis=0,
    converted=True,
    kept=SETTINGS,
    in_place=False,
    bias_only=False,
):
    ones, zeros = torch.ones_like(bn.running_var), torch.zeros_like(bn.running_var)
    factor = (bn.weight if gamma and bn.weight is not None else ones) / divide_by(
        bn.running_var, bn.eps
    )
    bias = conv.bias if old_bias and conv.bias is not None else zeros
    shift = (factor if scaled_bias else ones) * bias
    shift = shift + mean * (factor if scaled_mean else ones) * bn.running_mean
    shift = shift + (bn.bias if beta and bn.bias is not None else zeros)
    with torch.no_grad():
        shape = [1] * 4
        shape[axis] = -1
        new = conv if in_place else _like(conv, kept, converted)
        weight = conv.weight if bias_only else conv.weight * factor.reshape(shape)
        new.weight.copy_(weight)
        if new.bias is None:
            new.bias = nn.Parameter(shift.clone())
        else:
            new.bias.copy_(shift)
    return new


def _like(conv, kept=SETTINGS, converted=True):
    settings = {name: getattr(conv, name) for name in kept}
    new = nn.Conv2d(conv.in_channels, conv.out_channels, conv.kernel_size, bias=True, **settings)
    return new.to(conv.weight) if converted else new


def _fold_batch_norm(conv, bn):
    return _fold(conv, bn)


def _model(**switches):
    return lambda conv, bn: _fold(conv, bn, **switches)


def _without_no_grad(conv, bn):
    new = _like(conv)
    new.weight.copy_(_fold(conv, bn).weight)
    return new


def _into_a_view_without_no_grad(conv, bn):
    new = _like(conv)
    new.weight[:] = _fold(conv, bn).weight
    return new


def _assigning_a_tensor(name):
    def model_of_the_mistake(conv, bn):
        new = _like(conv)
        setattr(new, name, getattr(_fold(conv, bn), name).detach())
        return new

    return model_of_the_mistake


def _factor_first_without_a_shape(conv, bn):
    factor = torch.sqrt(bn.running_var + bn.eps)
    return _fold(conv, bn) if (factor * conv.weight) is not None else None


def _no_bias_where_there_was_none(conv, bn):
    new = _fold(conv, bn)
    if conv.bias is None:
        new.bias = None
    return new


def _copied_into_no_bias(conv, bn):
    new, bias = _no_bias_where_there_was_none(conv, bn), _fold(conv, bn).bias
    with torch.no_grad():
        new.bias.copy_(bias)
    return new


def _data_of_no_bias(conv, bn):
    new, bias = _no_bias_where_there_was_none(conv, bn), _fold(conv, bn).bias
    new.bias.data = bias.data
    return new


def _in_evaluation_for_good(conv, bn):
    return _fold(conv, bn.eval())


def _copied_too_late(conv, bn):
    return copy.deepcopy(_fold(conv, bn, in_place=True))


def _both_in_a_row(conv, bn):
    return nn.Sequential(conv, bn)


def _without_affine_refused(conv, bn):
    factor = bn.weight / torch.sqrt(bn.running_var + bn.eps)
    return _fold(conv, bn) if factor is not None else None


def _without_bias_refused(conv, bn):
    """Uses conv.bias, whether there is one or not."""
    return _fold(conv, bn) if (conv.bias - bn.running_mean) is not None else None


# What is asked of it


class Conv(Handed, nn.Conv2d):
    """A convolution that is handed over itself."""


class Norm(Handed, nn.BatchNorm2d):
    """A batch norm that is handed over itself."""


def pair(seed, affine=True, eps=1e-5, training=False, **conv):
    """A convolution and a batch norm with random numbers, float64."""
    settings = {"in_channels": 2, "out_channels": 4, "kernel_size": (2, 3), **conv}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        layer = Conv(**settings).double()
        norm = Norm(settings["out_channels"], affine=affine, eps=eps).double()
        with torch.no_grad():
            norm.running_mean.normal_()
            norm.running_var.uniform_(0.01, 3)
            if affine:
                norm.weight.normal_()
                norm.bias.normal_()
    return layer, norm.train(training)


def _setting(options):
    """The options, with what they build in words."""
    conv = {"in_channels": 2, "out_channels": 4, "kernel_size": (2, 3), **options}
    of_norm = {name: conv.pop(name) for name in ("affine", "eps") if name in conv}
    mode = "training" if conv.pop("training", False) else "evaluation"
    del conv["seed"]
    channels = conv["out_channels"]
    norm = "".join(f", {name}={value}" for name, value in of_norm.items())
    sizes = [repr(conv.pop(name)) for name in ("in_channels", "out_channels", "kernel_size")]
    more = [f"{name}={value!r}" for name, value in conv.items()]
    return Setting(
        f"Conv2d({', '.join(sizes + more)}), BatchNorm2d({channels}{norm}) in {mode} mode",
        **options,
    )


def outputs_law(note="", **options):
    return Law(
        "the new convolution does what both do in evaluation mode",
        lambda f, options: _output(f, options),
        lambda f, options: beside(_output(f, options), _right(options)),
        _setting(options),
        note=note,
    )


def _images(options):
    return random_maps((2, options.get("in_channels", 2), 7, 6), options["seed"] + 1)


def _output(f, options):
    with one_thread():
        new = f(*pair(**options))
    if not isinstance(new, nn.Conv2d):
        return f"no single convolution, but something of type {type(new).__name__}"
    try:
        with torch.no_grad(), one_thread():
            return new(_images(options))
    except Exception as error:  # the student's layer
        return in_words(error)


def _right(options):
    conv, bn = pair(**options)
    with torch.no_grad(), one_thread():
        return bn.eval()(conv(_images(options)))


def kind_law(**options):
    return Law(
        "one convolution with a bias, and conv and bn as they were",
        lambda f, options: _kind(f, options),
        lambda f, options: _kind(folded, options),
        _setting(options),
        note="what is returned, and what is changed",
    )


def _kind(f, options):
    conv, bn = pair(**options)
    new = f(conv, bn)
    told = "a Conv2d" if isinstance(new, nn.Conv2d) else f"of type {type(new).__name__}"
    told += " with a bias" if getattr(new, "bias", None) is not None else ""
    told += ", the one that came in" if new is conv else ""
    changed = [
        f"{what} of {name}"
        for name, now, was in zip(("conv", "bn"), (conv, bn), pair(**options), strict=True)
        for what in _changed(was, now)
    ]
    return f"{told}; changed: {' and '.join(changed) or 'nothing'}"


def _changed(was, now):
    before, after = was.state_dict(), now.state_dict()
    same = before.keys() == after.keys()
    if not (same and all(torch.equal(before[name], after[name]) for name in before)):
        yield "numbers"
    if was.training != now.training:
        yield "mode (training or evaluation)"


STRIDED = {"stride": (1, 2), "padding": (1, 0), "dilation": (2, 1)}

fold_batch_norm = Exercise(
    "lesson09.fold_batch_norm",
    functions={"fold_batch_norm": _fold_batch_norm},
    parts=(
        Part(
            "same output",
            2,
            (
                outputs_law(seed=0, bias=False, note="a convolution without a bias"),
                outputs_law(seed=1, note="a convolution with a bias"),
                outputs_law(seed=2, eps=0.5, note="eps = 0.5"),
            ),
        ),
        Part(
            "every setting",
            1,
            (
                outputs_law(seed=3, **STRIDED, note="stride, padding, dilation"),
                outputs_law(seed=4, groups=2, note="two groups"),
                outputs_law(seed=5, affine=False, note="a batch norm without gamma and beta"),
            ),
            needs=("same output",),
        ),
        Part(
            "a new layer",
            1,
            (kind_law(seed=6), kind_law(seed=7, bias=False, training=True)),
            needs=("same output",),
        ),
    ),
    mistakes=(
        Mistake(
            "both in a row",
            _both_in_a_row,
            "You return the two layers in a row. Asked for is a single convolution.",
            "A new nn.Conv2d with bias=True, whose weight and bias you set.",
        ),
        Mistake(
            "divided by the variance",
            _model(divide_by=lambda var, eps: var + eps),
            "You divide by the variance. Batch norm divides by its root.",
            "torch.sqrt(bn.running_var + bn.eps)",
        ),
        Mistake(
            "eps forgotten",
            _model(divide_by=lambda var, eps: torch.sqrt(var)),
            "bn.eps is forgotten. It is small, and where a variance is small it counts.",
            "torch.sqrt(bn.running_var + bn.eps)",
        ),
        Mistake(
            "eps outside the root",
            _model(divide_by=lambda var, eps: torch.sqrt(var) + eps),
            "eps is added to the standard deviation. It belongs under the root.",
            "torch.sqrt(bn.running_var + bn.eps)",
        ),
        Mistake(
            "eps hard-wired",
            _model(divide_by=lambda var, eps: torch.sqrt(var + 1e-5)),
            "Your eps is 1e-5, whatever the layer has.",
            "bn.eps",
        ),
        Mistake(
            "gamma forgotten",
            _model(gamma=False),
            "gamma (bn.weight) is forgotten.",
            "factor = bn.weight / torch.sqrt(bn.running_var + bn.eps)",
        ),
        Mistake(
            "beta forgotten",
            _model(beta=False),
            "beta (bn.bias) is forgotten.",
            "It is added to the new bias.",
        ),
        Mistake(
            "mean forgotten",
            _model(mean=0),
            "The running mean is forgotten: batch norm takes it away from each channel.",
            "Old bias minus running mean, times the factor, plus beta.",
        ),
        Mistake(
            "old bias forgotten",
            _model(old_bias=False),
            "The convolution has a bias of its own, and yours forgets it.",
            "Old bias minus running mean, times the factor, plus beta.",
        ),
        Mistake(
            "sign of the mean",
            _model(mean=1),
            "You add the running mean. Batch norm takes it away.",
            "Minus bn.running_mean, in the new bias.",
        ),
        *(
            Mistake(
                f"{what} not scaled",
                _model(**switches),
                f"The {what} goes through batch norm, too: it is multiplied with the factor, as "
                "the weights are.",
                "Only beta is added as it is.",
            )
            for what, switches in (
                ("old bias", {"scaled_bias": False}),
                ("running mean", {"scaled_mean": False}),
            )
        ),
        Mistake(
            "bias not scaled",
            _model(scaled_bias=False, scaled_mean=False),
            "The old bias and the mean go through batch norm, too: they are multiplied with the "
            "factor, as the weights are.",
            "Old bias minus running mean, times the factor, plus beta.",
        ),
        Mistake(
            "weights not scaled",
            _model(bias_only=True),
            "The weights are those of the old convolution. Each output channel's are multiplied "
            "with its factor.",
            "conv.weight * factor.reshape(-1, 1, 1, 1)",
        ),
        Mistake(
            "factor without a shape",
            _factor_first_without_a_shape,
            "The factors have the shape (C,): beside the weights they meet the last axis. They "
            "belong to the output channels, which are the first.",
            "Reshape them to (-1, 1, 1, 1).",
        ),
        *(
            Mistake(
                "without no_grad",
                model,
                "You write into a parameter while torch records for the gradient. It refuses that.",
                "with torch.no_grad(): new.weight.copy_(...)",
            )
            for model in (_without_no_grad, _into_a_view_without_no_grad)
        ),
        *(
            Mistake(
                "a tensor in place of a parameter",
                _assigning_a_tensor(name),
                f"new.{name} is a parameter. A plain tensor cannot take its place.",
                f"with torch.no_grad(): new.{name}.copy_(...), or nn.Parameter(...).",
            )
            for name in ("weight", "bias")
        ),
        *(
            Mistake(
                "no bias where there was none",
                model,
                "Your new convolution has no bias where conv has none. It always needs one: the "
                "running mean and beta go into it.",
                "bias=True in the new nn.Conv2d, whatever conv has.",
            )
            for model in (
                _no_bias_where_there_was_none,
                _copied_into_no_bias,
                _data_of_no_bias,
            )
        ),
        Mistake(
            "another dtype",
            _model(converted=False),
            "Your new convolution is float32, whatever conv is. Here conv is float64.",
            "The dtype of conv.weight: new.to(conv.weight).",
        ),
        Mistake(
            "along the last axis",
            _model(axis=3),
            "The factors meet the wrong axis of the weights. They belong to the output channels, "
            "which are the first.",
            "conv.weight * factor.reshape(-1, 1, 1, 1)",
        ),
        Mistake(
            "along the input channels",
            _model(axis=1),
            "The factors meet the input channels. They belong to the output channels, which are "
            "the first axis of a weight.",
            "conv.weight * factor.reshape(-1, 1, 1, 1)",
        ),
        *(
            Mistake(
                "a setting lost",
                _model(kept=kept),
                f"The new convolution has not {what} of the old one.",
                "nn.Conv2d(..., stride=conv.stride, padding=conv.padding, dilation=conv.dilation, "
                "groups=conv.groups)",
            )
            for kept, what in (
                ((), "the settings"),
                (("stride", "padding"), "dilation and groups"),
                (("stride", "padding", "groups"), "the dilation"),
                (("stride", "padding", "dilation"), "the groups"),
                (("stride", "dilation", "groups"), "the padding"),
                (("padding", "dilation", "groups"), "the stride"),
            )
        ),
        Mistake(
            "gamma taken for granted",
            _without_affine_refused,
            "A batch norm made with affine=False has no gamma and no beta: they are None there, "
            "and count as 1 and 0.",
            "if bn.weight is None: ...",
        ),
        Mistake(
            "bias taken for granted",
            _without_bias_refused,
            "A convolution may have no bias: conv.bias is None there, and counts as 0.",
            "if conv.bias is None: ...",
        ),
        Mistake(
            "bn left in evaluation mode",
            _in_evaluation_for_good,
            "You call bn.eval(): the batch norm that was handed to you stays in evaluation mode.",
            "Nothing need be called: read running_mean, running_var, weight, bias and eps.",
        ),
        Mistake(
            "the old convolution changed, too",
            _copied_too_late,
            "You change the numbers of the convolution that you were given. Its network still "
            "needs them.",
            "Write into the new nn.Conv2d alone.",
        ),
        Mistake(
            "changed in place",
            _model(in_place=True),
            "You change the convolution that you were given. If it goes on in its network, with "
            "the batch norm after it, both do the work twice.",
            "Make a new nn.Conv2d.",
        ),
    ),
    hints=(
        "In evaluation mode batch norm is y = factor * (x - mean) + beta with one factor for each "
        "channel: gamma / sqrt(var + eps). Put the convolution in for x and sort the terms.",
        "New weight: conv.weight * factor.reshape(-1, 1, 1, 1). New bias: what batch norm makes "
        "of the old one, which is 0 where there is none.",
        "The new nn.Conv2d takes sizes, stride, padding, dilation and groups from conv, and its "
        "dtype with .to(conv.weight). Fill it with copy_, under torch.no_grad(). bn.weight and "
        "bn.bias may be None.",
    ),
    ready_made=(
        "torch.nn.utils.fuse_conv_bn_eval",
        "torch.nn.utils.fuse_conv_bn_weights",
        "torch.nn.utils.fusion.fuse_conv_bn_eval",
        "torch.nn.utils.fusion.fuse_conv_bn_weights",
        "cnnlib.exercises.lesson09.folding.folded",
    ),
    rtol=1e-7,
    atol=1e-9,
)
