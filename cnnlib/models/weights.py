"""Networks with trained weights, by name: those that ship with the course, and torchvision's.

The weights are in `data/weights/`, each with its card: NAME.safetensors and NAME.json. The format
is safetensors: names, shapes and numbers, and nothing that runs when it is read.
"""

import hashlib
from pathlib import Path

from cnnlib._paths import course_file
from cnnlib.models.cards import Card
from cnnlib.models.resnet import CifarResNet

# Blocks in each stage of the networks for small images: 6n + 2 layers.
CIFAR_RESNETS = {"resnet20": 3, "resnet32": 5, "resnet44": 7, "resnet56": 9}

SHIPPED = ("resnet20-cifar10",)
IMAGENET = "resnet18-imagenet"


class MissingWeights(FileNotFoundError):
    """Weights are not on this machine, or not whole, and could not be downloaded."""


def names():
    """The names that `load` takes.

    Returns
    -------
    tuple of str
        Those that need no network first.

    Examples
    --------
    >>> names()
    ('resnet20-cifar10', 'resnet18-imagenet')
    """
    return (*SHIPPED, IMAGENET)


def load(name, *, download=True):
    """A network with trained weights, in eval mode, on the CPU.

    Parameters
    ----------
    name : str
        - "resnet20-cifar10": `CifarResNet(n=3)`, trained by this course on CIFAR-10, ten classes,
          images of 32 x 32; ships with the course,
        - "resnet18-imagenet": torchvision's ResNet-18, trained on ImageNet, 1000 classes, images
          of 224 x 224; 45 MB, downloaded once.

        What the network expects of an image, and how it was trained, is in its `card`.
    download : bool
        Whether what is not on this machine may be fetched from the network.

    Returns
    -------
    nn.Module
        float32, all weights free to train.

    Raises
    ------
    ValueError
        If there are no weights of that name (the message lists the names).
    MissingWeights
        A FileNotFoundError: the file is missing or broken (its hash is another), or could not be
        downloaded; the message says which.

    Examples
    --------
    >>> import torch
    >>> net = load("resnet20-cifar10")
    >>> net(torch.zeros(1, 3, 32, 32)).shape
    torch.Size([1, 10])
    """
    _require_name(name)
    if name == IMAGENET:
        return _resnet18(download)
    return load_file(course_file_of(name))


def card(name):
    """The model card of weights.

    Parameters
    ----------
    name : str
        As `load` takes it.

    Returns
    -------
    Card

    Raises
    ------
    ValueError
        If there are no weights of that name.
    MissingWeights
        If the card is missing.

    Examples
    --------
    >>> about = card("resnet20-cifar10")
    >>> about.image_size, about.channels, len(about.class_names)
    ((32, 32), 'RGB', 10)
    """
    _require_name(name)
    if name == IMAGENET:
        return _card_of_resnet18()
    return Card.read(card_file(course_file_of(name)))


def load_file(path):
    """A network from a file of weights with its card beside it (`save_file` wrote both).

    Parameters
    ----------
    path : path-like
        NAME.safetensors; NAME.json is beside it.

    Returns
    -------
    nn.Module
        In eval mode, on the CPU, float32.

    Raises
    ------
    MissingWeights
        If a file is missing, or the weights' hash is not the one on the card.
    """
    from safetensors.torch import load as read

    path = Path(path)
    about = Card.read(card_file(path))
    try:
        content = path.read_bytes()
    except OSError as error:
        raise MissingWeights(f"there are no weights {path} ({error.strerror})") from error
    if hashlib.sha256(content).hexdigest() != about.sha256:
        raise MissingWeights(
            f"{path} is half or broken (its SHA-256 is not the one in {card_file(path).name}): "
            "get the course anew, or train the weights anew with python -m cnnlib.pretrain"
        )
    net = build(about.architecture, len(about.class_names), in_channels=len(about.mean))
    net.load_state_dict({name: _as_float32(values) for name, values in read(content).items()})
    return net.eval()


def save_file(path, net, about):
    """Write weights and their card.

    Parameters
    ----------
    path : path-like
        NAME.safetensors; the card is written beside it, NAME.json.
    net : nn.Module
        Its weights are written as they are: in half precision where they are float16.
    about : Card
        Its ``sha256`` is filled in.

    Returns
    -------
    Card
        As it was written.
    """
    from dataclasses import replace

    from safetensors.torch import save

    path = Path(path)
    state = {name: values.cpu().contiguous() for name, values in net.state_dict().items()}
    content = save(state, {"format": "pt", "name": about.name})
    about = replace(about, sha256=hashlib.sha256(content).hexdigest())
    path.write_bytes(content)
    card_file(path).write_text(about.as_text(), encoding="utf-8")
    return about


def build(architecture, num_classes, in_channels=3):
    """An untrained network of a named architecture.

    Parameters
    ----------
    architecture : str
        "resnet20", "resnet32", "resnet44" or "resnet56": `CifarResNet`.
    num_classes, in_channels : int

    Returns
    -------
    nn.Module

    Raises
    ------
    ValueError
        If there is no such architecture.
    """
    if architecture not in CIFAR_RESNETS:
        raise ValueError(
            f"there is no architecture {architecture!r} here; there are {', '.join(CIFAR_RESNETS)}"
        )
    n = CIFAR_RESNETS[architecture]
    return CifarResNet(n=n, num_classes=num_classes, in_channels=in_channels)


def card_file(path):
    """Where the card of a file of weights is: NAME.json for NAME.safetensors."""
    return Path(path).with_suffix(".json")


def course_file_of(name):
    """The file with the weights of that name; `MissingWeights` where it is not in the course."""
    try:
        return course_file("data", "weights", f"{name}.safetensors")
    except FileNotFoundError as error:
        raise MissingWeights(f"the weights {name!r} are not there: {error}") from error


def _as_float32(values):
    return values.float() if values.is_floating_point() else values


def _require_name(name):
    if name not in names():
        listed = ", ".join(repr(each) for each in names())
        raise ValueError(f"there are no weights named {name!r}; the names are {listed}")


def _torchvision_weights():
    from torchvision.models import ResNet18_Weights

    return ResNet18_Weights.IMAGENET1K_V1


def _downloaded_file():
    """Where torchvision keeps the file: in the folder of torch.hub."""
    import torch

    name = _torchvision_weights().url.rsplit("/", 1)[1]
    return Path(torch.hub.get_dir()) / "checkpoints" / name


def _resnet18(download):
    from torchvision.models import resnet18

    from cnnlib.progress import is_static

    file = _downloaded_file()
    if not file.exists() and not download:
        raise MissingWeights(
            f"{IMAGENET} is not in {file.parent}, and download=False was asked for"
        )
    weights = _torchvision_weights()
    _require_whole(file)
    try:
        state = weights.get_state_dict(progress=not is_static(), check_hash=True)
    except (OSError, RuntimeError) as error:  # no network; a hash that is another
        raise MissingWeights(
            f"{IMAGENET} could not be downloaded from {weights.url}: {error}. If you have the "
            f"file, put it into {file.parent}. Without it: {', '.join(SHIPPED)} is always here"
        ) from error
    net = resnet18(num_classes=len(weights.meta["categories"]))
    net.load_state_dict(state)
    return net.eval()


def _require_whole(file):
    """torchvision checks the hash of what it downloads, and not of what is there already."""
    if not file.exists():
        return
    beginning = file.stem.rsplit("-", 1)[1]  # of the hash: resnet18-f37072fd.pth
    if not hashlib.sha256(file.read_bytes()).hexdigest().startswith(beginning):
        raise MissingWeights(f"{file} is half or broken (its SHA-256 is another): delete it")


def _card_of_resnet18():
    weights = _torchvision_weights()
    transform, meta = weights.transforms(), weights.meta
    accuracy = meta["_metrics"]["ImageNet-1K"]["acc@1"]
    return Card(
        name=IMAGENET,
        architecture="resnet18",
        class_names=tuple(meta["categories"]),
        image_size=(transform.crop_size[0], transform.crop_size[0]),
        channels="RGB",
        max_value=1.0,
        mean=tuple(transform.mean),
        std=tuple(transform.std),
        data="ImageNet (ILSVRC 2012), O. Russakovsky and others, IJCV 115, 2015, 211-252",
        recipe={"trained by": "torchvision", "described at": meta["recipe"]},
        seed=None,
        accuracy=accuracy,
        test_images=50_000,
        date="",
        licence="none stated for the weights (torchvision: BSD 3-Clause); ImageNet: for research",
        sha256="",
        notes=(
            "accuracy is torchvision's own statement, on the 50,000 validation images",
            f"its own transform resizes the shorter side to {transform.resize_size[0]} first, and "
            "then takes the middle",
        ),
    )
