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
    beside,
    in_words,
    no_module,
    one_thread,
    parts_told,
    parts_told_beside,
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
        biases=(False, False, False),
        paddings=(1, 1),
        norms=(True, True, True),
        always_project=False,
        only_channels=False,
        only_stride=False,
        only_both=False,
        shared_norm=False,
        shortcut_stride=None,
        shortcut_kernel=1,
        zeros=("norm2",),
        zero_weights=False,
    ):
        first, second = strides or (stride, 1)
        plain = nn.Identity
        self.conv1 = nn.Conv2d(c_in, c_out, 3, first, paddings[0], bias=biases[0])
        self.norm1 = nn.BatchNorm2d(c_out) if norms[0] else plain()
        self.conv2 = nn.Conv2d(c_out, c_out, 3, second, paddings[1], bias=biases[1])
        self.norm2 = nn.BatchNorm2d(c_out) if norms[1] else plain()
        if shared_norm:
            self.norm2 = self.norm1
        self.shortcut = plain()
        differ, smaller = c_in != c_out, stride != 1
        either = (differ and not only_stride) or (smaller and not only_channels)
        if always_project or ((differ and smaller) if only_both else either):
            k = shortcut_kernel
            self.shortcut = nn.Sequential(
                nn.Conv2d(c_in, c_out, k, shortcut_stride or stride, k // 2, bias=biases[2]),
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


def _relu_before_the_first_norm(self, x):
    return F.relu(self.norm2(self.conv2(self.norm1(F.relu(self.conv1(x))))) + self.shortcut(x))


def _relu_before_both_norms(self, x):
    change = self.norm2(F.relu(self.conv2(self.norm1(F.relu(self.conv1(x))))))
    return F.relu(change + self.shortcut(x))


def _one_norm_twice(self, x):
    change = self.norm1(self.conv2(F.relu(self.norm1(self.conv1(x)))))
    return F.relu(change + self.shortcut(x))


def _into_the_input(self, x):
    change, shortcut = self.change(x), self.shortcut(x)
    shortcut += change
    return F.relu(shortcut)


def _x_itself(self, x):
    return F.relu(self.change(x) + x)


def _into_x_itself(self, x):
    change = self.change(x)
    x += change
    return F.relu(x)


def _an_instance(*args):
    """What an object of the class says when it is called as if it were the class."""
    raise TypeError(
        f"ResidualBlock.forward() takes 2 positional arguments but {len(args) + 1} were given"
    )


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


def _told(block, right):
    return _borrowed(block) or parts_told_beside(block, right)


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
        lambda f, c_in, c_out, stride: _told(f(c_in, c_out, stride), Block(c_in, c_out, stride)),
        lambda f, c_in, c_out, stride: parts_told(Block(c_in, c_out, stride)),
        *(c_in, c_out, stride),
        note=note,
    )


def outputs_law(c_in, c_out, stride, shape, training=False, seed=0, note=""):
    size = (shape[0], c_in, *shape[1:])
    return Law(
        "with the same weights, the same outputs",
        _outputs,
        lambda f, c_in, c_out, stride, size, training, seed: beside(
            _outputs(f, c_in, c_out, stride, size, training, seed),
            answers(lambda: Block(c_in, c_out, stride), random_maps(size, seed), training),
        ),
        *(c_in, c_out, stride, size, training, seed),
        note=note,
    )


def _outputs(f, c_in, c_out, stride, size, training, seed):
    block = f(c_in, c_out, stride)
    return _borrowed(block) or answers(lambda: block, random_maps(size, seed), training)


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


SHORTCUT = "A 1 x 1 convolution with the stride and without bias, then batch norm."

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
            "projection only where there is a stride",
            variant(only_stride=True),
            "Where the channels change and the stride is 1, the shortcut is x itself, which has "
            "another number of channels than F(x).",
            "if stride != 1 or in_channels != out_channels: a 1 x 1 convolution.",
        ),
        Mistake(
            "projection only where both change",
            variant(only_both=True),
            "The shortcut has its 1 x 1 convolution only where the channels and the size change. "
            "If one of them changes, x itself does not fit any more.",
            "or, not and.",
        ),
        *(
            Mistake(
                "shortcut not used",
                variant(forward),
                "You add x itself, and not what the shortcut makes of it: where the shape changes, "
                "x does not fit.",
                "change + self.shortcut(x), or what you call it.",
            )
            for forward in (_x_itself, _into_x_itself)
        ),
        Mistake(
            "a bias on the shortcut",
            variant(biases=(False, False, True)),
            "The 1 x 1 convolution of the shortcut has a bias. Batch norm takes the mean away "
            "right after, and any bias with it.",
            "bias=False, as in the other two.",
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
            variant(biases=(True, True, True)),
            "The convolutions have a bias. Batch norm takes the mean away right after, and any "
            "bias with it: its beta does the work.",
            "bias=False",
        ),
        *(
            Mistake(
                "a bias in F",
                variant(biases=biases),
                f"{whose} a bias. Batch norm takes the mean away right after, and any bias with "
                "it: its beta does the work.",
                "bias=False, in all convolutions.",
            )
            for biases, whose in (
                ((True, False, False), "One of the 3 x 3 convolutions has"),
                ((False, True, False), "One of the 3 x 3 convolutions has"),
                ((True, True, False), "The 3 x 3 convolutions have"),
            )
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
        *(
            Mistake(
                "one batch norm for both",
                model,
                "One batch norm serves both convolutions. Each needs its own: its own gamma and "
                "beta, and its own running statistics.",
                "A second nn.BatchNorm2d(out_channels).",
            )
            for model in (
                variant(shared_norm=True),
                variant(shared_norm=True, zeros=()),
                variant(_one_norm_twice, norms=(True, False, True), zeros=()),
                variant(_one_norm_twice, norms=(True, False, True), zeros=("norm1",)),
            )
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
        *(
            Mistake(
                "padding missing",
                variant(paddings=paddings),
                says,
                "padding=1 in both 3 x 3 convolutions.",
            )
            for paddings, says in (
                ((0, 0), "The padding is missing: F's maps are smaller than x."),
                ((0, 1), "The first convolution has no padding: F's maps are smaller than x."),
                ((1, 0), "The second convolution has no padding: F's maps are smaller than x."),
            )
        ),
        *(
            Mistake(
                "ReLU before batch norm",
                variant(forward),
                "A ReLU comes before a batch norm. Batch norm comes right after its convolution, "
                "ReLU after that.",
                "conv, norm, ReLU, conv, norm.",
            )
            for forward in (_relu_before_the_first_norm, _relu_before_both_norms)
        ),
        Mistake(
            "added into the input",
            variant(_into_the_input),
            "You add into x itself, in place (+=, or add_). backward still needs x as it was, "
            "and so may whoever gave it to you.",
            "A new tensor: change + shortcut.",
        ),
        Mistake(
            "an object for the class",
            _an_instance,
            "You pass a block that is made already. Asked for is the class: the check makes "
            "blocks of it, of several sizes.",
            "ResidualBlock, without brackets.",
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
            "nn.init.zeros_ of the second batch norm's weight, in __init__.",
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
        "A new block should add nothing. The last thing that F does is gamma * (...) + beta, and "
        "beta begins at 0: what must gamma be? nn.init.zeros_ and nn.init.ones_ set weights.",
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
