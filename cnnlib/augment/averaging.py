"""Ask a network about several versions of an image, and take the mean of its answers."""

import torch

from cnnlib.training.evaluation import eval_mode


def test_time_augmentation(model, x, transforms):
    """The mean of the probabilities that a network gives to several versions of each image.

    In evaluation mode, without gradients; afterwards the network is in the mode it was in.

    Parameters
    ----------
    model : torch.nn.Module
        From x (N, ...) to logits (N, K).
    x : (N, ...) tensor
    transforms : sequence of callables
        Each from x to a version of it. The image as it is takes part only where one says so.

    Returns
    -------
    (N, K) tensor
        Each row sums to 1.

    Raises
    ------
    ValueError
        If there is no transform.

    Examples
    --------
    >>> def as_it_is(x):
    ...     return x
    >>> logits = torch.tensor([[0.0, 0.0]])
    >>> test_time_augmentation(torch.nn.Identity(), logits, [as_it_is])
    tensor([[0.5000, 0.5000]])
    """
    if not len(transforms):
        raise ValueError("there is no transform: nothing to take the mean of")
    with eval_mode(model):
        chances = [model(transform(x)).softmax(dim=1) for transform in transforms]
    return torch.stack(chances).mean(dim=0)


test_time_augmentation.__test__ = False  # for pytest: it is no test, whatever its name
