"""A training loop to trust: what you would write yourself, after it has gone wrong often enough.

Classification: a model turns images x (N, C, H, W) into scores (N, K), and the labels y (N,) say
which of the K classes is right. Batches come from any iterable of pairs (x, y) that has a length:
`cnnlib.datasets.Batches`, a `torch.utils.data.DataLoader`, a list.

Read in this order: `seeds` and `devices`, `meter` (mean loss and accuracy of many batches),
`evaluation`, `history` (what fit returns), `fitting` (the loop itself), `finite` (a loss that is
no number), `checkpoints` (to go on after an interruption). `bar` draws, `trees` makes text of
dicts, and `requirements` says what is refused, and in which words.

>>> import torch
>>> from cnnlib.training import evaluate, fit, seed_everything
>>> seed_everything(0)
>>> x = torch.randn(20, 4)
>>> batches = [(x, (x.sum(dim=1) > 0).long())]
>>> model = torch.nn.Linear(4, 2)
>>> history = fit(model, batches, epochs=30, optimizer=torch.optim.SGD(model.parameters(), lr=1))
>>> evaluate(model, batches).accuracy
1.0
"""

from cnnlib.training.checkpoints import load_checkpoint, save_checkpoint
from cnnlib.training.devices import available_devices, pick_device
from cnnlib.training.evaluation import Evaluation, evaluate, predict
from cnnlib.training.finite import NonFiniteLoss
from cnnlib.training.fitting import Run, fit
from cnnlib.training.history import Epoch, History
from cnnlib.training.seeds import seed_everything

__all__ = [
    "Epoch",
    "Evaluation",
    "History",
    "NonFiniteLoss",
    "Run",
    "available_devices",
    "evaluate",
    "fit",
    "load_checkpoint",
    "pick_device",
    "predict",
    "save_checkpoint",
    "seed_everything",
]
