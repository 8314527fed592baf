"""What is left of a training: a file of weights, and the card that says what they are."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from typing import NamedTuple

import torch

from cnnlib import datasets, training
from cnnlib.models import weights
from cnnlib.models.cards import Card
from cnnlib.pretrain.recipe import Recipe
from cnnlib.pretrain.views import batches_of

MOST_LOST = 0.2  # points of accuracy that half precision may cost


class Result(NamedTuple):
    """A training that is finished, and what its card is to say."""

    net: torch.nn.Module
    architecture: str
    data: datasets.Dataset
    about: str
    recipe: Recipe
    recipe_told: dict
    test: datasets.Split


def name_for(architecture, data):
    """What weights are called that were given no name."""
    return f"{architecture}-{data.name.rpartition('/')[2]}"


def in_short(card):
    """What the card of other weights says of these: which they are, and how they came about."""
    return {"name": card.name, "sha256": card.sha256, "recipe": card.recipe}


def write(path, result, say):
    """Write the weights, in half precision if it costs little; returns the card."""
    net, data, test = result.net, result.data, result.test
    device = training.devices.device_of(net)
    batches = batches_of(data, test, result.recipe, device, shuffle=False)
    full = 100 * training.evaluate(net, batches).accuracy
    halved = deepcopy(net).half()
    half = 100 * training.evaluate(deepcopy(halved).float(), batches).accuracy
    is_half = full - half < MOST_LOST
    say(f"{batches.count} images: {full:.2f} % in float32, {half:.2f} % in float16")
    card = Card(
        name=path.stem,
        architecture=result.architecture,
        class_names=tuple(data.class_names),
        image_size=tuple(test.images.shape[2:]),
        channels="RGB" if len(data.mean) == 3 else "grey",
        max_value=1.0,
        mean=tuple(round(m, 6) for m in data.mean.tolist()),
        std=tuple(round(s, 6) for s in data.std.tolist()),
        data=result.about,
        recipe=json.loads(json.dumps(result.recipe_told)),  # lists for tuples, as in the file
        seed=result.recipe.seed,
        accuracy=round(half if is_half else full, 2),
        test_images=batches.count,
        date=datetime.now(UTC).date().isoformat(),
        licence="CC BY 4.0",
        sha256="",
        notes=(
            f"{'float16' if is_half else 'float32'}; in float32 {full:.2f} %",
            f"trained with torch {torch.__version__.partition('+')[0]} on {device.type}",
        ),
    )
    return weights.save_file(path, halved if is_half else net, card)
