"""`batch_norm2d`: batch norm by hand, in training and in evaluation.

Imports torch: `cnnlib.exercises.lesson09` loads this module when the exercise is asked for.
"""

import torch

from cnnlib.check import Case, Exercise, Law, Mistake, Part

PIXELS = (0, 2, 3)  # the axes of a batch that are not the channels


def normalised(x, gamma, beta, state, training, momentum=0.1, eps=1e-5):
    """Batch norm of maps.

    Parameters
    ----------
    x : (N, C, H, W) tensor
    gamma, beta : (C,) tensor
        The scale and the shift that are learnt.
    state : dict
        "mean" and "var", (C,) tensors: the running statistics. It is not changed.
    training : bool
        Whether the statistics of the batch are used, and the running ones brought up to date.
    momentum : float
        The weight of the batch in the new running statistics.
    eps : float
        Added to the variance.

    Returns
    -------
    ((N, C, H, W) tensor, dict)
        The output and the new state.

    Raises
    ------
    ValueError
        If in training there is a single value for each channel.

    Examples
    --------
    >>> x = torch.tensor([1.0, 3.0]).reshape(2, 1, 1, 1)
    >>> state = {"mean": torch.zeros(1), "var": torch.ones(1)}
    >>> y, new = normalised(x, torch.ones(1), torch.zeros(1), state, True, eps=0)
    >>> y.flatten(), new
    (tensor([-1.,  1.]), {'mean': tensor([0.2000]), 'var': tensor([1.1000])})
    """
    return _batch_norm(x, gamma, beta, state, training, momentum, eps)


# The oracle, with switches for what can go wrong


def _across(per_channel):
    return per_channel.reshape(1, -1, 1, 1)


def _scaled(centred, var, eps):
    return centred / torch.sqrt(var + eps)


def _mixed(old, new, momentum):
    return (1 - momentum) * old + momentum * new


def _batch_norm(
    x,
    gamma,
    beta,
    state,
    training,
    momentum=0.1,
    eps=1e-5,
    *,
    refuse=True,
    refuse_in_evaluation=False,
    across=None,
    axes=PIXELS,
    normalise_by=0,
    remember=1,
    mix=_mixed,
    scale=_scaled,
    spread=lambda x, axes, correction: x.var(axes, correction=correction, keepdim=True),
    always_batch=False,
    always_running=False,
    after_update=False,
    affine=lambda y, gamma, beta: _across(gamma) * y + _across(beta),
    update_in_evaluation=False,
    update_in_training=True,
    stored=lambda statistic: statistic.flatten(),
):
    count = x.numel() // x.shape[1]
    if (training or refuse_in_evaluation) and refuse and count < 2:
        raise ValueError(f"training needs more than {count} value for each channel")
    own_mean = x.mean(axes, keepdim=True)
    own_var = spread(x, axes, normalise_by)
    new = state
    if (training and update_in_training) or (not training and update_in_evaluation):
        kept_var = spread(x, axes, remember)
        new = {
            "mean": mix(state["mean"], stored(own_mean), momentum),
            "var": mix(state["var"], stored(kept_var), momentum),
        }
    use_batch = (training or always_batch) and not always_running
    source = new if after_update else state
    mean = own_mean if use_batch else _across(source["mean"])
    var = own_var if use_batch else _across(source["var"])
    if across is not None:
        mean, var = across(mean.flatten()), across(var.flatten())
    return affine(scale(x - mean, var, eps), gamma, beta), new


def _batch_norm2d(x, gamma, beta, state, training, momentum=0.1, eps=1e-5):
    return _batch_norm(x, gamma, beta, state, training, momentum, eps)


def _model(**switches):
    def model_of_the_mistake(x, gamma, beta, state, training, momentum=0.1, eps=1e-5):
        return _batch_norm(x, gamma, beta, state, training, momentum, eps, **switches)

    return model_of_the_mistake


def _eps_on_the_deviation(centred, var, eps):
    return centred / (torch.sqrt(var) + eps)


def _without_eps(centred, var, eps):
    return centred / torch.sqrt(var)


def _by_the_variance(centred, var, eps):
    return centred / (var + eps)


def _along_the_last_axis(y, gamma, beta):
    return gamma * y + beta


def _momentum_fixed(x, gamma, beta, state, training, momentum=0.1, eps=1e-5):
    return _batch_norm(x, gamma, beta, state, training, 0.1, eps)


def _eps_fixed(x, gamma, beta, state, training, momentum=0.1, eps=1e-5):
    return _batch_norm(x, gamma, beta, state, training, momentum, 1e-5)


def _single_image_refused(x, gamma, beta, state, training, momentum=0.1, eps=1e-5):
    if len(x) < 2:
        raise ValueError("one image only")
    return _batch_norm(x, gamma, beta, state, training, momentum, eps)


def _single_image_refused_in_training(x, gamma, beta, state, training, momentum=0.1, eps=1e-5):
    if training and len(x) < 2:
        raise ValueError("one image only")
    return _batch_norm(x, gamma, beta, state, training, momentum, eps)


def _kept_elsewhere(x, gamma, beta, state, training, momentum=0.1, eps=1e-5):
    """Returns the output alone."""
    return _batch_norm(x, gamma, beta, state, training, momentum, eps)[0]


def _stores_the_deviation(x, gamma, beta, state, training, momentum=0.1, eps=1e-5):
    y, new = _batch_norm(x, gamma, beta, state, training, momentum, eps)
    if training:
        deviation = x.std(PIXELS)
        new = {"mean": new["mean"], "var": _mixed(state["var"], deviation, momentum)}
    return y, new


def _always_the_batch_s_own(x, gamma, beta, state, training, momentum=0.1, eps=1e-5):
    """Training mode, whatever it is told."""
    return _batch_norm(x, gamma, beta, state, True, momentum, eps)


# What is asked of it


def numbers(shape, seed, dtype=torch.float64, spread=2.0, shift=1.0):
    """A batch, gamma, beta and a state, drawn at random."""
    dice = torch.Generator().manual_seed(seed)

    def draw(*size):
        return torch.randn(*size, generator=dice, dtype=torch.float64)

    channels = shape[1]
    state = {"mean": draw(channels), "var": draw(channels).square() + 0.5}
    x = spread * draw(*shape) + shift
    gamma, beta = draw(channels), draw(channels)
    state = {name: value.to(dtype) for name, value in state.items()}
    return x.to(dtype), gamma.to(dtype), beta.to(dtype), state


def output_law(*args, training=True, note=""):
    return _law_of(0, "output", args, training, note)


def state_law(*args, training=True, note=""):
    return _law_of(1, "running statistics", args, training, note)


def _law_of(place, what, args, training, note):
    """What one of the two things that are returned must be, in training or in evaluation."""
    when = "in training" if training else "in evaluation"

    def left(f, x, gamma, beta, state, momentum=None, eps=None):
        more = [value for value in (momentum, eps) if value is not None]
        pair = f(x, gamma, beta, state, training, *more)
        return pair[place] if _is_pair(pair) else _returned(pair)

    def right(f, *args):
        is_pair = _is_pair(f(*args[:4], training, *args[4:]))
        pair = normalised(*args[:4], training, *args[4:])
        return pair[place] if is_pair else "two things: y and a state"

    return Law(f"the {what} {when}", left, right, *args, note=note)


def _is_pair(value):
    return isinstance(value, (tuple, list)) and len(value) == 2


def _returned(value):
    return "one tensor" if isinstance(value, torch.Tensor) else f"a {type(value).__name__}"


ROW = torch.tensor([[1.0, 3.0], [10.0, 50.0]], dtype=torch.float64).T.reshape(2, 2, 1, 1)
PLAIN = (torch.ones(2).double(), torch.zeros(2).double())
FRESH = {"mean": torch.zeros(2).double(), "var": torch.ones(2).double()}
BY_HAND = (ROW, *PLAIN, FRESH)
SCALED = (ROW, torch.tensor([2.0, 3.0]).double(), torch.tensor([10.0, -20.0]).double(), FRESH)
SMALL = numbers((2, 3, 2, 4), 0)
LINE = numbers((3, 2, 1, 2), 1)
ALONE = numbers((1, 2, 1, 3), 2)
SINGLE = numbers((1, 3, 1, 1), 3)
FLAT = (torch.full((2, 1, 1, 2), 4.0).double(), torch.ones(1).double(), torch.zeros(1).double())
FLAT_STATE = {"mean": torch.zeros(1).double(), "var": torch.ones(1).double()}

batch_norm2d = Exercise(
    "lesson09.batch_norm2d",
    functions={"batch_norm2d": _batch_norm2d},
    parts=(
        Part(
            "output in training",
            2,
            (
                output_law(*BY_HAND, note="two images, two channels, one pixel each"),
                output_law(*SCALED, note="the same, with a gamma and a beta"),
                output_law(*SMALL, note="2 images, 3 channels, 2 x 4"),
                output_law(*FLAT, FLAT_STATE, note="a channel without variation"),
            ),
        ),
        Part(
            "running statistics",
            2,
            (
                state_law(*BY_HAND, note="two images, two channels, one pixel each"),
                state_law(*SMALL, 0.3, note="momentum 0.3"),
            ),
        ),
        Part(
            "evaluation",
            1,
            (
                Case(*ALONE, False, note="one image"),
                Case(*SINGLE, False, note="one image of one pixel"),
                Case(*LINE, False, note="three images"),
            ),
        ),
        Part(
            "bad input, nothing changed",
            1,
            (
                Case(*SINGLE, True, note="one value for each channel, in training"),
                Case(*LINE, True, note="nothing changed in training"),
                Case(*ALONE, True, note="one image of several pixels, in training"),
            ),
            untouched=True,
        ),
    ),
    mistakes=(
        Mistake(
            "the output alone",
            _kept_elsewhere,
            "Asked for are two things: the output and the new running statistics.",
            "return y, state",
        ),
        Mistake(
            "biased variance in the running statistics",
            _model(remember=0),
            "Your running variance takes in the biased variance, which divides by the number of "
            "values n. It is meant for data to come, so here it is n - 1.",
            "x.var(dim=(0, 2, 3), correction=1) for the running statistics.",
        ),
        Mistake(
            "unbiased variance in the output",
            _model(normalise_by=1),
            "You divide by the unbiased standard deviation (n - 1), which is torch's default. In "
            "the output it is that of the batch as it is: n.",
            "x.var(dim=(0, 2, 3), correction=0) for the output.",
        ),
        Mistake(
            "the two variances exchanged",
            _model(normalise_by=1, remember=0),
            "The two variances are exchanged: n (biased) belongs into the output, n - 1 (unbiased) "
            "into the running statistics.",
            "correction=0 for the output, correction=1 for the state.",
        ),
        Mistake(
            "momentum the other way round",
            _model(mix=lambda old, new, momentum: momentum * old + (1 - momentum) * new),
            "Your momentum is the weight of the old statistics. In torch, and here, it is that of "
            "the batch: with 0.1 the old ones keep nine tenths.",
            "(1 - momentum) * old + momentum * new",
        ),
        Mistake(
            "the batch for the running statistics",
            _model(mix=lambda old, new, momentum: new),
            "The running statistics are those of the last batch: the batches before it are "
            "forgotten.",
            "(1 - momentum) * old + momentum * new",
        ),
        Mistake(
            "added to the running statistics",
            _model(mix=lambda old, new, momentum: old + momentum * new),
            "You add the batch to the old statistics without making these smaller: they grow and "
            "grow.",
            "(1 - momentum) * old + momentum * new",
        ),
        Mistake(
            "momentum hard-wired",
            _momentum_fixed,
            "Your momentum is 0.1, whatever is asked for.",
            "Use the argument momentum.",
        ),
        Mistake(
            "eps hard-wired",
            _eps_fixed,
            "Your eps is 1e-5, whatever is asked for.",
            "Use the argument eps.",
        ),
        Mistake(
            "running statistics stand still",
            _model(update_in_training=False),
            "The running statistics never change: evaluation would use what they began with.",
            "In training, return a new state.",
        ),
        Mistake(
            "the deviation in the state",
            _stores_the_deviation,
            'state["var"] takes in a standard deviation. It is a variance.',
            "var, not std.",
        ),
        Mistake(
            "training mode, whatever it is told",
            _always_the_batch_s_own,
            "You use the statistics of the batch in evaluation, and update the state there, too: "
            "training makes no difference.",
            'if training: ... else: mean, var = state["mean"], state["var"]',
        ),
        Mistake(
            "statistics of the batch in evaluation",
            _model(always_batch=True),
            "You use the statistics of the batch in evaluation, too. Then an answer depends on "
            "which other images are in the batch.",
            'In evaluation: state["mean"] and state["var"].',
        ),
        Mistake(
            "updated in evaluation",
            _model(update_in_evaluation=True),
            "The state changes in evaluation: then the test images are learnt from.",
            "In evaluation, return the state as it came.",
        ),
        *(
            Mistake(
                "updated in evaluation, in another way",
                _model(update_in_evaluation=True, **switches),
                "The state changes in evaluation: then the test images are learnt from.",
                "In evaluation, return the state as it came, and normalise with it.",
            )
            for switches in ({"after_update": True}, {"remember": 0})
        ),
        Mistake(
            "running statistics in training",
            _model(always_running=True),
            "You normalise with the running statistics in training. There it is the batch's own "
            "mean and variance.",
            "x.mean(dim=(0, 2, 3)) and x.var(dim=(0, 2, 3), correction=0).",
        ),
        Mistake(
            "updated running statistics in training",
            _model(always_running=True, after_update=True),
            "You normalise with the running statistics after their update. In training it is the "
            "batch's own mean and variance.",
            "x.mean(dim=(0, 2, 3)) and x.var(dim=(0, 2, 3), correction=0).",
        ),
        *(
            Mistake(
                name,
                _model(axes=axes, stored=stored),
                says,
                "dim=(0, 2, 3): all axes but that of the channels.",
            )
            for name, axes, stored, says in (
                (
                    "each pixel by itself",
                    (0,),
                    lambda s: s.mean((0, 2, 3)),
                    "Your mean is over the images only, for each pixel by itself. A channel has "
                    "one mean, over all images and all pixels.",
                ),
                (
                    "each image by itself",
                    (2, 3),
                    lambda s: s.mean((0, 2, 3)),
                    "Your mean is over the pixels of each image by itself. That is instance norm. "
                    "Batch norm takes all images together.",
                ),
                (
                    "channels together",
                    (0, 1, 2, 3),
                    lambda s: s.flatten(),
                    "Your mean is over all channels together. Each channel has its own.",
                ),
                (
                    "layer norm",
                    (1, 2, 3),
                    lambda s: s.mean((0, 2, 3)),
                    "Your mean is over each image with all its channels. That is layer norm.",
                ),
            )
        ),
        Mistake(
            "gamma and beta forgotten",
            _model(affine=lambda y, gamma, beta: y),
            "gamma and beta are forgotten.",
            "gamma.reshape(1, -1, 1, 1) * y + beta.reshape(1, -1, 1, 1)",
        ),
        Mistake(
            "gamma forgotten",
            _model(affine=lambda y, gamma, beta: y + _across(beta)),
            "gamma is forgotten.",
            "It scales each channel, before beta is added.",
        ),
        Mistake(
            "gamma and beta exchanged",
            _model(affine=lambda y, gamma, beta: _across(beta) * y + _across(gamma)),
            "gamma and beta are exchanged: gamma is the factor, beta is added.",
            "gamma * y + beta, each in the shape (1, C, 1, 1).",
        ),
        Mistake(
            "beta forgotten",
            _model(affine=lambda y, gamma, beta: _across(gamma) * y),
            "beta is forgotten.",
        ),
        Mistake(
            "beta within gamma",
            _model(affine=lambda y, gamma, beta: _across(gamma) * (y + _across(beta))),
            "beta is multiplied with gamma, too. It is added at the very end.",
            "gamma * y + beta, and no brackets.",
        ),
        Mistake(
            "gamma along the last axis",
            _model(affine=_along_the_last_axis),
            "gamma and beta meet the last axis, the columns. They belong to the channels.",
            "gamma.reshape(1, -1, 1, 1), or gamma[:, None, None].",
        ),
        *(
            Mistake(
                "statistics along the last axis",
                _model(across=lambda statistic: statistic, **switches),
                "The mean and the variance have the shape (C,): beside x they meet its last axis, "
                "the columns. They belong to the channels.",
                "Give each the shape (1, C, 1, 1) before you calculate with x.",
            )
            for switches in ({"affine": _along_the_last_axis}, {})
        ),
        Mistake(
            "divided by the variance",
            _model(scale=_by_the_variance),
            "You divide by the variance. It is its root.",
            "(x - mean) / torch.sqrt(var + eps)",
        ),
        Mistake(
            "eps outside the root",
            _model(scale=_eps_on_the_deviation),
            "eps is added to the standard deviation. It belongs to the variance, under the root.",
            "torch.sqrt(var + eps)",
        ),
        Mistake(
            "eps forgotten",
            _model(scale=_without_eps),
            "A channel without variation has the variance 0, and you divide by its root: 0 / 0.",
            "torch.sqrt(var + eps)",
        ),
        Mistake(
            "a single value accepted",
            _model(refuse=False),
            "With one value for each channel the mean is the value itself, and the output is beta, "
            "whatever comes in.",
            'if training and x.numel() == x.shape[1]: raise ValueError("...")',
        ),
        Mistake(
            "a single value refused in evaluation",
            _model(refuse_in_evaluation=True),
            "A single value for each channel is refused in evaluation, too. There the running "
            "statistics serve, and one value is enough.",
            "if training and ...: raise",
        ),
        Mistake(
            "a single image refused",
            _single_image_refused,
            "A single image is refused. In evaluation it is as good as any number of them.",
            "Only in training, and only where a channel has one value in all: N * H * W == 1.",
        ),
        Mistake(
            "a single image refused in training",
            _single_image_refused_in_training,
            "A single image is refused in training. If it has several pixels, each channel has "
            "several values, and they have a mean and a variance.",
            "Count the values of a channel, not the images: N * H * W.",
        ),
    ),
    hints=(
        "Two ways through the function: if training, mean and variance come from x; otherwise "
        "from the state. What follows is the same for both.",
        "mean = x.mean(dim=(0, 2, 3)); var = x.var(dim=(0, 2, 3), correction=0). To meet x they "
        "need the shape (1, C, 1, 1): mean.reshape(1, -1, 1, 1).",
        "The new state is a new dict with two tensors. Each is (1 - momentum) times the old one, "
        "and momentum times the batch's. The variance in it is the unbiased one.",
    ),
    ready_made=(
        "torch.batch_norm",
        "torch.native_batch_norm",
        "torch.cudnn_batch_norm",
        "torch.instance_norm",
        "torch.nn.functional.batch_norm",
        "cnnlib.exercises.lesson09.normalising.normalised",
    ),
    rtol=1e-7,
    atol=1e-10,
)
