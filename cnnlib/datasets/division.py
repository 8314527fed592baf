"""Divide images into training and test so that near copies stay together."""

import numpy as np
import torch


def divide(labels, pairs, test_share, seed):
    """Which images are for the test.

    Images that are linked by pairs, directly or through others, are one group, and a group is
    never divided. A group with images of several classes is for training: its labels disagree.

    Parameters
    ----------
    labels : (N,) int64 tensor
    pairs : iterable of (int, int)
        Images that must be on the same side.
    test_share : float
        Of the images of each class, about: at least one group, and never all.
    seed : int

    Returns
    -------
    (N,) bool tensor

    Examples
    --------
    >>> divide(torch.tensor([0, 0, 0, 0, 1, 1]), [(0, 1), (1, 2)], test_share=0.5, seed=0)
    tensor([False, False, False,  True,  True, False])
    """
    groups = _groups(len(labels), pairs)
    is_test = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique().tolist():
        own = [group for group in groups if (labels[group] == label).all()]
        order = np.random.default_rng((seed, label)).permutation(len(own))
        limit = round(test_share * int((labels == label).sum()))
        chosen = _fill([own[i] for i in order], limit)
        is_test[[i for group in chosen for i in group]] = True
    return is_test


def _groups(count, pairs):
    """Lists of the images that hang together, each sorted."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    first, second = np.array(list(pairs), dtype=np.int64).reshape(-1, 2).T
    links = coo_array((np.ones(len(first)), (first, second)), shape=(count, count))
    found, group_of = connected_components(links, directed=False)
    groups = [[] for _ in range(found)]
    for image, group in enumerate(group_of):
        groups[group].append(image)
    return groups


def _fill(groups, limit):
    """Groups with up to so many images: at least one group where there are two, and never all."""
    chosen, held = [], 0
    for group in groups:
        if held + len(group) <= limit and len(chosen) < len(groups) - 1:
            chosen.append(group)
            held += len(group)
    if not chosen and len(groups) > 1:
        return [min(groups, key=len)]
    return chosen
