"""Residual networks: for ImageNet, 18 to 152 layers; for CIFAR-10, 6n + 2; and without skips.

Blocks come first: a residual, two or three convolutions, is added to what the shortcut lets
through. The networks are stages of such blocks.
"""

import torch.nn.functional as F
from torch import nn

from cnnlib.arithmetic.whole_numbers import require_whole
from cnnlib.models.parts import he_initialised, require_images, require_one_of

# Blocks in each of the four stages (2016, table 1); up to 34 layers they are basic.
STAGES = {
    18: (2, 2, 2, 2),
    34: (3, 4, 6, 3),
    50: (3, 4, 6, 3),
    101: (3, 4, 23, 3),
    152: (3, 8, 36, 3),
}


class ZeroPadShortcut(nn.Module):
    """Option A of the paper: every stride-th pixel, and zeros as the missing channels.

    It has no parameters.

    Parameters
    ----------
    in_channels, out_channels : int
        The zeros come after the channels that are there.
    stride : int

    Examples
    --------
    >>> import torch
    >>> y = ZeroPadShortcut(2, 4, stride=2)(torch.ones(1, 2, 6, 8))
    >>> y.shape
    torch.Size([1, 4, 3, 4])
    >>> y.amax((0, 2, 3))
    tensor([1., 1., 0., 0.])
    """

    def __init__(self, in_channels, out_channels, stride):
        super().__init__()
        if out_channels < in_channels:
            raise ValueError(
                f"zeros can only add channels, and {out_channels} is less than {in_channels}: "
                "use shortcut='B'"
            )
        self.missing, self.stride = out_channels - in_channels, stride

    def forward(self, x):
        # F.pad counts from the last axis: 0 columns, 0 rows, and channels at the end.
        return F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.missing))


class _Block(nn.Module):
    """ReLU of a residual and, unless `skip` is False, a shortcut around it.

    Attributes
    ----------
    residual : nn.Sequential
        Ends in batch norm, or in a convolution where there is none.
    shortcut : nn.Module, or None
    """

    def __init__(self, in_channels, out_channels, stride, residual, skip, batch_norm, shortcut):
        super().__init__()
        require_one_of(("A", "B"), shortcut=shortcut)
        self.residual = nn.Sequential(*residual)
        if not skip:
            self.shortcut = None
        elif stride == 1 and in_channels == out_channels:
            self.shortcut = nn.Identity()
        elif shortcut == "A":
            self.shortcut = ZeroPadShortcut(in_channels, out_channels, stride)
        else:
            self.shortcut = nn.Sequential(*_conv(in_channels, out_channels, 1, stride, batch_norm))

    def forward(self, x):
        if self.shortcut is None:
            return F.relu(self.residual(x))
        return F.relu(self.residual(x) + self.shortcut(x))

    def zero_init_last(self):
        """Let the residual begin as 0: the last gamma (without batch norm, the last convolution).

        The block then begins as its shortcut, up to the ReLU.
        """
        for parameter in self.residual[-1].parameters():
            nn.init.zeros_(parameter)


def _conv(in_channels, out_channels, kernel_size, stride, batch_norm):
    """A convolution that keeps the size, up to its stride; with batch norm in place of a bias."""
    padding = kernel_size // 2
    conv = nn.Conv2d(in_channels, out_channels, kernel_size, stride, padding, bias=not batch_norm)
    return [conv, nn.BatchNorm2d(out_channels)] if batch_norm else [conv]


class BasicBlock(_Block):
    """Two 3 x 3 convolutions and a shortcut around them.

    Parameters
    ----------
    in_channels, width : int
        `width` channels come out.
    stride : int
        Of the first convolution and of the shortcut.
    skip : bool
        Without the shortcut it is a block of the plain counterpart.
    batch_norm : bool
        After each convolution, in place of its bias.
    shortcut : {"B", "A"}
        Where the shape changes: a 1 x 1 convolution, or every stride-th pixel and zeros as the
        missing channels. Elsewhere the shortcut is the identity.

    Raises
    ------
    ValueError
        If `shortcut` is neither, or "A" where channels become fewer.

    References
    ----------
    K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image recognition", CVPR 2016;
    figure 2 and section 3.3.

    Examples
    --------
    >>> import torch
    >>> block = BasicBlock(16, 32, stride=2)
    >>> block(torch.zeros(1, 16, 8, 10)).shape
    torch.Size([1, 32, 4, 5])
    """

    expansion = 1  # channels that come out, in widths

    def __init__(self, in_channels, width, stride=1, skip=True, batch_norm=True, shortcut="B"):
        residual = [
            *_conv(in_channels, width, 3, stride, batch_norm),
            nn.ReLU(),
            *_conv(width, width, 3, 1, batch_norm),
        ]
        super().__init__(in_channels, width, stride, residual, skip, batch_norm, shortcut)


class Bottleneck(_Block):
    """1 x 1 to fewer channels, 3 x 3, 1 x 1 to four times as many; a shortcut around them.

    Parameters
    ----------
    in_channels, width : int
        The 3 x 3 convolution has `width` channels; 4 * `width` come out.
    stride : int
        Of the 3 x 3 convolution and of the shortcut.
    skip, batch_norm, shortcut
        As in `BasicBlock`.

    Raises
    ------
    ValueError
        If `shortcut` is neither "A" nor "B", or "A" where channels become fewer.

    Notes
    -----
    The paper's implementation has the stride in the first 1 x 1 convolution, which then never
    looks at three pixels of four. Here it is in the 3 x 3, as in torchvision, which calls the
    network ResNet v1.5. Parameters are the same; multiply-accumulates are more.

    References
    ----------
    K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image recognition", CVPR 2016;
    figure 5.

    Examples
    --------
    >>> import torch
    >>> block = Bottleneck(256, 128, stride=2)
    >>> block(torch.zeros(1, 256, 8, 10)).shape
    torch.Size([1, 512, 4, 5])
    """

    expansion = 4

    def __init__(self, in_channels, width, stride=1, skip=True, batch_norm=True, shortcut="B"):
        out_channels = self.expansion * width
        residual = [
            *_conv(in_channels, width, 1, 1, batch_norm),
            nn.ReLU(),
            *_conv(width, width, 3, stride, batch_norm),
            nn.ReLU(),
            *_conv(width, out_channels, 1, 1, batch_norm),
        ]
        super().__init__(in_channels, out_channels, stride, residual, skip, batch_norm, shortcut)


def _stage(block, count, in_channels, width, stride, **options):
    """`count` blocks in a row; the first has the stride and changes the channels."""
    out_channels = block.expansion * width
    first = block(in_channels, width, stride, **options)
    rest = [block(out_channels, width, **options) for _ in range(count - 1)]
    return nn.Sequential(first, *rest)


def _started(net, zero_init_last, skip):
    """The network with He's weights and, if wanted, residuals that begin as 0."""
    if zero_init_last and not skip:
        raise ValueError(
            "zero_init_last=True needs skip=True: without shortcuts nothing would come through"
        )
    he_initialised(net)
    for module in net.modules():
        if zero_init_last and isinstance(module, _Block):
            module.zero_init_last()
    return net


class ResNet(nn.Module):
    """A residual network for ImageNet: 7 x 7, four stages of blocks, the mean of each map.

    =====  ==========  ==================  ==========
    depth  block       blocks of a stage   parameters
    =====  ==========  ==================  ==========
    18     basic       2, 2, 2, 2          11,689,512
    34     basic       3, 4, 6, 3          21,797,672
    50     bottleneck  3, 4, 6, 3          25,557,032
    101    bottleneck  3, 4, 23, 3         44,549,160
    152    bottleneck  3, 8, 36, 3         60,192,808
    =====  ==========  ==================  ==========

    Parameters
    ----------
    depth : {18, 34, 50, 101, 152}
        Layers with weights, projections of shortcuts not counted.
    num_classes : int
    zero_init_last : bool
        Whether every residual begins as 0 (its last gamma), so that every block begins as its
        shortcut, up to the ReLU.
    skip : bool
        False gives the plain counterpart, without shortcuts.
    batch_norm : bool
    shortcut : {"B", "A"}
        Where the shape changes: a 1 x 1 convolution, or zeros as the missing channels.

    Attributes
    ----------
    stem, stage1, stage2, stage3, stage4, head : nn.Sequential

    Raises
    ------
    ValueError
        If an argument is none of the above, or `zero_init_last` comes with ``skip=False``; when
        called, if the images are not floats of shape (N, 3, H, W). Those of the paper are
        224 x 224, normalised.

    Notes
    -----
    - The default is torchvision's network, parameter by parameter: with the stride of a
      bottleneck in its 3 x 3 convolution (v1.5).
    - The paper's figures for 18 and 34 layers next to their plain counterparts are for option A,
      ``shortcut="A"``: then both have equally many parameters.
    - Weights begin as He et al. (2015) have it, from the fan-in; torchvision takes the fan-out.

    References
    ----------
    K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image recognition", CVPR 2016,
    770-778, arXiv:1512.03385; table 1. The gamma that begins as 0: P. Goyal et al., "Accurate,
    large minibatch SGD", 2017, arXiv:1706.02677, section 5.1.

    Examples
    --------
    >>> import torch
    >>> with torch.device("meta"):  # shapes only: no memory, no numbers
    ...     net, images = ResNet(depth=50), torch.empty(2, 3, 224, 224)
    >>> net(images).shape
    torch.Size([2, 1000])
    >>> sum(p.numel() for p in net.parameters())
    25557032
    """

    def __init__(
        self,
        depth=18,
        num_classes=1000,
        zero_init_last=False,
        skip=True,
        batch_norm=True,
        shortcut="B",
    ):
        super().__init__()
        (num_classes,) = require_whole(1, num_classes=num_classes)
        self.depth = require_one_of(tuple(STAGES), depth=depth)
        block = BasicBlock if depth < 50 else Bottleneck
        n1, n2, n3, n4 = STAGES[depth]
        e = block.expansion
        options = {"skip": skip, "batch_norm": batch_norm, "shortcut": shortcut}
        self.stem = nn.Sequential(
            *_conv(3, 64, 7, 2, batch_norm), nn.ReLU(), nn.MaxPool2d(3, stride=2, padding=1)
        )
        self.stage1 = _stage(block, n1, 64, 64, stride=1, **options)
        self.stage2 = _stage(block, n2, e * 64, 128, stride=2, **options)
        self.stage3 = _stage(block, n3, e * 128, 256, stride=2, **options)
        self.stage4 = _stage(block, n4, e * 256, 512, stride=2, **options)
        self.head = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(e * 512, num_classes)
        )
        _started(self, zero_init_last, skip)

    def forward(self, x):
        require_images(self, x, channels=3)
        x = self.stem(x)
        x = self.stage4(self.stage3(self.stage2(self.stage1(x))))
        return self.head(x)


class CifarResNet(nn.Module):
    """A residual network for small images: 6n + 2 layers in three stages of n basic blocks.

    =====  =====  ==========  ================
    n      depth  parameters  paper, table 6
    =====  =====  ==========  ================
    3      20     269,722     0.27 million
    5      32     464,154     0.46 million
    7      44     658,586     0.66 million
    9      56     853,018     0.85 million
    18     110    1,727,962   1.7 million
    200    1202   19,421,274  19.4 million
    =====  =====  ==========  ================

    Parameters
    ----------
    n : int
        Blocks of a stage.
    num_classes : int
    width : int
        Channels of the first stage; the second and third have twice and four times as many.
    in_channels : int
    skip : bool
        False gives the plain counterpart, without shortcuts: with shortcuts of option A it has
        exactly as many parameters, and all begin with the same numbers.
    batch_norm : bool
        After each convolution, in place of its bias.
    zero_init_last : bool
        Whether every residual begins as 0 (its last gamma; without batch norm, its last
        convolution), so that every block begins as its shortcut, up to the ReLU.
    shortcut : {"A", "B"}
        Where the shape changes: zeros as the missing channels, as in the paper, or a 1 x 1
        convolution.

    Attributes
    ----------
    depth : int
        6n + 2: the first convolution, two a block, the dense layer.
    stem, stage1, stage2, stage3, head : nn.Sequential

    Raises
    ------
    ValueError
        If a number is not whole or below 1, `shortcut` is neither, or `zero_init_last` comes
        with ``skip=False``; when called, if the images are not floats of shape
        (N, in_channels, H, W). Those of the paper are 32 x 32.

    References
    ----------
    K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image recognition", CVPR 2016,
    770-778, arXiv:1512.03385; section 4.2 and table 6.

    Examples
    --------
    >>> import torch
    >>> net = CifarResNet(n=3)
    >>> net(torch.zeros(5, 3, 32, 32)).shape
    torch.Size([5, 10])
    >>> plain = CifarResNet(n=3, skip=False)
    >>> [sum(p.numel() for p in each.parameters()) for each in (net, plain)]
    [269722, 269722]
    """

    def __init__(
        self,
        n=3,
        num_classes=10,
        width=16,
        in_channels=3,
        skip=True,
        batch_norm=True,
        zero_init_last=False,
        shortcut="A",
    ):
        super().__init__()
        n, num_classes, width, in_channels = require_whole(
            1, n=n, num_classes=num_classes, width=width, in_channels=in_channels
        )
        self.depth, self.in_channels = 6 * n + 2, in_channels
        options = {"skip": skip, "batch_norm": batch_norm, "shortcut": shortcut}
        self.stem = nn.Sequential(*_conv(in_channels, width, 3, 1, batch_norm), nn.ReLU())
        self.stage1 = _stage(BasicBlock, n, width, width, stride=1, **options)
        self.stage2 = _stage(BasicBlock, n, width, 2 * width, stride=2, **options)
        self.stage3 = _stage(BasicBlock, n, 2 * width, 4 * width, stride=2, **options)
        self.head = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4 * width, num_classes)
        )
        _started(self, zero_init_last, skip)

    def forward(self, x):
        require_images(self, x, self.in_channels)
        x = self.stem(x)
        x = self.stage3(self.stage2(self.stage1(x)))
        return self.head(x)
