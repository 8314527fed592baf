"""Batches from memory: every image once an epoch, in an order that the seed decides."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from cnnlib import datasets
from cnnlib.datasets import Batches, Dataset, Split


def numbered(count, channels=1):
    """Images of 2 x 2 whose first pixel is their number, which is also their label."""
    images = torch.zeros(count, channels, 2, 2, dtype=torch.uint8)
    images[:, 0, 0, 0] = torch.arange(count)
    return Split(images, torch.arange(count))


def order(batches):
    return [label for _, y in batches for label in y.tolist()]


def dataset(train, test, max_value=255):
    names = tuple("abcdefghi")
    return Dataset("mine", train, test, names, max_value, "here", "none")


# which images


@given(count=st.integers(1, 40), size=st.integers(1, 45), shuffle=st.booleans())
def test_batches_when_iterated_then_every_image_once_with_its_label(count, size, shuffle):
    batches = Batches(numbered(count), size, shuffle=shuffle, max_value=1)
    held = list(batches)
    assert len(held) == len(batches) == -(-count // size)
    assert batches.count == count
    assert [len(y) for _, y in held[:-1]] == [size] * (len(held) - 1)
    for x, y in held:
        assert x.shape == (len(y), 1, 2, 2)
        assert (x.dtype, y.dtype) == (torch.float32, torch.int64)
        assert torch.equal(x[:, 0, 0, 0].long(), y)
    assert sorted(label for _, y in held for label in y.tolist()) == list(range(count))


def test_batches_when_not_shuffled_then_in_order_every_time():
    batches = Batches(numbered(7), 3)
    assert order(batches) == order(batches) == list(range(7))


@given(seed=st.integers(0, 10**9), epoch=st.integers(0, 1000))
def test_batches_when_shuffled_then_order_depends_on_seed_and_epoch_only(seed, epoch):
    split = numbered(50)
    first, second = (Batches(split, size, shuffle=True, seed=seed) for size in (7, 20))
    list(first), torch.rand(3)
    for batches in (first, second):
        batches.set_epoch(epoch)
    assert order(first) == order(second)


def test_batches_when_shuffled_then_every_epoch_and_seed_has_its_own_order():
    split = numbered(50)
    both = [Batches(split, 8, shuffle=True, seed=seed) for seed in (0, 1)]
    orders = {tuple(order(batches)) for batches in both for _ in range(5)}
    assert len(orders) == 2 * 5


def test_batches_when_shuffled_then_the_order_is_the_same_on_every_machine():
    batches = Batches(numbered(10), 4, shuffle=True, seed=3)
    assert order(batches) == [9, 6, 0, 2, 1, 4, 7, 5, 3, 8]


def test_batches_when_an_epoch_is_broken_off_then_the_next_has_another_order():
    batches = Batches(numbered(50), 8, shuffle=True)
    first, second = (next(iter(batches))[1].tolist() for _ in range(2))
    assert first != second
    assert batches.epoch == 2


def test_batches_when_iterated_twice_at_once_then_the_epochs_do_not_mix():
    batches = Batches(numbered(50), 8, shuffle=True)
    pairs = list(zip(batches, batches, strict=True))
    for place in (0, 1):
        assert sorted(label for pair in pairs for label in pair[place][1].tolist()) == [*range(50)]


# what values


def test_batches_when_normalised_then_as_torchvision_does_it():
    from torchvision.transforms import v2

    data = datasets.load("digits")
    usual = v2.Normalize(data.mean.tolist(), data.std.tolist())
    [(x, y)] = data.batches("test", 1000)
    torch.testing.assert_close(x, usual(data.test.images.float() / 16), rtol=1e-5, atol=1e-5)
    assert torch.equal(y, data.test.labels)


def test_batches_when_several_channels_then_each_has_its_own_statistics():
    images = torch.tensor([[[[10]], [[20]], [[30]]]], dtype=torch.uint8)
    [(x, _)] = Batches(
        Split(images, torch.tensor([0])), 1, mean=[1, 2, 3], std=[1, 2, 0], max_value=10
    )
    assert x.flatten().tolist() == [0, 0, 0]
    [(x, _)] = Batches(Split(images, torch.tensor([0])), 1, mean=(0, 1, 2), std=2.0, max_value=10)
    assert x.flatten().tolist() == [0.5, 0.5, 0.5]


def test_batches_when_changed_in_place_then_the_split_stays():
    split = numbered(6)
    for x, y in Batches(split, 4, max_value=1):
        x += 1
        y += 1
    assert split.images[:, 0, 0, 0].tolist() == split.labels.tolist() == [*range(6)]


def test_batches_when_transform_then_called_with_the_normalised_batch():
    seen = []

    def twice(x):
        seen.append(x.clone())
        return torch.cat([x, x], dim=3)

    [(x, _)] = Batches(numbered(2), 2, mean=1.0, max_value=1, transform=twice)
    assert x.shape == (2, 1, 2, 4)
    assert seen[0][:, 0, 0, 0].tolist() == [-1, 0]


def test_batches_when_device_is_named_then_images_are_there_as_bytes_and_batches_too():
    batches = Batches(numbered(3), 2, device="meta")
    assert batches.images.device.type == batches.labels.device.type == "meta"
    assert batches.images.dtype == torch.uint8
    assert {tensor.device.type for batch in batches for tensor in batch} == {"meta"}


def test_batches_when_there_is_an_accelerator_then_the_same_batches_as_on_the_cpu():
    if not torch.accelerator.is_available():
        pytest.skip("no accelerator here")
    data = datasets.load("digits")
    device = torch.accelerator.current_accelerator()
    there = data.batches("train", 100, shuffle=True, device=device)
    for (x, y), (u, v) in zip(data.batches("train", 100, shuffle=True), there, strict=True):
        assert u.device.type == v.device.type == device.type
        torch.testing.assert_close(x, u.cpu())
        assert torch.equal(y, v.cpu())


# errors


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"batch_size": 0}, "batch_size must be a whole number of at least 1, not 0"),
        ({"batch_size": 2.5}, "batch_size must be a whole number"),
        ({"batch_size": 2, "seed": -1}, "seed must be a whole number of at least 0, not -1"),
        ({"batch_size": 2, "std": -1.0}, "never negative"),
        ({"batch_size": 2, "mean": [0.0, 1.0]}, "one number or 1, one for each channel"),
    ],
)
def test_batches_when_an_argument_is_wrong_then_error_says_which(arguments, message):
    with pytest.raises(ValueError, match=message):
        Batches(numbered(3), **arguments)


def test_batches_when_there_are_no_images_then_error():
    with pytest.raises(ValueError, match="no images"):
        Batches(numbered(0), 2)


def test_set_epoch_when_negative_then_error():
    with pytest.raises(ValueError, match="epoch must be a whole number of at least 0"):
        Batches(numbered(3), 2).set_epoch(-1)


# Split and Dataset


@pytest.mark.parametrize(
    ("images", "labels", "message"),
    [
        (torch.zeros(2, 1, 3, 3), torch.zeros(2).long(), r"not \(2, 1, 3, 3\) float32"),
        (torch.zeros(2, 3, 3).byte(), torch.zeros(2).long(), r"not \(2, 3, 3\) uint8"),
        (torch.zeros(2, 1, 3, 3).byte(), torch.zeros(2), r"not \(2,\) float32"),
        (torch.zeros(2, 1, 3, 3).byte(), torch.zeros(3).long(), "2 images have 3 labels"),
    ],
)
def test_split_when_shapes_or_types_are_wrong_then_error_names_them(images, labels, message):
    with pytest.raises(ValueError, match=message):
        Split(images, labels)


@given(seed=st.integers(0, 100), channels=st.integers(1, 3), max_value=st.integers(1, 255))
def test_dataset_when_made_then_statistics_are_those_of_the_training_images(
    seed, channels, max_value
):
    generator = torch.Generator().manual_seed(seed)
    images = torch.randint(0, max_value + 1, (9, channels, 4, 5), generator=generator)
    labels = torch.arange(9)
    train = Split(images[:6].byte(), labels[:6])
    data = dataset(train, Split(images[6:].byte(), labels[6:]), max_value)
    scaled = images[:6].double() / max_value
    assert data.mean.dtype == data.std.dtype == torch.float32
    torch.testing.assert_close(data.mean, scaled.mean(dim=(0, 2, 3)).float())
    torch.testing.assert_close(data.std, scaled.std(dim=(0, 2, 3), correction=0).float())


@pytest.mark.parametrize("part", ["train", "test"])
def test_dataset_batches_when_made_then_normalised_with_the_training_statistics(part):
    train, test = numbered(9), numbered(4)
    data = dataset(train, test, max_value=9)
    split = getattr(data, part)
    [(x, y)] = data.batches(part, 100)
    torch.testing.assert_close(x, (split.images / 9 - data.mean) / data.std)
    assert torch.equal(y, split.labels)


def test_dataset_batches_when_part_is_unknown_then_error_names_the_parts():
    with pytest.raises(ValueError, match="the parts are 'train' and 'test', not 'valid'"):
        datasets.load("digits").batches("valid", 3)


def test_dataset_batches_when_given_options_then_batches_have_them():
    batches = datasets.load("digits").batches(
        "train", 3, shuffle=True, seed=4, device="cpu", transform=torch.abs
    )
    assert (batches.batch_size, batches.shuffle, batches.seed) == (3, True, 4)
    assert batches.transform is torch.abs
    assert batches.device.type == "cpu"


@pytest.mark.parametrize(
    ("train", "test", "message"),
    [
        (numbered(10), numbered(3), "labels of 'mine' go from 0 to 8, but there is 9"),
        (numbered(3), Split(numbered(3).images, torch.tensor([0, -1, 2])), "but there is -1"),
        (numbered(3), numbered(3, channels=3), r"\(1, 2, 2\) to train and \(3, 2, 2\) to test"),
        (numbered(0), numbered(3), "no images to train"),
    ],
)
def test_dataset_when_its_parts_do_not_fit_then_error_says_what(train, test, message):
    with pytest.raises(ValueError, match=message):
        dataset(train, test)


def test_dataset_when_changed_then_error():
    with pytest.raises(AttributeError):
        datasets.load("digits").mean = 0
