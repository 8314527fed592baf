"""GoogLeNet, the first Inception network, and its block: four kernels side by side."""

from collections import OrderedDict

from torch import nn

from cnnlib.arithmetic.whole_numbers import require_whole
from cnnlib.models.parts import (
    Branches,
    ConvNormReLU,
    he_initialised,
    require_images,
    require_one_of,
)

# The nine blocks (2015, table 1). Channels that come in, then those of the convolutions:
# 1x1, 1x1 before 3x3, 3x3, 1x1 before 5x5, 5x5, 1x1 after the pooling.
BLOCKS = {
    "3a": (192, 64, 96, 128, 16, 32, 32),
    "3b": (256, 128, 128, 192, 32, 96, 64),
    "4a": (480, 192, 96, 208, 16, 48, 64),
    "4b": (512, 160, 112, 224, 24, 64, 64),
    "4c": (512, 128, 128, 256, 24, 64, 64),
    "4d": (512, 112, 144, 288, 32, 64, 64),
    "4e": (528, 256, 160, 320, 32, 128, 128),
    "5a": (832, 256, 160, 320, 32, 128, 128),
    "5b": (832, 384, 192, 384, 48, 128, 128),
}


class InceptionBlock(Branches):
    """1 x 1, 3 x 3 and 5 x 5 convolutions and a 3 x 3 max-pooling of the same maps, side by side.

    1 x 1 convolutions make the channels fewer before the large kernels and after the pooling.
    ReLU follows every convolution; the height and width stay.

    Parameters
    ----------
    in_channels : int
    ch1x1 : int
        Channels of the branch that is a 1 x 1 convolution.
    ch3x3red, ch3x3 : int
        Channels of the 1 x 1 and the 3 x 3 convolution of the second branch.
    ch5x5red, ch5x5 : int
        Channels of the 1 x 1 and the 5 x 5 convolution of the third.
    pool_proj : int
        Channels of the 1 x 1 convolution that follows the max-pooling.
    batch_norm : bool
        After each convolution, in place of its bias. The paper came before it.
    wide_kernel : int
        5 as in the paper. torchvision has a 3 there, by an oversight that its trained weights
        keep alive.

    Attributes
    ----------
    one, three, five, pool : nn.Module
        The four branches.
    out_channels : int
        ch1x1 + ch3x3 + ch5x5 + pool_proj.

    References
    ----------
    C. Szegedy et al., "Going deeper with convolutions", CVPR 2015, arXiv:1409.4842; figure 2b.

    Examples
    --------
    >>> import torch
    >>> block = InceptionBlock(192, 64, 96, 128, 16, 32, 32, batch_norm=False)  # 3a
    >>> block(torch.zeros(1, 192, 28, 28)).shape
    torch.Size([1, 256, 28, 28])
    >>> sum(p.numel() for p in block.parameters())
    163696
    """

    def __init__(
        self,
        in_channels,
        ch1x1,
        ch3x3red,
        ch3x3,
        ch5x5red,
        ch5x5,
        pool_proj,
        batch_norm=True,
        wide_kernel=5,
    ):
        def conv(*arguments):
            return ConvNormReLU(*arguments, batch_norm=batch_norm)

        super().__init__(
            one=conv(in_channels, ch1x1, 1),
            three=nn.Sequential(conv(in_channels, ch3x3red, 1), conv(ch3x3red, ch3x3, 3)),
            five=nn.Sequential(conv(in_channels, ch5x5red, 1), conv(ch5x5red, ch5x5, wide_kernel)),
            pool=nn.Sequential(
                nn.MaxPool2d(3, stride=1, padding=1), conv(in_channels, pool_proj, 1)
            ),
        )
        self.out_channels = ch1x1 + ch3x3 + ch5x5 + pool_proj


class GoogLeNet(nn.Module):
    """Three convolutions, nine Inception blocks, the mean of each map, one dense layer.

    Parameters
    ----------
    num_classes : int
    batch_norm : bool
        After each convolution, in place of its bias. The paper came before it: ``False`` has
        its layers, 6,998,552 parameters.
    dropout : float
        The share of values that is set to 0 before the dense layer: 0.4 as in the paper.
    wide_kernel : int
        Of the third branch of each block. torchvision has a 3.
    last_pool : {3, 2}
        The window of the last max-pooling, of stride 2: 3 as in the paper. torchvision has a 2.

    Attributes
    ----------
    features, head : nn.Sequential
        Each layer is an attribute of it, such as ``features.inception3a``.

    Raises
    ------
    ValueError
        If `num_classes` is not a whole number of at least 1 or `last_pool` is neither; when
        called, if the images are not floats of shape (N, 3, H, W), H and W at least 31 (15 with
        ``last_pool=2``). Those of the paper are 224 x 224.

    Notes
    -----
    - The two auxiliary classifiers are left out. They add their loss while the network is
      trained and are thrown away afterwards; the paper of Inception v3 (arXiv:1512.00567, section
      4) found that they do not speed up the beginning of training, as had been thought.
    - So is the local response normalisation of the paper's figure 3.
    - ``GoogLeNet(wide_kernel=3, last_pool=2)`` is torchvision's network without its auxiliary
      classifiers: 6,624,904 parameters.
    - The paper's table counts weights without biases, in units of 1,024, and not all of its rows
      fit its own channels: it has 2.7 K for the first convolution, where 64 kernels of 7 x 7 x 3
      are 9,408 weights, 463 K for block 4c, where there are 509,440, and 1,072 K for 5a, which
      has 1,042,432. Most others agree to within 2 %.
    - Convolutions begin as He et al. (2015) have it.

    References
    ----------
    C. Szegedy, W. Liu, Y. Jia, P. Sermanet, S. Reed, D. Anguelov, D. Erhan, V. Vanhoucke,
    A. Rabinovich, "Going deeper with convolutions", CVPR 2015, 1-9, arXiv:1409.4842; table 1.

    Examples
    --------
    >>> import torch
    >>> with torch.device("meta"):  # shapes only: no memory, no numbers
    ...     net, images = GoogLeNet(), torch.empty(2, 3, 224, 224)
    >>> net(images).shape
    torch.Size([2, 1000])
    """

    def __init__(self, num_classes=1000, batch_norm=True, dropout=0.4, wide_kernel=5, last_pool=3):
        super().__init__()
        (num_classes,) = require_whole(1, num_classes=num_classes)
        require_one_of((3, 2), last_pool=last_pool)

        def pool(window=3):
            return nn.MaxPool2d(window, stride=2, ceil_mode=True)  # the last window may be cut

        def blocks(*names):
            options = {"batch_norm": batch_norm, "wide_kernel": wide_kernel}
            return {f"inception{name}": InceptionBlock(*BLOCKS[name], **options) for name in names}

        layers = {
            "conv1": ConvNormReLU(3, 64, 7, stride=2, batch_norm=batch_norm),
            "pool1": pool(),
            "conv2": ConvNormReLU(64, 64, 1, batch_norm=batch_norm),
            "conv3": ConvNormReLU(64, 192, 3, batch_norm=batch_norm),
            "pool2": pool(),
            **blocks("3a", "3b"),
            "pool3": pool(),
            **blocks("4a", "4b", "4c", "4d", "4e"),
            "pool4": pool(last_pool),
            **blocks("5a", "5b"),
        }
        self.features = nn.Sequential(OrderedDict(layers))
        self.head = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(dropout), nn.Linear(1024, num_classes)
        )
        self.least = (31, 31) if last_pool == 3 else (15, 15)  # so that the last window fits
        he_initialised(self)

    def forward(self, x):
        require_images(self, x, channels=3, least=self.least)
        return self.head(self.features(x))
