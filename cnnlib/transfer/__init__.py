"""Use a network that was trained for something else.

Read in this order: `freezing` (what is not to learn), `heads` (the last layer, exchanged),
`groups` (learning rates for body and head), `preparing` (images as the network knows them),
`extraction` (what the body says of images), `probing` (a linear classifier on that), `shots`
(how good a method is with few examples).

>>> import torch
>>> from torch import nn
>>> from cnnlib import transfer
>>> net = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.Flatten(), nn.Linear(8, 10))
>>> net = transfer.replace_head(transfer.freeze(net), 2)
>>> [name for name, p in net.named_parameters() if p.requires_grad]
['3.weight', '3.bias']
>>> net.train()[1].training
False
"""

from cnnlib.transfer.extraction import features
from cnnlib.transfer.freezing import freeze, unfreeze
from cnnlib.transfer.groups import parameter_groups
from cnnlib.transfer.heads import head_of, replace_head
from cnnlib.transfer.preparing import Preprocessing, preprocessing
from cnnlib.transfer.probing import linear_probe
from cnnlib.transfer.shots import Interval, draw_shots, few_shot, interval

__all__ = [
    "Interval",
    "Preprocessing",
    "draw_shots",
    "features",
    "few_shot",
    "freeze",
    "head_of",
    "interval",
    "linear_probe",
    "parameter_groups",
    "preprocessing",
    "replace_head",
    "unfreeze",
]
