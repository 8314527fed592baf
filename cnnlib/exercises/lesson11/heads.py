"""`replace_head`: a new last layer for a new task, and nothing else changed.

Imports torch: `cnnlib.exercises.lesson11` loads this module when the exercise is asked for.
"""

import copy

import torch
from torch import nn

from cnnlib.check import Case, Exercise, Law, Mistake, Part
from cnnlib.exercises.lesson09.judging import Setting, in_words, one_thread, random_maps
from cnnlib.exercises.lesson11.nets import KINDS, drawn, network


def with_new_head(model, num_classes):
    """Put a new dense layer in the place of the last one.

    Parameters
    ----------
    model : torch.nn.Module
    num_classes : int

    Returns
    -------
    torch.nn.Module
        The same.

    Raises
    ------
    ValueError
        If there is no dense layer.

    Examples
    --------
    >>> with_new_head(nn.Sequential(nn.Flatten(), nn.Linear(9, 10)), 4)[1].out_features
    4
    """
    return _replace(model, num_classes)


# The oracle, with switches for what can go wrong


def _dense(model):
    return [(name, m) for name, m in model.named_modules() if isinstance(m, nn.Linear)]


def _new(old, num_classes):
    return nn.Linear(old.in_features, num_classes).to(old.weight)


def _uneven(old, num_classes):
    """A new layer with numbers that are not torch's own."""
    new = _new(old, num_classes)
    nn.init.normal_(new.weight)
    return new


def _zeros(old, num_classes):
    new = _new(old, num_classes)
    nn.init.zeros_(new.weight)
    return new


def _put(model, name, new):
    parent, _, own = name.rpartition(".")
    setattr(model.get_submodule(parent), own, new)


def _replace(
    model, num_classes, *, which=lambda dense: dense[-1:], new=_new, put=_put, result=None
):
    dense = _dense(model)
    if not dense:
        raise ValueError("the model has no dense layer to replace")
    for name, old in which(dense):
        layer = new(old, num_classes)
        put(model, name, layer)
    return model if result is None else result(model, layer)


def _model(**switches):
    return lambda model, num_classes: _replace(model, num_classes, **switches)


def _at(way):
    """Where the head of one kind of network is, and of that kind alone."""

    def model_of_the_mistake(model, num_classes):
        way(model, num_classes)
        return model

    return model_of_the_mistake


def _fc(model, num_classes):
    model.fc = _new(model.fc, num_classes)


def _head_last(model, num_classes):
    model.head[-1] = _new(model.head[-1], num_classes)


def _last_child(model, num_classes):
    name, old = list(model.named_children())[-1]
    setattr(model, name, _new(old, num_classes))


def _last_module(model, num_classes):
    name, old = list(model.named_modules())[-1]
    _put(model, name, _new(old, num_classes))


def _last_child_whole(model, num_classes):
    """The last child, whatever it is, becomes a dense layer."""
    dense = _dense(model)
    name, _ = list(model.named_children())[-1]
    setattr(model, name, _new(dense[-1][1], num_classes))


def _no_test(model, num_classes):
    name, old = _dense(model)[-1]
    _put(model, name, _new(old, num_classes))
    return model


def _split_in_two(model, name, new):
    parent, own = name.split(".")
    setattr(model.get_submodule(parent), own, new)


def _body_frozen(model, num_classes):
    changed = _replace(model.requires_grad_(False), num_classes)
    return changed


def _evaluated(model, num_classes):
    return _replace(model, num_classes).eval()


def _stacked(model, num_classes):
    old = _dense(model)[-1][1]
    new = nn.Linear(old.out_features, num_classes).to(old.weight)
    return nn.Sequential(model, new)


def _stacked_in_place(old, num_classes):
    return nn.Sequential(old, nn.Linear(old.out_features, num_classes).to(old.weight))


def _rows_of_the_old(old, num_classes):
    new = _new(old, num_classes)
    rows = min(num_classes, old.out_features)
    with torch.no_grad():
        new.weight[:rows] = old.weight[:rows]
        if old.bias is not None:
            new.bias[:rows] = old.bias[:rows]
    return new


def _frozen(old, num_classes):
    return _new(old, num_classes).requires_grad_(False)


def _as_the_old_one(old, num_classes):
    """Asks for gradients only if the old one did."""
    return _new(old, num_classes).requires_grad_(old.weight.requires_grad)


def _without_a_body(model, num_classes):
    """Everything in the network learns, as the network is freed on the way."""
    changed = _replace(model, num_classes)
    return changed.requires_grad_(True)


def _all_frozen(model, num_classes):
    return _replace(model, num_classes).requires_grad_(False)


# What is asked of it


def _scene(kind, num_classes, seed, frozen=False, all_frozen=False, single=False):
    made = network(kind, seed, frozen)
    if all_frozen:
        made.requires_grad_(False)
    return made.float() if single else made


def _setting(kind, num_classes, seed, **options):
    words = f"{KINDS[kind][1]}; num_classes {num_classes}"
    words += "; its body is frozen" if options.get("frozen") else ""
    words += "; all of it is frozen" if options.get("all_frozen") else ""
    words += "; float32" if options.get("single") else "; float64"
    return Setting(words, kind=kind, num_classes=num_classes, seed=seed, **options)


def _changed(f, setting):
    """The network before, and what the student made of it."""
    made = _scene(**setting)
    before = copy.deepcopy(made)
    with torch.enable_grad(), torch.random.fork_rng(devices=[]):
        torch.manual_seed(99)
        return before, f(made, setting["num_classes"])


def _told(tell):
    def side(f, setting):
        before, after = _changed(f, setting)
        if not isinstance(after, nn.Module):
            return "nothing" if after is None else f"something of type {type(after).__name__}"
        with one_thread():
            return tell(before, after, setting)

    return side


def _answer(network, dtype):
    x = random_maps((2, 1, 3, 3), 0).to(dtype)
    try:
        with torch.no_grad():
            return f"an output of shape {tuple(copy.deepcopy(network).eval()(x).shape)}"
    except Exception as error:  # the student's network: told, not raised
        return in_words(error)


def _tell_layers(before, after, setting):
    dtype = next(before.parameters()).dtype
    old, new = (dict(each.named_parameters()) for each in (before, after))
    gone = [name for name in old if name not in new]
    other = [
        f"{name} {tuple(p.shape)}"
        for name, p in new.items()
        if name not in old or old[name].shape != p.shape or not torch.equal(old[name], p)
    ]
    told = f"{_answer(after, dtype)}; other than before: {', '.join(other) or 'nothing'}"
    missing = [name for name in gone if not name.endswith("bias")]
    told += f"; gone: {', '.join(missing)}" if missing else ""
    return told + _kept(before, after)


def _kept(before, after):
    """Rows of the old head that are in the new one."""
    old, new = _dense(before)[-1][1].weight, (_dense(after) or [("", None)])[-1][1]
    if new is None or new.weight.shape[1:] != old.shape[1:]:
        return ""
    shared = (new.weight[:, None] == old[None]).all(dim=2).any().item()
    return "; numbers of the old head are in the new one" if shared else ""


def _numbers_told(layer):
    """Whether the weights of a layer look as nn.Linear draws them."""
    weight = layer.weight.detach()
    most = layer.in_features**-0.5
    if float(weight.abs().max()) > 1.001 * most:
        return "larger than nn.Linear draws them"
    return "all alike" if float(weight.std(correction=0)) < 0.05 * most else "as nn.Linear draws"


def _tell_kind(before, after, setting):
    new = (_dense(after) or [("", None)])[-1][1]
    numbers = "none" if new is None else _numbers_told(new)
    learning = [name for name, p in after.named_parameters() if p.requires_grad]
    kinds = sorted({str(p.dtype).removeprefix("torch.") for p in after.parameters()})
    modes = {m.training for m in after.modules()}
    return (
        f"with gradients: {', '.join(learning) or 'nothing'}; {' and '.join(kinds)}; "
        f"{'all in training mode' if modes == {True} else 'not all in training mode'}; "
        f"weights of the head: {numbers}"
    )


def layers_law(kind, num_classes, seed=0, note="", **options):
    return Law(
        "as many outputs as classes; new are weight and bias of the last dense layer, only these",
        _told(_tell_layers),
        lambda f, setting: _told(_tell_layers)(with_new_head, setting),
        _setting(kind, num_classes, seed, **options),
        note=note,
    )


def kind_law(kind, num_classes, seed=0, note="", **options):
    return Law(
        "the new head learns, with numbers as nn.Linear draws them; all else is as it was",
        _told(_tell_kind),
        lambda f, setting: _told(_tell_kind)(with_new_head, setting),
        _setting(kind, num_classes, seed, **options),
        note=note,
    )


def without_dense(seed=0):
    return drawn(lambda: nn.Sequential(nn.Conv2d(1, 2, 2), nn.BatchNorm2d(2)), seed)


WALK = "name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]"
PUT = 'parent, _, own = name.rpartition("."), and setattr(model.get_submodule(parent), own, new)'
MAKE = "nn.Linear(old.in_features, num_classes)"

replace_head = Exercise(
    "lesson11.replace_head",
    functions={"replace_head": with_new_head},
    parts=(
        Part(
            "a new head",
            1,
            (layers_law("plain", 2), layers_law("fc", 5, note="the head is called fc")),
        ),
        Part(
            "wherever it is",
            1,
            (
                layers_law("head", 6, note="the head is inside an nn.Sequential"),
                layers_law("two", 3, note="two dense layers, and dropout after them"),
            ),
            needs=("a new head",),
        ),
        Part(
            "ready to learn",
            1,
            (
                kind_law("fc", 5, frozen=True, note="a frozen body"),
                kind_law("fc", 2, all_frozen=True, note="all was frozen before"),
                kind_law("fc", 3, single=True, note="float32"),
                Case(without_dense(), 4, note="a network without a dense layer"),
            ),
            needs=("a new head",),
        ),
    ),
    mistakes=(
        Mistake(
            "no test for none",
            _no_test,
            "Without a dense layer your list is empty, and an empty list has no last one. Look "
            "whether there is one first, and raise a ValueError that says so.",
            "if not dense: raise ValueError('...')",
        ),
        Mistake(
            "the name fc",
            _at(_fc),
            "You look for an attribute called fc. Heads have many names: find the last nn.Linear "
            "among model.named_modules().",
            WALK,
        ),
        Mistake(
            "the name head",
            _at(_head_last),
            "You look for model.head[-1]. Heads have many names: find the last nn.Linear among "
            "model.named_modules().",
            WALK,
        ),
        Mistake(
            "the last child",
            _at(_last_child),
            "You take the last child of the network for its head. It may be a whole "
            "nn.Sequential, or dropout: find the last nn.Linear among model.named_modules().",
            WALK,
        ),
        Mistake(
            "the last module",
            _at(_last_module),
            "You take the last of all modules for the head. It may be dropout, which has no "
            "in_features: find the last nn.Linear.",
            WALK,
        ),
        Mistake(
            "the last child as a whole",
            _at(_last_child_whole),
            "You put a dense layer in the place of a whole nn.Sequential. What else is in it, "
            "pooling or flatten, is gone.",
            PUT,
        ),
        Mistake(
            "the first dense layer",
            _model(which=lambda dense: dense[:1]),
            "You replace the first dense layer. The head is the last one.",
            WALK,
        ),
        Mistake(
            "all dense layers",
            _model(which=lambda dense: dense),
            "You replace every dense layer. The ones before the last belong to the body, and have "
            "been trained.",
            WALK,
        ),
        Mistake(
            "stacked behind",
            _stacked,
            "You put a layer behind the old head. Then the new classes are told from the scores "
            "of the old ones, and not from the features.",
            "The new layer takes the old one's place, and its in_features.",
        ),
        Mistake(
            "stacked behind, inside",
            _model(new=_stacked_in_place),
            "You put a layer behind the old head. Then the new classes are told from the scores "
            "of the old ones, and not from the features.",
            "The new layer takes the old one's place, and its in_features.",
        ),
        Mistake(
            "rows of the old head",
            _model(new=_rows_of_the_old),
            "The new head begins with rows of the old one: they were copied, or the random numbers "
            "were seeded anew. Those rows belong to other classes: a new layer begins with random "
            "numbers of its own.",
            MAKE,
        ),
        Mistake(
            "a dotted name",
            _model(put=lambda model, name, new: setattr(model, name, new)),
            "setattr with a name that has a dot in it makes a new attribute of that name, which "
            "the network does not use.",
            PUT,
        ),
        Mistake(
            "nothing changed",
            _model(put=lambda model, name, new: None),
            "The network has the head that it had. An assignment to a local name does not change "
            "it, nor does another number in out_features: that is read when a layer is made.",
            PUT,
        ),
        Mistake(
            "the head alone",
            _model(result=lambda model, new: new),
            "You return the new layer alone. Asked for is the whole network.",
            "return model",
        ),
        Mistake(
            "nothing returned",
            _model(result=lambda model, new: None),
            "Your function returns nothing. Asked for is the network.",
            "return model",
        ),
        Mistake(
            "number of inputs from the old outputs",
            _model(new=lambda old, k: nn.Linear(old.out_features, k).to(old.weight)),
            "The new layer has as many inputs as the old one had outputs. It takes what the old "
            "one took: old.in_features.",
            MAKE,
        ),
        Mistake(
            "inputs and outputs exchanged",
            _model(new=lambda old, k: nn.Linear(k, old.in_features).to(old.weight)),
            "Inputs and outputs are exchanged: nn.Linear(in_features, out_features).",
            MAKE,
        ),
        Mistake(
            "a name of two parts",
            _model(put=_split_in_two),
            'name.split(".") gives as many parts as the name has: of "fc" it is one, of '
            '"a.b.2" three. rpartition always gives three, of which the first may be empty.',
            PUT,
        ),
        Mistake(
            "zeros",
            _model(new=_zeros),
            "The new head begins with zeros, or with one number everywhere. Asked for are torch's "
            "own random numbers.",
            MAKE,
        ),
        Mistake(
            "another initialisation",
            _model(new=_uneven),
            "The new head does not begin with the numbers that nn.Linear draws. Asked for are "
            "torch's own.",
            MAKE,
        ),
        Mistake(
            "the body frozen as well",
            _body_frozen,
            "Your function freezes the body. Whether it is frozen is the caller's choice: change "
            "nothing but the head.",
            "Leave requires_grad of the other layers alone.",
        ),
        Mistake(
            "in evaluation mode",
            _evaluated,
            "Your function puts the network into evaluation mode. Change nothing but the head.",
            "Without .eval()",
        ),
        Mistake(
            "without a bias",
            _model(new=lambda old, k: nn.Linear(old.in_features, k, bias=False).to(old.weight)),
            "Your new layer has no bias. Asked for is one with a bias.",
            MAKE,
        ),
        Mistake(
            "a bias if the old one had one",
            _model(
                new=lambda old, k: nn.Linear(old.in_features, k, bias=old.bias is not None).to(
                    old.weight
                )
            ),
            "Your new layer has a bias only where the old one had. Asked for is one with a bias, "
            "always.",
            MAKE,
        ),
        Mistake(
            "float32 only",
            _model(new=lambda old, k: nn.Linear(old.in_features, k)),
            "Your new layer is float32, whatever the network is. One of float64 (or float16) "
            "cannot compute with it.",
            "nn.Linear(...).to(old.weight) takes over type and device.",
        ),
        Mistake(
            "a frozen head",
            _model(new=_frozen),
            "Your new head is frozen. It is the one thing that has to learn.",
            MAKE,
        ),
        Mistake(
            "frozen as the old one",
            _model(new=_as_the_old_one),
            "The new head is frozen because the old one was. It is new: it has to learn.",
            MAKE,
        ),
        Mistake(
            "all of it frozen",
            _all_frozen,
            "You freeze the whole network, and the new head with it.",
            "Change nothing but the head.",
        ),
        Mistake(
            "unfrozen",
            _without_a_body,
            "What was frozen learns again after your function. Change nothing but the head.",
        ),
    ),
    hints=(
        "model.named_modules() goes through all layers, with names such as 'head.2'. The last "
        "nn.Linear of them is the head.",
        'name.rpartition(".") parts "head.2" into "head" and "2": the layer that holds it is '
        'model.get_submodule("head"), and setattr puts the new one there. Of "fc" the first part '
        'is empty, and get_submodule("") is the model itself.',
        "nn.Linear(old.in_features, num_classes).to(old.weight) has the type and the device of "
        "the old one.",
    ),
    ready_made=(
        "cnnlib.transfer.replace_head",
        "cnnlib.transfer.heads.replace_head",
        "cnnlib.exercises.lesson11.heads.with_new_head",
    ),
    seconds=10.0,
)
