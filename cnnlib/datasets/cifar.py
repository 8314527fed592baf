"""CIFAR-10: an archive of pickled batches, in torchvision's layout."""

import hashlib
import tarfile
from dataclasses import dataclass

import torch
from torchvision.datasets import CIFAR10

from cnnlib.datasets.dataset import Dataset, Split
from cnnlib.datasets.fetch import fetch
from cnnlib.datasets.files import put_in_place


@dataclass(frozen=True)
class Cifar10:
    """60,000 colour pictures of 32 x 32 pixels.

    A pickle is a program: none is opened before its MD5 was compared with torchvision's list.
    """

    name: str = "cifar10"
    title: str = "CIFAR10"
    origin: str = (
        "A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, technical report, "
        "University of Toronto, 2009"
    )
    licence: str = "none stated"

    def faults(self, root):
        """What keeps the set from being read: a dict from file to reason, empty if nothing."""
        found = {}
        for file, md5 in _hashes().items():
            path = self.folder(root) / file
            if not path.exists():
                found[path] = "is missing"
            elif _md5(path) != md5:
                found[path] = "is half or broken (its MD5 hash is another)"
        return found

    def folder(self, root):
        """Where the files are, below the data root."""
        return root / CIFAR10.base_folder

    def fetch(self, root, paths):
        """Download the archive, and unpack the files named."""
        archive = fetch([CIFAR10.url], CIFAR10.tgz_md5, root)
        with tarfile.open(archive) as packed:
            for path in paths:
                content = packed.extractfile(f"{CIFAR10.base_folder}/{path.name}")
                with put_in_place(path) as target:
                    target.write(content.read())

    def read(self, root):
        """The data set, from files without faults."""
        train, test = (CIFAR10(root, train=part, download=False) for part in (True, False))
        return Dataset(
            name=self.name,
            train=_split(train),
            test=_split(test),
            class_names=tuple(train.classes),
            max_value=255,
            origin=self.origin,
            licence=self.licence,
        )


def _split(part):
    images = torch.from_numpy(part.data).permute(0, 3, 1, 2).contiguous()
    return Split(images, torch.tensor(part.targets))


def _hashes():
    """From the name of each file to its MD5."""
    meta = (CIFAR10.meta["filename"], CIFAR10.meta["md5"])
    return dict([*CIFAR10.train_list, *CIFAR10.test_list, meta])


def _md5(path):
    with path.open("rb") as file:
        # Of damage, not of malice: where MD5 is forbidden as a signature, it is not one here.
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
