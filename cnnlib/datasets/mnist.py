"""MNIST and Fashion-MNIST: four files in the IDX format, in torchvision's layout."""

import gzip
import shutil
from dataclasses import dataclass

import torch
import torchvision

from cnnlib.datasets.dataset import Dataset, Split
from cnnlib.datasets.fetch import fetch
from cnnlib.datasets.files import put_in_place
from cnnlib.datasets.idx import BrokenFile, read_idx

COUNTS = {"train": 60_000, "t10k": 10_000}  # images in each part
_SIZE, _CLASSES = (28, 28), 10
_BLANK = 100  # images at the end that are never all blank


@dataclass(frozen=True)
class IdxSet:
    """A data set in MNIST's format.

    The files may be in the folder for long, put there by other hands, perhaps in another order
    within a part, so there is no hash to compare them with. What can be checked is: lengths, the
    number of images, the range of labels. A download is compared with torchvision's MD5.

    Attributes
    ----------
    name : str
    title : str
        Its name in torchvision, and its folder's.
    class_names : tuple of str
    origin, licence : str
    """

    name: str
    title: str
    class_names: tuple[str, ...]
    origin: str
    licence: str

    def faults(self, root):
        """What keeps the set from being read: a dict from file to reason, empty if nothing."""
        found = {}
        for file in self._resources():
            path = self.folder(root) / file
            try:
                _read(path)
            except FileNotFoundError:
                found[path] = "is missing"
            except (OSError, BrokenFile) as error:
                found[path] = str(error)
        return found

    def folder(self, root):
        """Where the files are, below the data root."""
        return root / self.title / "raw"

    def fetch(self, root, paths):
        """Download the files named, and unpack them."""
        mirrors, resources = self._torchvision().mirrors, self._resources()
        for path in paths:
            packed, md5 = resources[path.name]
            archive = fetch([mirror + packed for mirror in mirrors], md5, path.parent)
            with gzip.open(archive) as content, put_in_place(path) as target:
                shutil.copyfileobj(content, target)

    def read(self, root):
        """The data set, from files without faults."""
        return Dataset(
            name=self.name,
            train=self._split(root, "train"),
            test=self._split(root, "t10k"),
            class_names=self.class_names,
            max_value=255,
            origin=self.origin,
            licence=self.licence,
        )

    def _split(self, root, part):
        images = _read(self.folder(root) / f"{part}-images-idx3-ubyte")
        labels = _read(self.folder(root) / f"{part}-labels-idx1-ubyte")
        return Split(torch.from_numpy(images)[:, None], torch.from_numpy(labels).long())

    def _torchvision(self):
        return getattr(torchvision.datasets, self.title)

    def _resources(self):
        """From the name of a file to (its packed name, the MD5 of that)."""
        return {
            packed.removesuffix(".gz"): (packed, md5)
            for packed, md5 in self._torchvision().resources
        }


def _read(path):
    """The array in one of the four files, if it is what its name says."""
    part, content = path.name.split("-")[:2]
    is_images = content == "images"
    array = read_idx(path, axes=3 if is_images else 1)
    if len(array) != COUNTS[part]:
        raise BrokenFile(f"has {len(array)} {content} instead of {COUNTS[part]}")
    if is_images and array.shape[1:] != _SIZE:
        raise BrokenFile(f"has images of the size {array.shape[1:]} instead of {_SIZE}")
    if is_images and not array[-_BLANK:].any():
        raise BrokenFile(f"has nothing but zeros in its last {_BLANK} images")
    if not is_images and array.max() >= _CLASSES:
        raise BrokenFile(f"has the label {array.max()}; labels go from 0 to {_CLASSES - 1}")
    return array
