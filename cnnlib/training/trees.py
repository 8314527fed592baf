"""Trees of dicts, lists and tuples with tensors in them, taken apart and put together again.

For a file format that keeps tensors and text, and nothing that could run as a program when it is
read (as a pickle can).
"""

import json
from collections import Counter

import numpy as np
import torch

KINDS = {"list": list, "tuple": tuple, "dict": dict, "Counter": Counter}


def take_apart(tree, name):
    """The tensors of a tree, on the CPU and by name, and the rest of it as text.

    Parameters
    ----------
    tree : dict, list, tuple, tensor, number, str or None
        Dicts, lists and tuples hold others of these.
    name : str
        What the names of the tensors begin with.

    Returns
    -------
    tensors : dict from str to tensor
        Copies that share no memory.
    text : str

    Raises
    ------
    TypeError
        If there is anything else in the tree; the message says where.

    Examples
    --------
    >>> tensors, text = take_apart({"lr": 0.1, "state": [torch.zeros(2)]}, "optimizer")
    >>> tensors
    {'optimizer.state.0': tensor([0., 0.])}
    >>> put_together(tensors, text)
    {'lr': 0.1, 'state': [tensor([0., 0.])]}
    """
    tensors = {}
    return tensors, json.dumps(_outline(tree, name, tensors))


def put_together(tensors, text):
    """The tree that `take_apart` was given.

    Parameters
    ----------
    tensors : dict from str to tensor
    text : str

    Returns
    -------
    dict, list, tuple, tensor, number, str or None
    """
    return _filled(json.loads(text), tensors)


def _outline(tree, name, tensors):
    """The tree with [kind, parts] for what has parts, and ["tensor", its name] for a tensor."""
    if isinstance(tree, torch.Tensor):
        tensors[name] = tree.detach().to("cpu", copy=True).contiguous()
        return ["tensor", name]
    if isinstance(tree, dict):
        kind = "Counter" if isinstance(tree, Counter) else "dict"
        return [kind, [[key, _outline(tree[key], f"{name}.{key}", tensors)] for key in tree]]
    if isinstance(tree, (list, tuple)):
        kind = "list" if isinstance(tree, list) else "tuple"
        return [kind, [_outline(part, f"{name}.{i}", tensors) for i, part in enumerate(tree)]]
    if isinstance(tree, np.generic):
        return tree.item()
    if tree is None or isinstance(tree, (bool, int, float, str)):
        return tree
    raise TypeError(
        f"{name} is a {type(tree).__name__}: a file keeps tensors, numbers, text, and lists, "
        f"tuples and dicts of them"
    )


def _filled(outline, tensors):
    if not isinstance(outline, list):
        return outline
    kind, parts = outline
    if kind == "tensor":
        return tensors[parts]
    if KINDS[kind] in (dict, Counter):
        return KINDS[kind]({key: _filled(part, tensors) for key, part in parts})
    return KINDS[kind](_filled(part, tensors) for part in parts)
