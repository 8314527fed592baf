"""The Inception-ResNet block: branches as the residual of a skip connection."""

import torch.nn.functional as F
from torch import nn

from cnnlib.models.parts import Branches, ConvNormReLU, he_initialised


class InceptionResNetBlock(nn.Module):
    """Inception branches, a 1 x 1 convolution back to the channels that came in, and the sum.

    ``relu(x + scale * residual(x))``. This is the block for 35 x 35 maps: a 1 x 1, a 3 x 3 and
    two 3 x 3 convolutions side by side, each behind a 1 x 1 that makes the channels few.

    Parameters
    ----------
    in_channels : int
        As many come out: 256 in Inception-ResNet-v1, 384 in v2.
    widths : (int, int, int)
        Channels within the third branch: (32, 32, 32) in v1, (32, 48, 64) in v2.
    scale : float
        What the residual is multiplied with before the sum. The paper takes 0.1 to 0.3: without
        it, networks with over 1000 filters died early in training.
    batch_norm : bool
        In the branches, in place of biases. The last 1 x 1 convolution has a bias and neither
        batch norm nor ReLU: it is linear.

    Attributes
    ----------
    branches : Branches
    expand : nn.Conv2d
        From the branches' channels to `in_channels`.

    References
    ----------
    C. Szegedy, S. Ioffe, V. Vanhoucke, A. A. Alemi, "Inception-v4, Inception-ResNet and the
    impact of residual connections on learning", AAAI 2017, arXiv:1602.07261; figures 10 and 16,
    section 3.3.

    Examples
    --------
    >>> import torch
    >>> block = InceptionResNetBlock(256)
    >>> block(torch.zeros(1, 256, 35, 35)).shape
    torch.Size([1, 256, 35, 35])
    """

    def __init__(self, in_channels=256, widths=(32, 32, 32), scale=0.2, batch_norm=True):
        super().__init__()

        def conv(*arguments):
            return ConvNormReLU(*arguments, batch_norm=batch_norm)

        first, second, third = widths
        self.branches = Branches(
            one=conv(in_channels, 32, 1),
            three=nn.Sequential(conv(in_channels, 32, 1), conv(32, 32, 3)),
            two_threes=nn.Sequential(
                conv(in_channels, first, 1), conv(first, second, 3), conv(second, third, 3)
            ),
        )
        self.expand = nn.Conv2d(32 + 32 + third, in_channels, 1)
        self.scale = scale
        he_initialised(self)

    def forward(self, x):
        return F.relu(x + self.scale * self.expand(self.branches(x)))
