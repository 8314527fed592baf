"""VGG: 11 to 19 layers, all convolutions 3 x 3."""

from torch import nn

from cnnlib.arithmetic.whole_numbers import require_whole
from cnnlib.models.parts import he_initialised, require_images, require_one_of

# Convolutions in each of the five stages, by layers with weights (2015, table 1: A, B, D and E).
CONFIGURATIONS = {
    11: (1, 1, 2, 2, 2),
    13: (2, 2, 2, 2, 2),
    16: (2, 2, 3, 3, 3),
    19: (2, 2, 4, 4, 4),
}
WIDTHS = (64, 128, 256, 512, 512)  # channels of each stage


def vgg_block(in_channels, out_channels, convolutions, batch_norm=False):
    """A stage: 3 x 3 convolutions that keep the size, each with ReLU; then pooling halves it.

    Parameters
    ----------
    in_channels, out_channels : int
    convolutions : int
        How many.
    batch_norm : bool
        Between each convolution, which keeps its bias, and its ReLU.

    Returns
    -------
    nn.Sequential

    Examples
    --------
    >>> import torch
    >>> vgg_block(3, 64, convolutions=2)(torch.zeros(1, 3, 10, 12)).shape
    torch.Size([1, 64, 5, 6])
    """
    layers = []
    for _ in range(convolutions):
        layers.append(nn.Conv2d(in_channels, out_channels, 3, padding=1))
        layers += [nn.BatchNorm2d(out_channels)] if batch_norm else []
        layers.append(nn.ReLU())
        in_channels = out_channels
    return nn.Sequential(*layers, nn.MaxPool2d(2))


class VGG(nn.Module):
    """Five stages of 3 x 3 convolutions, three dense layers.

    =====  =============  =====================  ===========
    depth  configuration  convolutions a stage   parameters
    =====  =============  =====================  ===========
    11     A              1, 1, 2, 2, 2          132,863,336
    13     B              2, 2, 2, 2, 2          133,047,848
    16     D              2, 2, 3, 3, 3          138,357,544
    19     E              2, 2, 4, 4, 4          143,667,240
    =====  =============  =====================  ===========

    The three dense layers have 123,642,856 of them: with 16 layers, 89.4 %.

    Parameters
    ----------
    depth : {11, 13, 16, 19}
        Layers with weights.
    batch_norm : bool
        Whether batch norm follows each convolution. The paper came before it.
    num_classes : int
    dropout : float
        The share of values that is set to 0 after each hidden dense layer.

    Attributes
    ----------
    features, classifier : nn.Sequential
        The stages, and the dense layers.
    pool : nn.AdaptiveAvgPool2d
        Between them.

    Raises
    ------
    ValueError
        If `depth` is none of the above or `num_classes` not a whole number of at least 1; when
        called, if the images are not floats of shape (N, 3, H, W), H and W at least 32. Those of
        the paper are 224 x 224.

    Notes
    -----
    What departs from the paper:

    - As in torchvision, means over parts of the maps make them 7 x 7 before the dense layers,
      whatever the size of the image. With 224 x 224 that changes nothing.
    - Convolutions begin as He et al. (2015) have it. The paper began the deep networks with
      layers of the trained 11-layer one, and found later that this was not needed with the
      initialisation of Glorot and Bengio (2010).

    Configuration C, with 1 x 1 convolutions, and A-LRN are left out.

    References
    ----------
    K. Simonyan, A. Zisserman, "Very deep convolutional networks for large-scale image
    recognition", ICLR 2015, arXiv:1409.1556; tables 1 and 2 (133, 133, 138 and 144 million).

    Examples
    --------
    >>> import torch
    >>> with torch.device("meta"):  # shapes only: no memory, no numbers
    ...     net, images = VGG(depth=16), torch.empty(2, 3, 224, 224)
    >>> net(images).shape
    torch.Size([2, 1000])
    >>> sum(p.numel() for p in net.parameters())
    138357544
    """

    def __init__(self, depth=16, batch_norm=False, num_classes=1000, dropout=0.5):
        super().__init__()
        (num_classes,) = require_whole(1, num_classes=num_classes)
        self.depth = require_one_of(tuple(CONFIGURATIONS), depth=depth)
        stages = zip((3, *WIDTHS), WIDTHS, CONFIGURATIONS[depth], strict=False)
        self.features = nn.Sequential(*(vgg_block(*stage, batch_norm) for stage in stages))
        self.pool = nn.AdaptiveAvgPool2d(7)
        self.classifier = nn.Sequential(
            nn.Flatten(),
            nn.Linear(512 * 7 * 7, 4096),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(4096, 4096),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(4096, num_classes),
        )
        he_initialised(self)

    def forward(self, x):
        require_images(self, x, channels=3, least=(32, 32))
        return self.classifier(self.pool(self.features(x)))
