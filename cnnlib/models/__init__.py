"""The networks of the course, each in a file that reads from top to bottom."""

from cnnlib.models.alexnet import AlexNet, AlexNet2012
from cnnlib.models.cards import Card
from cnnlib.models.depth_net import DepthNet
from cnnlib.models.inception import GoogLeNet, InceptionBlock
from cnnlib.models.inception_resnet import InceptionResNetBlock
from cnnlib.models.inception_v3 import InceptionV3
from cnnlib.models.lenet import LeNet5, LeNet1989, LeNet1998
from cnnlib.models.resnet import BasicBlock, Bottleneck, CifarResNet, ResNet
from cnnlib.models.summaries import summary
from cnnlib.models.vgg import VGG
from cnnlib.models.weights import MissingWeights, card, load

__all__ = [
    "VGG",
    "AlexNet",
    "AlexNet2012",
    "BasicBlock",
    "Bottleneck",
    "Card",
    "CifarResNet",
    "DepthNet",
    "GoogLeNet",
    "InceptionBlock",
    "InceptionResNetBlock",
    "InceptionV3",
    "LeNet5",
    "LeNet1989",
    "LeNet1998",
    "MissingWeights",
    "ResNet",
    "card",
    "load",
    "summary",
]
