"""The command ``python -m cnnlib.pretrain``."""

from pathlib import Path
from typing import Annotated

import typer

Option = typer.Option


def main(
    architecture: Annotated[str, typer.Argument(help="resnet20, resnet32, resnet44 or resnet56.")],
    data: Annotated[
        str, Option(help="cifar10, signs, digits, or folder:PATH with a folder for each class.")
    ] = "cifar10",
    name: Annotated[str, Option(help="Of the weights; without it, ARCHITECTURE-DATA.")] = "",
    about: Annotated[str, Option(help="What the card says of the data.")] = "",
    folder: Annotated[Path, Option(help="Where weights, card and checkpoint go.")] = Path("."),
    epochs: Annotated[int, Option(help="In all.")] = 20,
    batch_size: Annotated[int, Option(help="Images a step.")] = 128,
    learning_rate: Annotated[float, Option(help="The highest of the cycle.")] = 0.2,
    warm_up: Annotated[float, Option(help="Share of the steps in which it rises.")] = 0.2,
    weight_decay: Annotated[float, Option(help="Of convolutions and the dense layer.")] = 5e-4,
    label_smoothing: Annotated[float, Option(help="0 for none.")] = 0.0,
    crop: Annotated[int, Option(help="Pixels by which an image is moved at most.")] = 4,
    mirror: Annotated[bool, Option(help="Mirror half of the images.")] = True,
    cutout: Annotated[int, Option(help="Side of a square that is covered.")] = 0,
    small: Annotated[
        str, Option(help="Smaller images at first: 0.3:16,0.6:24 (up to which share, how large).")
    ] = "",
    seed: Annotated[int, Option(help="Of weights, order and views.")] = 0,
    device: Annotated[str, Option(help="cpu, cuda or mps; without it, the fastest.")] = "",
    threads: Annotated[int, Option(help="Of the CPU; 0: as torch has it.")] = 0,
    hold_out: Annotated[
        int, Option(help="Training images kept apart and evaluated in place of the test.")
    ] = 0,
    start_from: Annotated[
        Path | None, Option(help="Weights to begin with, NAME.safetensors beside its card.")
    ] = None,
    mean_of: Annotated[
        list[Path] | None,
        Option(
            help="Given twice or more: no training, but the mean of these weights. Of the other "
            "options, those of the data, the name, the folder, the seed and the device count."
        ),
    ] = None,
    keep_copies: Annotated[
        bool, Option(help="Of a folder, keep test pictures that resemble a training picture.")
    ] = False,
):
    """Train a network on small images; write its weights, NAME.safetensors, and card, NAME.json.

    An interrupted training goes on when the same command is given again.
    """
    import torch

    from cnnlib import datasets
    from cnnlib.pretrain import Recipe, average, pretrain

    if threads:
        torch.set_num_threads(threads)
    try:
        recipe = Recipe(
            epochs=epochs,
            batch_size=batch_size,
            learning_rate=learning_rate,
            warm_up=warm_up,
            weight_decay=weight_decay,
            label_smoothing=label_smoothing,
            crop=crop,
            mirror=mirror,
            cutout=cutout,
            small=_pairs(small),
            seed=seed,
        )
        of_folder = {"keep_copies": keep_copies} if data.startswith("folder:") else {}
        loaded = datasets.load(data, **of_folder)
        typer.echo(f"{loaded}")
        shared = {"name": name or None, "device": device or None, "say": _say}
        if mean_of:
            if hold_out or start_from:
                raise ValueError("--mean-of trains nothing: no --hold-out or --start-from with it")
            card = average(architecture, mean_of, loaded, folder, seed=seed, **shared)
        else:
            options = {"about": about or None, "hold_out": hold_out, "start_from": start_from}
            card = pretrain(architecture, loaded, recipe, folder, **options, **shared)
    except (OSError, ValueError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    if card is None:
        raise typer.Exit(130)
    where = folder / f"{card.name}.safetensors"
    typer.echo(f"{where}: {card.accuracy:.2f} % of {card.test_images} images")


def _say(line):
    """Above a progress bar that may be there."""
    from tqdm.auto import tqdm

    tqdm.write(line)


def _pairs(text):
    """((0.3, 16), (0.6, 24)) from "0.3:16,0.6:24"."""
    try:
        pairs = [part.split(":") for part in text.split(",") if part]
        return tuple((float(share), int(size)) for share, size in pairs)
    except ValueError as error:
        raise ValueError(f"--small takes pairs such as 0.3:16,0.6:24, not {text!r}") from error


if __name__ == "__main__":
    typer.run(main)
