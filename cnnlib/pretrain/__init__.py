"""Train a network on small images, and keep its weights with a model card.

On the command line (``--help`` lists the options)::

    python -m cnnlib.pretrain resnet20 --data cifar10
    python -m cnnlib.pretrain resnet20 --data folder:PICTURES --epochs 30

It goes on where it was interrupted, epoch by epoch, and on the CPU to the same numbers. On a GPU
it uses that.

Read in this order: `recipe` (what can be chosen), `views` (images moved, mirrored, made smaller),
`run` (the training), `averaging` (the mean of several trainings), `result` (what is written).
"""

from cnnlib.pretrain.averaging import average
from cnnlib.pretrain.recipe import Recipe
from cnnlib.pretrain.run import pretrain
from cnnlib.pretrain.views import Views

__all__ = ["Recipe", "Views", "average", "pretrain"]
