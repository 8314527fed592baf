"""AlexNet: of 2012, in two groups, and the narrower one of 2014 that torchvision has."""

from torch import nn

from cnnlib.arithmetic.whole_numbers import require_whole
from cnnlib.models.parts import require_images, require_one_of


class AlexNet(nn.Module):
    """The AlexNet of torchvision: no groups, no response normalisation; 61,100,840 parameters.

    Parameters
    ----------
    num_classes : int
    dropout : float
        The share of values that is set to 0 before each hidden dense layer.

    Attributes
    ----------
    features, classifier : nn.Sequential
        The convolutions, and the dense layers.
    pool : nn.AdaptiveAvgPool2d
        Between them.

    Raises
    ------
    ValueError
        If `num_classes` is not a whole number of at least 1; when called, if the images are not
        floats of shape (N, 3, H, W), H and W at least 63. Usual are 224 x 224.

    Notes
    -----
    Its convolutions have 64, 192, 384, 256 and 256 channels; those of 2012 have 96, 256, 384, 384
    and 256. With a padding of 2 the first layer is 55 wide for images of 224 x 224:
    (224 + 2 * 2 - 11) / 4 is 54.25, so 54 steps fit. Dropout comes before the dense layers, and
    parameters begin as torch starts them.

    References
    ----------
    A. Krizhevsky, "One weird trick for parallelizing convolutional neural networks", 2014,
    arXiv:1404.5997.

    Examples
    --------
    >>> import torch
    >>> with torch.device("meta"):  # shapes only: no memory, no numbers
    ...     net, images = AlexNet(), torch.empty(2, 3, 224, 224)
    >>> net(images).shape
    torch.Size([2, 1000])
    >>> sum(p.numel() for p in net.parameters())
    61100840
    """

    def __init__(self, num_classes=1000, dropout=0.5):
        super().__init__()
        (num_classes,) = require_whole(1, num_classes=num_classes)
        self.features = nn.Sequential(
            nn.Conv2d(3, 64, 11, stride=4, padding=2),
            nn.ReLU(),
            nn.MaxPool2d(3, stride=2),
            nn.Conv2d(64, 192, 5, padding=2),
            nn.ReLU(),
            nn.MaxPool2d(3, stride=2),
            nn.Conv2d(192, 384, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(384, 256, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(256, 256, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(3, stride=2),
        )
        self.pool = nn.AdaptiveAvgPool2d(6)
        self.classifier = nn.Sequential(
            nn.Flatten(),
            nn.Dropout(dropout),
            nn.Linear(256 * 6 * 6, 4096),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(4096, 4096),
            nn.ReLU(),
            nn.Linear(4096, num_classes),
        )

    def forward(self, x):
        require_images(self, x, channels=3, least=(63, 63))
        return self.classifier(self.pool(self.features(x)))


def _response_norm():
    # k = 2, n = 5, alpha = 0.0001, beta = 0.75 in the paper, which multiplies alpha with the sum
    # of n squares; torch multiplies it with their mean.
    return nn.LocalResponseNorm(size=5, alpha=5 * 1e-4, beta=0.75, k=2)


class AlexNet2012(nn.Module):
    """AlexNet as it was published, all of it in one place: 60,965,224 parameters.

    ======  ===========  ======================================  ===========  ===========
    layer   output       what it is                              two groups   one group
    ======  ===========  ======================================  ===========  ===========
    conv1   96, 55, 55   11 x 11, stride 4                       34,944       34,944
    pool1   96, 27, 27   3 x 3, stride 2: windows overlap
    conv2   256, 27, 27  5 x 5, in groups                        307,456      614,656
    pool2   256, 13, 13  3 x 3, stride 2
    conv3   384, 13, 13  3 x 3                                   885,120      885,120
    conv4   384, 13, 13  3 x 3, in groups                        663,936      1,327,488
    conv5   256, 13, 13  3 x 3, in groups                        442,624      884,992
    pool5   256, 6, 6    3 x 3, stride 2
    fc6     4096         fully connected                         37,752,832   37,752,832
    fc7     4096         fully connected                         16,781,312   16,781,312
    fc8     1000         fully connected                         4,097,000    4,097,000
    all                                                          60,965,224   62,378,344
    ======  ===========  ======================================  ===========  ===========

    ReLU follows each layer but the last. Local response normalisation follows the first two of
    them. The groups are the halves that the paper keeps on one GPU each: only conv3 and the
    dense layers see both.

    Parameters
    ----------
    num_classes : int
    groups : {2, 1}
        2 as in the paper; with 1 every convolution sees all channels.
    dropout : float
        The share of values that is set to 0 after each hidden dense layer.

    Attributes
    ----------
    features, classifier : nn.Sequential

    Raises
    ------
    ValueError
        If `num_classes` is not a whole number of at least 1 or `groups` is neither; when called,
        if the images are not floats of shape (N, 3, 227, 227).

    Notes
    -----
    - The paper says 224 x 224, but (224 - 11) / 4 + 1 is 54.25, and its layers are 55 wide. With
      227 x 227, which the later implementations take, all of its sizes come out.
    - It counts 60 million parameters and 650,000 neurons; here there are 60,965,224 and 659,272.
      The caption of its figure 2 has 253,440 neurons for conv1, but 96 x 55 x 55 is 290,400; its
      numbers for the other layers fit.
    - Here the normalisation of a channel sees its neighbours in the other half, too. The paper
      does not say whether that was so on two GPUs.
    - Dense and convolutional weights begin from a normal distribution with standard deviation
      0.01, biases as 1 in conv2, conv4, conv5 and the hidden dense layers, and as 0 elsewhere,
      as in the paper.

    References
    ----------
    A. Krizhevsky, I. Sutskever, G. E. Hinton, "ImageNet classification with deep convolutional
    neural networks", NIPS 2012; figure 2 and sections 3 and 5.

    Examples
    --------
    >>> import torch
    >>> with torch.device("meta"):  # shapes only: no memory, no numbers
    ...     net, images = AlexNet2012(), torch.empty(2, 3, 227, 227)
    >>> net(images).shape
    torch.Size([2, 1000])
    >>> sum(p.numel() for p in net.parameters())
    60965224
    """

    def __init__(self, num_classes=1000, groups=2, dropout=0.5):
        super().__init__()
        (num_classes,) = require_whole(1, num_classes=num_classes)
        require_one_of((2, 1), groups=groups)
        self.features = nn.Sequential(
            nn.Conv2d(3, 96, 11, stride=4),
            nn.ReLU(),
            _response_norm(),
            nn.MaxPool2d(3, stride=2),
            nn.Conv2d(96, 256, 5, padding=2, groups=groups),
            nn.ReLU(),
            _response_norm(),
            nn.MaxPool2d(3, stride=2),
            nn.Conv2d(256, 384, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(384, 384, 3, padding=1, groups=groups),
            nn.ReLU(),
            nn.Conv2d(384, 256, 3, padding=1, groups=groups),
            nn.ReLU(),
            nn.MaxPool2d(3, stride=2),
        )
        self.classifier = nn.Sequential(
            nn.Flatten(),
            nn.Linear(256 * 6 * 6, 4096),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(4096, 4096),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(4096, num_classes),
        )
        self.reset_parameters()

    def reset_parameters(self):
        """Draw all parameters anew, as the paper has it."""
        layers = [m for m in self.modules() if isinstance(m, nn.Conv2d | nn.Linear)]
        # In order: conv1 to conv5, fc6 to fc8.
        for layer, bias in zip(layers, (0, 1, 0, 1, 1, 1, 1, 0), strict=True):
            nn.init.normal_(layer.weight, std=0.01)
            nn.init.constant_(layer.bias, bias)

    def forward(self, x):
        require_images(self, x, channels=3)
        if x.shape[2:] != (227, 227):
            raise ValueError(
                f"AlexNet2012 takes images of 227 x 227, not {x.shape[2]} x {x.shape[3]}: its "
                "dense layers expect maps of 6 x 6. The paper's 224 does not fit its own layers; "
                "AlexNet takes any size from 63"
            )
        return self.classifier(self.features(x))
