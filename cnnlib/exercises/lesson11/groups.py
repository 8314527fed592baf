"""`param_groups`: a learning rate for the body and another for the head.

Imports torch: `cnnlib.exercises.lesson11` loads this module when the exercise is asked for.
"""

import torch
from torch import nn

from cnnlib.check import Exercise, Law, Mistake, Part, Words
from cnnlib.exercises.lesson09.judging import Setting, in_words
from cnnlib.exercises.lesson11.nets import KINDS, handed, network


def two_groups(model, lr_body, lr_head):
    """What an optimizer is given, so that body and head learn at different rates.

    Parameters
    ----------
    model : torch.nn.Module
    lr_body, lr_head : float

    Returns
    -------
    list of dict
        Body, then head; what is frozen is in neither.

    Examples
    --------
    >>> groups = two_groups(nn.Sequential(nn.Conv2d(1, 2, 3), nn.Linear(2, 4)), 0.001, 0.01)
    >>> [(len(group["params"]), group["lr"]) for group in groups]
    [(2, 0.001), (2, 0.01)]
    """
    return _groups(model, lr_body, lr_head)


# The oracle, with switches for what can go wrong


def _last_dense(model):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    return {id(parameter) for parameter in head.parameters()}


def _learns(parameter):
    return parameter.requires_grad


def _all(parameter):
    return True


def _pair(body, head, lr_body, lr_head):
    return [{"params": body, "lr": lr_body}, {"params": head, "lr": lr_head}]


def _groups(model, lr_body, lr_head, *, own=_last_dense, wanted=_learns, made=_pair, also=_all):
    head = own(model)
    learning = [p for p in model.parameters() if wanted(p) and also(p)]
    return made(
        [p for p in learning if id(p) not in head],
        [p for p in learning if id(p) in head],
        lr_body,
        lr_head,
    )


def _model(**switches):
    return lambda model, lr_body, lr_head: _groups(model, lr_body, lr_head, **switches)


def _named(word):
    return lambda model: {id(p) for name, p in model.named_parameters() if word in name}


def _attribute(name):
    return lambda model: {id(p) for p in getattr(model, name).parameters()}


def _last_two(model):
    return {id(p) for p in list(model.parameters())[-2:]}


def _last_child(model):
    return {id(p) for p in list(model.children())[-1].parameters()}


def _first_dense(model):
    return {
        id(p) for p in next(m for m in model.modules() if isinstance(m, nn.Linear)).parameters()
    }


def _every_dense(model):
    dense = [m for m in model.modules() if isinstance(m, nn.Linear)]
    return {id(p) for m in dense for p in m.parameters()}


def _weight_only(model):
    return {id([m for m in model.modules() if isinstance(m, nn.Linear)][-1].weight)}


def _body_alone(body, head, lr_body, lr_head):
    return [{"params": body, "lr": lr_body}]


def _head_alone(body, head, lr_body, lr_head):
    return [{"params": head, "lr": lr_head}]


def _swapped(body, head, lr_body, lr_head):
    return _pair(body, head, lr_head, lr_body)


def _head_first(body, head, lr_body, lr_head):
    return _pair(body, head, lr_body, lr_head)[::-1]


def _one_rate(body, head, lr_body, lr_head):
    return [{"params": [*body, *head], "lr": lr_body}]


def _no_rates(body, head, lr_body, lr_head):
    return [{"params": body}, {"params": head}]


def _in_both(body, head, lr_body, lr_head):
    return _pair([*body, *head], head, lr_body, lr_head)


def _a_dict(body, head, lr_body, lr_head):
    return {"body": (body, lr_body), "head": (head, lr_head)}


def _sets(body, head, lr_body, lr_head):
    return _pair(set(body), set(head), lr_body, lr_head)


def _an_optimizer(body, head, lr_body, lr_head):
    return torch.optim.SGD([g for g in _pair(body, head, lr_body, lr_head) if g["params"]])


def _names(model, lr_body, lr_head):
    names = {id(p): name for name, p in model.named_parameters()}
    groups = _groups(model, lr_body, lr_head)
    return [{**group, "params": [names[id(p)] for p in group["params"]]} for group in groups]


def _by_in(model, lr_body, lr_head):
    head = list([m for m in model.modules() if isinstance(m, nn.Linear)][-1].parameters())
    body = [p for p in model.parameters() if p.requires_grad and p not in head]
    return _pair(body, [p for p in head if p.requires_grad], lr_body, lr_head)


def _weight_and_bias(model, lr_body, lr_head):
    """Takes head.bias, also where it is None."""
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    body, own = (group["params"] for group in _groups(model, lr_body, lr_head))
    own = own if head.bias is not None else [*own, None]
    return _pair(body, own, lr_body, lr_head)


def _bias_nowhere(model, lr_body, lr_head):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    groups = _groups(model, lr_body, lr_head)
    return [{**g, "params": [p for p in g["params"] if p is not head.bias]} for g in groups]


def _frozen_of_the_head(model, lr_body, lr_head):
    own = _last_dense(model)
    body = _groups(model, lr_body, lr_head)[0]["params"]
    return _pair(body, [p for p in model.parameters() if id(p) in own], lr_body, lr_head)


def _unfrozen(model, lr_body, lr_head):
    return _groups(model.requires_grad_(True), lr_body, lr_head)


def _copies(body, head, lr_body, lr_head):
    return _pair(*([p.detach().clone() for p in part] for part in (body, head)), lr_body, lr_head)


# What is asked of it


def _scene(kind, seed, lr_body=0.01, lr_head=0.1, frozen=False, half=False, bias=False):
    made = network(kind, seed, frozen)
    if bias:  # that of the head is frozen
        [m for m in made.modules() if isinstance(m, nn.Linear)][-1].bias.requires_grad_(False)
    if half:  # the first layer alone is frozen
        next(m for m in made.modules() if isinstance(m, nn.Conv2d)).requires_grad_(False)
    return handed(made)


def _setting(kind, seed, **options):
    words = KINDS[kind][1]
    words += "; its body is frozen" if options.get("frozen") else ""
    words += "; its convolution is frozen" if options.get("half") else ""
    words += "; the bias of its head is frozen" if options.get("bias") else ""
    words += f"; lr_body {options.get('lr_body', 0.01)}, lr_head {options.get('lr_head', 0.1)}"
    return Setting(words, kind=kind, seed=seed, **options)


CHANGED = "; other parameters than before ask for gradients"


def _handed_over(f, net, setting):
    with torch.enable_grad():
        return f(net, setting.get("lr_body", 0.01), setting.get("lr_head", 0.1))


def _told(f, setting):
    """Of each learning rate, the names of its parameters."""
    net = _scene(**setting)
    learnt = [p.requires_grad for p in net.parameters()]
    groups = _handed_over(f, net, setting)
    if groups is None:
        return Words("nothing was returned")
    changed = "" if learnt == [p.requires_grad for p in net.parameters()] else CHANGED
    names = {id(p): name for name, p in net.named_parameters()}
    try:
        rates = {}
        for group in groups:
            params = group["params"]
            params = [params] if isinstance(params, torch.Tensor) else list(params)
            found = [names.get(id(p), _stranger(p)) for p in params]
            if found:
                rates.setdefault(group.get("lr", "none"), []).extend(found)
    except (AttributeError, KeyError, TypeError) as error:
        kind = type(groups).__name__
        return Words(f"no list of dicts with params and lr ({kind}): {in_words(error)}")
    order = {name: k for k, name in enumerate(names.values())}
    told = "; ".join(
        f"learning rate {rate}: {', '.join(sorted(found, key=lambda n: order.get(n, -1)))}"
        for rate, found in rates.items()
    )
    return Words(told + changed)


def _stranger(parameter):
    if parameter is None:
        return "None"
    if isinstance(parameter, str):
        return "a name, and not the parameter"
    return "something that is no parameter of the network"


def _steps(f, setting):
    """How far plain SGD moves the first number of each parameter, with a gradient of 1."""
    net = _scene(**setting)
    groups = _handed_over(f, net, setting)
    before = {name: p.detach().flatten()[0].item() for name, p in net.named_parameters()}
    try:
        if any(isinstance(group, dict) and isinstance(group["params"], set) for group in groups):
            return Words("the optimizer refuses sets: they have no order")
        optimizer = torch.optim.SGD(groups, lr=1000.0)
    except (KeyError, TypeError, ValueError) as error:
        return Words(f"the optimizer refuses it: {type(error).__name__}")
    for p in net.parameters():
        p.grad = torch.ones_like(p) if p.requires_grad else None
    optimizer.step()
    return {
        name: before[name] - p.detach().flatten()[0].item() for name, p in net.named_parameters()
    }


def groups_law(kind, seed=0, note="", **options):
    return Law(
        "which parameter has which learning rate",
        _told,
        lambda f, setting: _told(two_groups, setting),
        _setting(kind, seed, **options),
        note=note,
    )


def steps_law(kind, seed=0, note="", **options):
    return Law(
        "torch.optim.SGD takes the groups, and a gradient of 1 moves each parameter by its rate",
        _steps,
        lambda f, setting: _steps(two_groups, setting),
        _setting(kind, seed, **options),
        note=note,
    )


HEAD = "head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]"
LEARNS = "if parameter.requires_grad"

# Ways to miss the head, each with all parameters or with those that learn.
_HEADS = (
    (
        "the name fc",
        _attribute("fc"),
        "You look for an attribute called fc. Find the last nn.Linear among model.modules().",
        HEAD,
    ),
    (
        "the name head",
        _attribute("head"),
        "You look for an attribute called head. Find the last nn.Linear among model.modules().",
        HEAD,
    ),
    (
        "head in the name",
        _named("head"),
        'You look for parameters with "head" in their names. Heads have many names: find the last '
        "nn.Linear among model.modules().",
        HEAD,
    ),
    (
        "fc in the name",
        _named("fc"),
        'You look for parameters with "fc" in their names. Heads have many names: find the last '
        "nn.Linear among model.modules().",
        HEAD,
    ),
    (
        "the last two parameters",
        _last_two,
        "You take the last two parameters for weight and bias of the head. A head without a bias "
        "has only one.",
        HEAD,
    ),
    (
        "the last child",
        _last_child,
        "You take the last child of the network for its head. It may hold more than the last "
        "dense layer, or dropout alone.",
        HEAD,
    ),
    (
        "the first dense layer",
        _first_dense,
        "You take the first dense layer for the head. It is the last one.",
        HEAD,
    ),
    (
        "every dense layer",
        _every_dense,
        "You take every dense layer for the head. Those before the last belong to the body.",
        HEAD,
    ),
    (
        "the weight of the head alone",
        _weight_only,
        "The bias of the head is in the group of the body. It is new, too.",
        "{id(p) for p in head.parameters()}",
    ),
)

_GROUPS = (
    (
        "the head is missing",
        _body_alone,
        "The head is in no group. It gets gradients, and no optimizer moves it: the new layer "
        "stays random.",
        "Two groups: the body's and the head's.",
    ),
    (
        "the body is missing",
        _head_alone,
        "The body is in no group: it does not learn, though it is not frozen.",
        "Two groups: the body's and the head's.",
    ),
    (
        "rates exchanged",
        _swapped,
        "The two learning rates are exchanged: the body gets that of the head.",
        "Body: lr_body. Head: lr_head.",
    ),
    (
        "the head first",
        _head_first,
        "The head comes first. Asked for is the body first: whoever changes groups[0] later means "
        "the body.",
        "[body's dict, head's dict]",
    ),
    (
        "one group",
        _one_rate,
        "All parameters are in one group, with one learning rate.",
        "Two groups: the body's and the head's.",
    ),
    (
        "no rates",
        _no_rates,
        "Your groups have no learning rates of their own: both get the optimizer's default.",
        '{"params": [...], "lr": lr_body}',
    ),
    (
        "the head in both",
        _in_both,
        "The head is in both groups. An optimizer refuses a parameter that it is given twice.",
        "In the body's group: what is not the head's.",
    ),
    (
        "copies",
        _copies,
        "Your groups hold copies. An optimizer moves what it is given: the copies, and not the "
        "network.",
        "The parameters themselves.",
    ),
    (
        "sets",
        _sets,
        "Your params are sets. An optimizer refuses them: a set has no order, and an optimizer "
        "needs one to be saved and loaded.",
        "Lists: [p for p in ...]",
    ),
    (
        "a dict",
        _a_dict,
        "You return a dict. Asked for is a list of two dicts, as an optimizer takes it.",
        '[{"params": ..., "lr": ...}, {"params": ..., "lr": ...}]',
    ),
    (
        "an optimizer",
        _an_optimizer,
        "You return an optimizer. Asked for is the list that one is made from.",
        '[{"params": ..., "lr": ...}, {"params": ..., "lr": ...}]',
    ),
)

param_groups = Exercise(
    "lesson11.param_groups",
    functions={"param_groups": two_groups},
    parts=(
        Part(
            "body and head",
            2,
            (
                groups_law("fc", note="the head is called fc"),
                groups_law("head", lr_body=0.0005, lr_head=0.05, note="the head is inside head"),
                groups_law("two", note="two dense layers; the last has no bias"),
            ),
        ),
        Part(
            "what learns, and nothing else",
            1,
            (
                groups_law("fc", half=True, note="one layer is frozen"),
                groups_law("head", frozen=True, note="the whole body is frozen"),
                groups_law("plain", bias=True, note="the bias of the head is frozen"),
            ),
            needs=("body and head",),
        ),
        Part(
            "an optimizer takes it",
            1,
            (steps_law("fc"), steps_law("two", seed=1, half=True)),
            needs=("body and head",),
        ),
    ),
    mistakes=(
        Mistake(
            "frozen parameters, too",
            _model(wanted=_all),
            "Frozen parameters are in your groups: those that do not ask for gradients. They "
            "belong in neither.",
            LEARNS,
        ),
        *(
            Mistake(name, _model(own=own, wanted=wanted), says, next_step)
            for wanted in (_learns, _all)
            for name, own, says, next_step in _HEADS
        ),
        *(
            Mistake(name, _model(made=made, wanted=wanted), says, next_step)
            for wanted in (_learns, _all)
            for name, made, says, next_step in _GROUPS
        ),
        Mistake(
            "frozen parameters of the head",
            _frozen_of_the_head,
            "A frozen parameter of the head is in its group. What does not ask for gradients is in "
            "neither group.",
            LEARNS,
        ),
        Mistake(
            "p in a list",
            _by_in,
            "p in some_list asks == of every parameter that comes first: tensors of other shapes "
            "cannot be compared, and of equal shapes number is compared with number.",
            "own = {id(p) for p in head.parameters()}, and id(p) in own",
        ),
        Mistake(
            "None for a bias",
            _weight_and_bias,
            "head.bias is None where a layer has no bias, and None is no parameter.",
            "head.parameters() has what there is.",
        ),
        Mistake(
            "the bias nowhere",
            _bias_nowhere,
            "The bias of the head is in no group: it would never learn.",
            "{id(p) for p in head.parameters()}",
        ),
        Mistake(
            "unfrozen",
            _unfrozen,
            "Your function makes frozen parameters learn again (requires_grad). Whether they are "
            "frozen is the caller's choice.",
            "Read requires_grad, and set it nowhere.",
        ),
        Mistake(
            "nothing returned",
            lambda model, lr_body, lr_head: None,
            "Your function returns nothing. Asked for is the list of two dicts.",
            "return [...]",
        ),
        Mistake(
            "names",
            _names,
            "Your groups hold the names of the parameters. An optimizer needs the parameters.",
            "[p for name, p in model.named_parameters() if ...]",
        ),
        Mistake(
            "weights alone",
            _model(also=lambda p: p.ndim > 1),
            "Biases, and gamma and beta of batch norm, are in no group: they would never learn.",
            "All parameters that ask for gradients.",
        ),
    ),
    hints=(
        "First the head, as in exercise 3: the last nn.Linear. The identities of its parameters: "
        "own = {id(p) for p in head.parameters()}.",
        "Then one pass over model.parameters(): what asks for a gradient goes into the one list "
        "or the other. (p in some_list compares p with the others by their numbers: use id(p).)",
        '[{"params": body, "lr": lr_body}, {"params": own_ones, "lr": lr_head}]',
    ),
    ready_made=(
        "cnnlib.transfer.parameter_groups",
        "cnnlib.transfer.groups.parameter_groups",
        "cnnlib.exercises.lesson11.groups.two_groups",
    ),
    rtol=1e-6,
    atol=1e-9,
    seconds=10.0,
)
