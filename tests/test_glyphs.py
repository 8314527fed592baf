"""The letters of many fonts: what is in the set, and what is not."""

import numpy as np
import torch

from cnnlib import datasets
from cnnlib.datasets import glyphs


def test_glyphs_when_loaded_then_are_balanced_letters_without_digits():
    data = datasets.load("glyphs", copies=2)
    counts = torch.bincount(data.train.labels)
    assert len(counts) == len(data.class_names) == 37 and counts.unique().numel() == 1
    assert not set("0123456789") & set(data.class_names)
    assert data.train.images.shape == (37 * 16 * 2, 1, 12, 12)


def test_glyphs_when_divided_then_no_font_is_in_both_parts():
    assert not set(glyphs.FONTS) & set(glyphs.TEST_FONTS)
    assert len({*glyphs.FONTS, *glyphs.TEST_FONTS}) == 20
    data = datasets.load("glyphs", copies=1)
    assert not datasets.near_copies(data.train.images, data.test.images, likeness=0.9999)


def test_glyphs_when_drawn_again_then_are_the_same_and_another_seed_gives_others():
    first, again, other = (datasets.load("glyphs", copies=1, seed=s) for s in (0, 0, 1))
    assert torch.equal(first.train.images, again.train.images)
    assert not torch.equal(first.train.images, other.train.images)


def test_glyphs_when_looked_at_then_each_has_ink_and_room_around_it():
    images = datasets.load("glyphs", copies=2).train.images[:, 0].numpy().astype(float)
    ink = images.sum(axis=(1, 2)) / 255
    assert ink.min() > 3 and ink.max() < 80
    rows = np.array([(image.max(axis=1) > 60).sum() for image in images])
    assert 5 <= np.median(rows) <= 10
    assert (images.max(axis=(1, 2)) > 100).mean() > 0.98
