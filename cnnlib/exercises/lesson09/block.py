"""`ResidualBlock`: an `nn.Module` judged by its outputs for weights that the judge sets.

Imports torch: `cnnlib.exercises.lesson09` loads this module when the exercise is asked for.
"""

import copy

import torch
import torch.nn.functional as F
from torch import nn

from cnnlib.check import Exercise, Law, Mistake, Part
from cnnlib.exercises.lesson09.judging import (
    answers,
    in_words,
    no_module,
    one_thread,
    parts_told,
    random_maps,
)


class Block(nn.Module):
    """A residual block: ``relu(F(x) + shortcut(x))``, the identity (up to ReLU) at the start.

    F is a 3 x 3 convolution (with the stride), batch norm, ReLU, a 3 x 3 convolution, batch norm.
    The shortcut is x itself where the shape stays, else a 1 x 1 convolution with the stride and
    batch norm. Option B of He, Zhang, Ren, Sun, CVPR 2016, section 3.3. The last gamma begins at
    0: Goyal and others, arXiv:1706.02677, 2017, section 5.1.

    Parameters
    ----------
    in_channels, out_channels : int
    stride : int

    Examples
    --------
    >>> Block(8, 16, stride=2)(torch.zeros(5, 8, 6, 4)).shape
    torch.Size([5, 16, 3, 2])
    """

    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.build(in_channels, out_channels, stride)

    # What can go wrong is a switch of this method and the next.
    def build(
        self,
        c_in,
        c_out,
        stride,
        *,
        strides=None,
        bias=False,
        padding=1,
        norms=(True, True, True),
        always_project=False,
        only_channels=False,
        shortcut_stride=None,
        shortcut_kernel=1,
        zeros=("norm2",),
        zero_weights=False,
    ):
        first, second = strides or (stride, 1)
        plain = nn.Identity
        self.conv1 = nn.Conv2d(c_in, c_out, 3, first, padding, bias=bias)
        self.norm1 = nn.BatchNorm2d(c_out) if norms[0] else plain()
        self.conv2 = nn.Conv2d(c_out, c_out, 3, second, padding, bias=bias)
        self.norm2 = nn.BatchNorm2d(c_out) if norms[1] else plain()
        self.shortcut = plain()
        if always_project or c_in != c_out or (stride != 1 and not only_channels):
            k = shortcut_kernel
            self.shortcut = nn.Sequential(
                nn.Conv2d(c_in, c_out, k, shortcut_stride or stride, k // 2, bias=bias),
                nn.BatchNorm2d(c_out) if norms[2] else plain(),
            )
        for name in zeros:
            if isinstance(getattr(self, name), nn.BatchNorm2d):
                nn.init.zeros_(getattr(self, name).weight)
        if zero_weights:
            nn.init.zeros_(self.conv2.weight)

    def forward(self, x):
        """x: (N, in_channels, H, W). Returns (N, out_channels, H / stride, W / stride)."""
        return F.relu(self.change(x) + self.shortcut(x))

    def change(self, x):
        """F(x): what the block adds."""
        return self.norm2(self.conv2(F.relu(self.norm1(self.conv1(x)))))


# Blocks with mistakes


def variant(forward=None, **switches):
    """A class of blocks with one thing done otherwise."""

    class Variant(Block):
        def build(self, c_in, c_out, stride):
            super().build(c_in, c_out, stride, **switches)

    if forward:
        Variant.forward = forward
    return Variant


def _relu_before(self, x):
    return F.relu(self.change(x)) + self.shortcut(x)


def _relu_twice(self, x):
    return F.relu(F.relu(self.change(x)) + self.shortcut(x))


def _no_relu_at_the_end(self, x):
    return self.change(x) + self.shortcut(x)


def _no_relu_between(self, x):
    return F.relu(self.norm2(self.conv2(self.norm1(self.conv1(x)))) + self.shortcut(x))


def _no_addition(self, x):
    return F.relu(self.change(x))


def _concatenated(self, x):
    return F.relu(torch.cat([self.change(x), self.shortcut(x)], dim=1))


def _multiplied(self, x):
    return F.relu(self.change(x) * self.shortcut(x))


def _relu_on_the_shortcut(self, x):
    return F.relu(self.change(x) + F.relu(self.shortcut(x)))


def _relu_of_the_input(self, x):
    x = F.relu(x)
    return F.relu(self.change(x) + self.shortcut(x))


def _norm_before_the_convolution(self, x):
    change = self.conv2(F.relu(self.norm2(self.conv1(F.relu(self.norm1(x))))))
    return change + self.shortcut(x)


def _input_after_relu_in_place(self, x):
    change = self.norm2(self.conv2(F.relu(self.norm1(self.conv1(x)), inplace=True)))
    return F.relu(change + self.shortcut(change))


def _strided(first, second):
    class Strided(Block):
        def build(self, c_in, c_out, stride):
            strides = (stride if first else 1, stride if second else 1)
            super().build(c_in, c_out, stride, strides=strides)

    return Strided


class _WithoutParameters(Block):
    """Option A: every second pixel, zeros for the channels that are new."""

    def build(self, c_in, c_out, stride):
        super().build(c_in, c_out, stride)
        self.stride, self.more = stride, c_out - c_in
        del self.shortcut

    def shortcut(self, x):
        return F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.more))


class _WithoutSuper(nn.Module):
    """Assigns a layer before nn.Module has been set up."""

    def __init__(self, in_channels, out_channels, stride=1):
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)


# What is asked of it


def _told(block):
    return _borrowed(block) or parts_told(block)


def _borrowed(block):
    """Whose block it is, where a student's is made of one that is there already; or nothing."""
    if not isinstance(block, nn.Module):
        return ""
    inside = [type(part) for part in block.modules() if part is not block]
    if not _is_ready_made(type(block)):  # ours itself, right or with a mistake
        inside += type(block).__mro__
    names = [f"{kind.__module__}.{kind.__name__}" for kind in inside if _is_ready_made(kind)]
    return f"made of {names[0]}: make it of layers of torch.nn" if names else ""


def _is_ready_made(kind):
    return kind.__module__.partition(".")[0] in ("cnnlib", "torchvision")


def parts_law(c_in, c_out, stride, note=""):
    return Law(
        "the layers and their numbers",
        lambda f, c_in, c_out, stride: _told(f(c_in, c_out, stride)),
        lambda f, c_in, c_out, stride: parts_told(Block(c_in, c_out, stride)),
        *(c_in, c_out, stride),
        note=note,
    )


def outputs_law(c_in, c_out, stride, shape, training=False, seed=0, note=""):
    size = (shape[0], c_in, *shape[1:])
    return Law(
        "with the same weights, the same outputs",
        lambda f, c_in, c_out, stride, size, training, seed: _answers(
            f(c_in, c_out, stride), random_maps(size, seed), training
        ),
        lambda f, c_in, c_out, stride, size, training, seed: answers(
            lambda: Block(c_in, c_out, stride), random_maps(size, seed), training
        ),
        *(c_in, c_out, stride, size, training, seed),
        note=note,
    )


def _answers(block, x, training):
    return _borrowed(block) or answers(lambda: block, x, training)


def start_law(channels, seed=0, note=""):
    return Law(
        "a new block is relu(x), in training and in evaluation; every gamma but the last begins "
        "at 1, and the convolutions are random",
        lambda f, channels, seed: _start(f(channels, channels, 1), channels, seed),
        lambda f, channels, seed: _start(Block(channels, channels, 1), channels, seed),
        *(channels, seed),
        note=note,
    )


def _start(block, channels, seed):
    if no_module(block):
        return no_module(block)
    with one_thread():
        return _start_told(block, channels, seed)


def _start_told(block, channels, seed):
    try:
        x = random_maps((2, channels, 3, 4), seed).float()
        reached = _reached(block, x)
        same = []
        for training in (True, False):
            with torch.no_grad():
                y = block.train(training)(x.clone())
            same.append(y.shape == x.shape and bool(torch.allclose(y, x.relu(), atol=1e-6)))
    except Exception as error:  # the student's
        return in_words(error)
    norms = [m.weight for m in block.modules() if isinstance(m, nn.BatchNorm2d)]
    at_one = sum(bool((gamma == 1).all()) for gamma in norms)
    zero = sum(not m.weight.any() for m in block.modules() if isinstance(m, nn.Conv2d))
    told = f"relu(x) in training: {same[0]}, in evaluation: {same[1]}; "
    told += f"{at_one} of {len(norms)} batch norms with gamma = 1"
    told += f"; {reached} parameters get a gradient in the first step"
    return told + (f"; {zero} convolutions all 0" if zero else "")


def _reached(block, x):
    """How many parameters get a gradient at the start: the last gamma and beta, and no other."""
    block = copy.deepcopy(block)  # the pass moves running statistics
    (block.train()(x.clone()) * random_maps(x.shape, 1).float()).sum().backward()
    return sum(p.grad is not None and p.grad.abs().max() > 1e-4 for p in block.parameters())


SHORTCUT = "nn.Conv2d(in_channels, out_channels, 1, stride=stride, bias=False), then batch norm."

residual_block = Exercise(
    "lesson09.residual_block",
    functions={"ResidualBlock": Block},
    parts=(
        Part(
            "layers",
            1,
            (
                parts_law(2, 2, 1, "2 channels stay 2"),
                parts_law(2, 3, 2, "2 channels become 3, stride 2"),
            ),
        ),
        Part(
            "outputs",
            2,
            (
                outputs_law(2, 2, 1, (1, 3, 4), note="in evaluation"),
                outputs_law(2, 2, 1, (3, 3, 2), True, 1, note="in training"),
            ),
        ),
        Part(
            "the other shortcut",
            1,
            (
                outputs_law(2, 3, 2, (1, 4, 6), note="more channels, stride 2"),
                outputs_law(2, 3, 1, (1, 3, 3), note="more channels, stride 1"),
                outputs_law(2, 2, 2, (1, 5, 4), note="as many channels, stride 2"),
            ),
            needs=("outputs",),
        ),
        Part("identity at the start", 1, (start_law(3),), needs=("outputs",)),
    ),
    mistakes=(
        Mistake(
            "ReLU before the addition",
            variant(_relu_before),
            "The last ReLU comes before the addition. Then a block can only add what is positive, "
            "and the sum grows from block to block.",
            "F.relu(change + shortcut)",
        ),
        Mistake(
            "ReLU before and after the addition",
            variant(_relu_twice),
            "There is a ReLU before the addition, too. Then a block can only add what is positive.",
            "No activation after the second batch norm: F.relu(change + shortcut).",
        ),
        Mistake(
            "no ReLU at the end",
            variant(_no_relu_at_the_end),
            "The ReLU after the addition is missing.",
            "F.relu(change + shortcut)",
        ),
        Mistake(
            "no ReLU between the convolutions",
            variant(_no_relu_between),
            "There is no ReLU between the two convolutions: together they are then one linear map.",
            "conv, norm, ReLU, conv, norm.",
        ),
        Mistake(
            "nothing added",
            variant(_no_addition),
            "Nothing is added: this is the plain block.",
            "F.relu(change + shortcut)",
        ),
        Mistake(
            "concatenated",
            variant(_concatenated),
            "You concatenate. A residual block adds: as many channels come out as F has.",
            "change + shortcut",
        ),
        Mistake("multiplied", variant(_multiplied), "You multiply. A residual block adds."),
        Mistake(
            "a ReLU on the shortcut",
            variant(_relu_on_the_shortcut),
            "There is a ReLU on the shortcut. Nothing should stand in its way.",
            "F.relu(change + shortcut)",
        ),
        Mistake(
            "a ReLU on the input",
            variant(_relu_of_the_input),
            "There is a ReLU on the input, before anything else.",
            "The block ends in a ReLU; it does not begin with one.",
        ),
        Mistake(
            "norm and ReLU before the convolutions",
            variant(_norm_before_the_convolution),
            "Batch norm and ReLU come before each convolution. That is a later variant "
            "(pre-activation); asked for is conv, norm, ReLU, conv, norm.",
        ),
        Mistake(
            "F(x) in place of x",
            variant(_input_after_relu_in_place),
            "What you add is no longer the input: the name x was given to something else.",
            "Keep the input: shortcut = x, before the first convolution.",
        ),
        Mistake(
            "shortcut without the stride",
            variant(shortcut_stride=1),
            "The shortcut has no stride: its maps are larger than those of F, and cannot be added.",
            SHORTCUT,
        ),
        Mistake(
            "projection only where channels change",
            variant(only_channels=True),
            "Where the channels stay and the stride is 2, the shortcut is x itself, which is too "
            "large.",
            "if stride != 1 or in_channels != out_channels: a 1 x 1 convolution.",
        ),
        Mistake(
            "always a projection",
            variant(always_project=True),
            "The shortcut always has a 1 x 1 convolution. Where the shape stays it is x itself, "
            "and has no parameters.",
            "if stride != 1 or in_channels != out_channels: ..., else nn.Identity().",
        ),
        Mistake(
            "shortcut without batch norm",
            variant(norms=(True, True, False)),
            "The 1 x 1 convolution of the shortcut has no batch norm after it.",
            SHORTCUT,
        ),
        Mistake(
            "shortcut of 3 x 3",
            variant(shortcut_kernel=3),
            "The shortcut's convolution is 3 x 3. Asked for is 1 x 1.",
            SHORTCUT,
        ),
        Mistake(
            "shortcut without parameters",
            _WithoutParameters,
            "Your shortcut takes every second pixel and fills the new channels with zeros. The "
            "paper has that, too (option A). Asked for is the 1 x 1 convolution (option B).",
            SHORTCUT,
        ),
        Mistake(
            "biases",
            variant(bias=True),
            "The convolutions have a bias. Batch norm takes the mean away right after, and any "
            "bias with it: its beta does the work.",
            "bias=False",
        ),
        Mistake(
            "super().__init__() missing",
            _WithoutSuper,
            "A layer is assigned before the module is set up: it has nowhere to go.",
            "super().__init__() is the first line of __init__.",
        ),
        Mistake(
            "no batch norm",
            variant(norms=(False, False, False)),
            "There is no batch norm.",
            "nn.BatchNorm2d(out_channels) after each convolution.",
        ),
        Mistake(
            "second batch norm missing",
            variant(norms=(True, False, True)),
            "The batch norm after the second convolution is missing.",
        ),
        Mistake(
            "first batch norm missing",
            variant(norms=(False, True, True)),
            "The batch norm after the first convolution is missing.",
        ),
        Mistake(
            "padding missing",
            variant(padding=0),
            "The padding is missing: F's maps are smaller than x.",
            "nn.Conv2d(..., 3, padding=1)",
        ),
        *(
            Mistake(name, _strided(*where), says, "stride=stride in the first convolution alone.")
            for name, where, says in (
                (
                    "stride in the second convolution",
                    (False, True),
                    "The stride is in the second convolution. It belongs to the first.",
                ),
                ("stride in both convolutions", (True, True), "Both convolutions have the stride."),
                ("stride ignored", (False, False), "The convolutions of F do not get the stride."),
            )
        ),
        Mistake(
            "gamma not zero-initialised",
            variant(zeros=()),
            "The last gamma begins at 1, as torch has it. Then the new block adds noise to x. It "
            "should add nothing: gamma = 0 in the second batch norm.",
            "nn.init.zeros_(self.norm2.weight), in __init__.",
        ),
        Mistake(
            "every gamma at 0",
            variant(zeros=("norm1", "norm2")),
            "Both gammas begin at 0. Then no weight of the block ever gets a gradient, and it "
            "learns nothing but one number for each channel, its last beta.",
            "nn.init.zeros_ of the second batch norm's weight alone.",
        ),
        Mistake(
            "the wrong gamma at 0",
            variant(zeros=("norm1",)),
            "The gamma of the first batch norm begins at 0. The block is the identity then, but "
            "for good: no weight of it ever gets a gradient. It is the last gamma that should.",
            "nn.init.zeros_ of the second batch norm's weight.",
        ),
        Mistake(
            "weights of the convolution at 0",
            variant(zeros=(), zero_weights=True),
            "The second convolution begins at 0. That makes the block the identity, too, but "
            "asked for is gamma: the convolutions stay random.",
            "nn.init.zeros_ of the second batch norm's weight.",
        ),
    ),
    hints=(
        "__init__ makes two convolutions, two batch norms and a shortcut, which is nn.Identity() "
        "or nn.Sequential(convolution, batch norm). forward has two lines.",
        "Only the first convolution has the stride. Both have padding 1 and no bias.",
        "The shortcut needs its convolution if stride != 1 or in_channels != out_channels.",
        "The last line of __init__: nn.init.zeros_(self.norm2.weight).",
    ),
    ready_made=(
        "cnnlib.exercises.lesson09.block.Block",
        "cnnlib.exercises.lesson09.Block",
        "cnnlib.models.BasicBlock",
        "cnnlib.models.resnet.BasicBlock",
        "torchvision.models.resnet.BasicBlock",
    ),
    rtol=1e-6,
    atol=1e-9,
    seconds=10.0,
)
