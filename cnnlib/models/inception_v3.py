"""Inception v3: large kernels factorised into small ones and into rows and columns.

Blocks that keep the size come first, each named for what it factorises, then the two that halve
it, then the network.
"""

from collections import OrderedDict

from torch import nn

from cnnlib.arithmetic.whole_numbers import require_whole
from cnnlib.models.parts import Branches, ConvNormReLU, he_initialised, require_images


def _pool_then(in_channels, out_channels):
    return nn.Sequential(
        nn.AvgPool2d(3, stride=1, padding=1), ConvNormReLU(in_channels, out_channels, 1)
    )


class FactorisedTo3x3(Branches):
    """A block in which two 3 x 3 convolutions do the work of a 5 x 5: 18 weights for 25.

    Parameters
    ----------
    in_channels : int
    pool_channels : int
        Channels of the convolution after the pooling; 224 + `pool_channels` come out.

    Notes
    -----
    In the paper's figure 5 the other branch is 1 x 1, then 3 x 3. The network that its authors
    released has a 5 x 5 there, and so have torchvision and this one.

    References
    ----------
    C. Szegedy et al., "Rethinking the Inception architecture for computer vision", CVPR 2016,
    arXiv:1512.00567; section 3.1 and figure 5.

    Examples
    --------
    >>> import torch
    >>> FactorisedTo3x3(192, pool_channels=32)(torch.zeros(1, 192, 9, 11)).shape
    torch.Size([1, 256, 9, 11])
    """

    def __init__(self, in_channels, pool_channels):
        super().__init__(
            one=ConvNormReLU(in_channels, 64, 1),
            five=nn.Sequential(ConvNormReLU(in_channels, 48, 1), ConvNormReLU(48, 64, 5)),
            two_threes=nn.Sequential(
                ConvNormReLU(in_channels, 64, 1), ConvNormReLU(64, 96, 3), ConvNormReLU(96, 96, 3)
            ),
            pool=_pool_then(in_channels, pool_channels),
        )


class FactorisedToRowsAndColumns(Branches):
    """A block in which 1 x 7 and 7 x 1 convolutions do the work of 7 x 7: 14 weights for 49.

    768 channels come out.

    Parameters
    ----------
    in_channels : int
    channels : int
        Channels within the two branches with long kernels.

    References
    ----------
    C. Szegedy et al., 2016, section 3.2 and figure 6, with n = 7.

    Examples
    --------
    >>> import torch
    >>> FactorisedToRowsAndColumns(768, channels=128)(torch.zeros(1, 768, 9, 11)).shape
    torch.Size([1, 768, 9, 11])
    """

    def __init__(self, in_channels, channels):
        row, column = (1, 7), (7, 1)
        super().__init__(
            one=ConvNormReLU(in_channels, 192, 1),
            seven=nn.Sequential(
                ConvNormReLU(in_channels, channels, 1),
                ConvNormReLU(channels, channels, row),
                ConvNormReLU(channels, 192, column),
            ),
            two_sevens=nn.Sequential(
                ConvNormReLU(in_channels, channels, 1),
                ConvNormReLU(channels, channels, column),
                ConvNormReLU(channels, channels, row),
                ConvNormReLU(channels, channels, column),
                ConvNormReLU(channels, 192, row),
            ),
            pool=_pool_then(in_channels, 192),
        )


def _row_beside_column():
    """1 x 3 and 3 x 1 side by side, not one after the other: channels double."""
    return Branches(row=ConvNormReLU(384, 384, (1, 3)), column=ConvNormReLU(384, 384, (3, 1)))


class ExpandedFilterBank(Branches):
    """A block that ends in 1 x 3 and 3 x 1 convolutions side by side: 2048 channels come out.

    Parameters
    ----------
    in_channels : int

    References
    ----------
    C. Szegedy et al., 2016, figure 7: for the coarsest maps, where many channels matter most.

    Examples
    --------
    >>> import torch
    >>> ExpandedFilterBank(1280)(torch.zeros(1, 1280, 5, 6)).shape
    torch.Size([1, 2048, 5, 6])
    """

    def __init__(self, in_channels):
        super().__init__(
            one=ConvNormReLU(in_channels, 320, 1),
            three=nn.Sequential(ConvNormReLU(in_channels, 384, 1), _row_beside_column()),
            two_threes=nn.Sequential(
                ConvNormReLU(in_channels, 448, 1), ConvNormReLU(448, 384, 3), _row_beside_column()
            ),
            pool=_pool_then(in_channels, 192),
        )


class ReductionTo17(Branches):
    """Halves 35 x 35 maps by strided convolutions and a max-pooling side by side.

    480 channels are added to those that come in. Pooling first would lose information, and
    convolving all first would cost four times as much.

    Parameters
    ----------
    in_channels : int

    References
    ----------
    C. Szegedy et al., 2016, section 5 and figure 10.

    Examples
    --------
    >>> import torch
    >>> ReductionTo17(288)(torch.zeros(1, 288, 35, 35)).shape
    torch.Size([1, 768, 17, 17])
    """

    def __init__(self, in_channels):
        super().__init__(
            three=ConvNormReLU(in_channels, 384, 3, stride=2, padding=0),
            two_threes=nn.Sequential(
                ConvNormReLU(in_channels, 64, 1),
                ConvNormReLU(64, 96, 3),
                ConvNormReLU(96, 96, 3, stride=2, padding=0),
            ),
            pool=nn.MaxPool2d(3, stride=2),
        )


class ReductionTo8(Branches):
    """Halves 17 x 17 maps, as `ReductionTo17` does 35 x 35: 512 channels are added.

    Parameters
    ----------
    in_channels : int

    Examples
    --------
    >>> import torch
    >>> ReductionTo8(768)(torch.zeros(1, 768, 17, 17)).shape
    torch.Size([1, 1280, 8, 8])
    """

    def __init__(self, in_channels):
        super().__init__(
            three=nn.Sequential(
                ConvNormReLU(in_channels, 192, 1), ConvNormReLU(192, 320, 3, stride=2, padding=0)
            ),
            seven_and_three=nn.Sequential(
                ConvNormReLU(in_channels, 192, 1),
                ConvNormReLU(192, 192, (1, 7)),
                ConvNormReLU(192, 192, (7, 1)),
                ConvNormReLU(192, 192, 3, stride=2, padding=0),
            ),
            pool=nn.MaxPool2d(3, stride=2),
        )


class InceptionV3(nn.Module):
    """Five convolutions, eleven blocks, the mean of each map: 23,834,568 parameters.

    ======================================  =============
    layers                                  output
    ======================================  =============
    convolutions and two max-poolings       192, 35, 35
    3 times `FactorisedTo3x3`               288, 35, 35
    `ReductionTo17`                         768, 17, 17
    4 times `FactorisedToRowsAndColumns`    768, 17, 17
    `ReductionTo8`                          1280, 8, 8
    2 times `ExpandedFilterBank`            2048, 8, 8
    mean, dropout, dense                    1000
    ======================================  =============

    Parameters
    ----------
    num_classes : int
    dropout : float
        The share of values that is set to 0 before the dense layer.

    Attributes
    ----------
    features, head : nn.Sequential
        Each block is an attribute of it, such as ``features.reduction_to_17``.

    Raises
    ------
    ValueError
        If `num_classes` is not a whole number of at least 1; when called, if the images are not
        floats of shape (N, 3, H, W), H and W at least 75. Those of the paper are 299 x 299.

    Notes
    -----
    - The auxiliary classifier is left out, as torchvision does for ``aux_logits=False``. With it
      there are 27,161,264 parameters, which is the count that is often quoted.
    - The layers are those of torchvision, and of the network that the authors released. The
      paper's table 1 differs: after the first pooling it has three 3 x 3 convolutions and no
      second pooling, and it lists five blocks for 17 x 17 maps, where here there are four and
      the reduction before them.
    - Convolutions begin as He et al. (2015) have it.

    References
    ----------
    C. Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens, Z. Wojna, "Rethinking the Inception
    architecture for computer vision", CVPR 2016, 2818-2826, arXiv:1512.00567.

    Examples
    --------
    >>> import torch
    >>> with torch.device("meta"):  # shapes only: no memory, no numbers
    ...     net, images = InceptionV3(), torch.empty(2, 3, 299, 299)
    >>> net(images).shape
    torch.Size([2, 1000])
    >>> sum(p.numel() for p in net.parameters())
    23834568
    """

    def __init__(self, num_classes=1000, dropout=0.5):
        super().__init__()
        (num_classes,) = require_whole(1, num_classes=num_classes)
        layers = {
            "conv1": ConvNormReLU(3, 32, 3, stride=2, padding=0),
            "conv2": ConvNormReLU(32, 32, 3, padding=0),
            "conv3": ConvNormReLU(32, 64, 3),
            "pool1": nn.MaxPool2d(3, stride=2),
            "conv4": ConvNormReLU(64, 80, 1),
            "conv5": ConvNormReLU(80, 192, 3, padding=0),
            "pool2": nn.MaxPool2d(3, stride=2),
            "block35a": FactorisedTo3x3(192, pool_channels=32),
            "block35b": FactorisedTo3x3(256, pool_channels=64),
            "block35c": FactorisedTo3x3(288, pool_channels=64),
            "reduction_to_17": ReductionTo17(288),
            "block17a": FactorisedToRowsAndColumns(768, channels=128),
            "block17b": FactorisedToRowsAndColumns(768, channels=160),
            "block17c": FactorisedToRowsAndColumns(768, channels=160),
            "block17d": FactorisedToRowsAndColumns(768, channels=192),
            "reduction_to_8": ReductionTo8(768),
            "block8a": ExpandedFilterBank(1280),
            "block8b": ExpandedFilterBank(2048),
        }
        self.features = nn.Sequential(OrderedDict(layers))
        self.head = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Dropout(dropout), nn.Flatten(), nn.Linear(2048, num_classes)
        )
        he_initialised(self)

    def forward(self, x):
        require_images(self, x, channels=3, least=(75, 75))
        return self.head(self.features(x))
