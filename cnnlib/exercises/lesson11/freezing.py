"""`freeze`: parameters that do not learn, and a batch norm that stands still.

Imports torch: `cnnlib.exercises.lesson11` loads this module when the exercise is asked for.
"""

import copy

import torch
from torch import nn

from cnnlib.check import Exercise, Law, Mistake, Part, Words
from cnnlib.exercises.lesson09.judging import Setting, in_words, one_thread, random_maps
from cnnlib.exercises.lesson11.nets import Body, OneNorm, drawn, with_head


def frozen(module):
    """Keep a module as it is, whatever is trained around it.

    Parameters
    ----------
    module : torch.nn.Module
        It is changed in place.

    Returns
    -------
    torch.nn.Module
        The same.

    Examples
    --------
    >>> frozen(nn.BatchNorm2d(2)).train().training
    False
    """
    return _freeze(module)


# The oracle, with switches for what can go wrong


def _all_parameters(module):
    return list(module.parameters())


def _hold(module):
    module.eval()
    module.train = lambda mode=True: module


def _eval_once(module):
    module.eval()


def _nothing(module):
    pass


def _freeze(module, *, which=_all_parameters, hold=_hold, result=lambda module: module):
    for parameter in which(module):
        parameter.requires_grad = False
    hold(module)
    return result(module)


def _model(**switches):
    return lambda module: _freeze(module, **switches)


def _norms(module):
    return [m for m in module.modules() if isinstance(m, nn.BatchNorm2d)]


def _hold_the_mode_it_is_in(module):
    module.train = lambda mode=True: module


def _hold_direct_children(module):
    module.eval()
    for child in [module, *module.children()]:
        if isinstance(child, nn.BatchNorm2d):
            child.train = lambda mode=True, child=child: child


def _without_an_argument(module):
    module.eval()
    module.train = lambda: module


def _argument_needed(module):
    module.eval()
    module.train = lambda mode: module


def _returns_nothing(module):
    module.eval()
    module.train = lambda mode=True: None


def _eval_inside(module):
    module.train = lambda mode=True: module.eval()


def _class_changed(module):
    _eval_once(_freeze(module, hold=_nothing))
    type(module).train = lambda self, mode=True: self
    return module


def _no_function(module):
    module.eval()
    module.train = False


def _hold_the_norms(module):
    for norm in _norms(module):
        norm.eval()
        norm.train = lambda mode=True, norm=norm: norm


def _with_momentum_0(module):
    for norm in _norms(module):
        norm.momentum = 0.0


def _statistics_thrown_away(module):
    for norm in _norms(module):
        norm.track_running_stats = False
        norm.running_mean = norm.running_var = None


def _statistics_reset(module):
    _hold(module)
    for norm in _norms(module):
        norm.reset_running_stats()


def _taken_out(module):
    for part in module.modules():
        for name, child in list(part.named_children()):
            if isinstance(child, nn.BatchNorm2d):
                setattr(part, name, nn.Identity())


def _a_copy(module):
    return _freeze(copy.deepcopy(module))


# What is asked of it

KINDS = {
    "norm": (OneNorm, 1, "a single batch norm"),
    "body": (Body, 3, "two convolutions, one batch norm outside and one inside a block"),
    "dropout": (lambda: Body(dropout=True), 3, "the same, with dropout at its end"),
}


def _scene(kind, seed):
    make, channels, _ = KINDS[kind]
    return drawn(lambda: with_head(make(), channels), seed).train()


def _setting(kind, seed):
    return Setting(f"a body of {KINDS[kind][2]}; behind it a head", kind=kind, seed=seed)


METHODS = ("train", "eval", "forward", "__call__", "requires_grad_")


def _methods(net):
    """The methods of all classes that a network's modules have, so far as they are their own."""
    classes = {kind for module in net.modules() for kind in type(module).__mro__}
    return {(kind, name): vars(kind).get(name) for kind in classes - {object} for name in METHODS}


def _given_back(methods):
    """Give the classes their methods back; whether one had another by now."""
    changed = [key for key, method in methods.items() if vars(key[0]).get(key[1]) is not method]
    for kind, name in changed:
        if methods[kind, name] is None:
            delattr(kind, name)
        else:
            setattr(kind, name, methods[kind, name])
    return bool(changed)


CLASS_CHANGED = Words("a class was changed, and with it all modules of that class, for good")


def _frozen_scene(f, net):
    """The network after the body was frozen, what was returned, and the body before."""
    body, before = net.body, copy.deepcopy(dict(net.body.state_dict()))
    with torch.enable_grad():
        returned = f(body)
    return net, returned, before


def _told(tell):
    """Of a law's side: what it says, or the error that stands in the way, in words."""

    def side(f, setting):
        _given_back(OWN)  # a wrong answer may have been called outside of the check
        net = _scene(**setting)
        methods = _methods(net)
        try:
            with one_thread(), torch.random.fork_rng(devices=[]):
                torch.manual_seed(0)
                scene = _frozen_scene(f, net)
                if callable(net.body.train):
                    told = tell(*scene)
                else:
                    told = Words("the module's train is no function any more")
        except (TypeError, RuntimeError, AttributeError) as error:
            kind = in_words(error).partition(":")[0]
            told = Words(f"the network cannot be trained any more: {kind}")
        finally:
            changed = _given_back(methods)
        return CLASS_CHANGED if changed else told

    return side


def _which_learn(net, returned, before):
    learning = [name for name, p in net.named_parameters() if p.requires_grad]
    return f"with gradients: {', '.join(learning) or 'nothing'}"


def _batch(seed):
    return 3 + 2 * random_maps((4, 1, 5, 4), seed)


def _three_steps(net):
    """Through net.eval(), net.train() and three steps; in which mode batch norm was in between."""
    modes = [_mode(net.body)]
    for call in (net.eval, net.train):
        call()
        modes.append(_mode(net.body))
    learning = [p for p in net.parameters() if p.requires_grad]
    optimizer = torch.optim.SGD(learning, lr=0.1) if learning else None
    for step in range(3):
        loss = net(_batch(step)).square().mean()
        if optimizer and loss.requires_grad:
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return modes


def _mode(module):
    modes = {"training" if norm.training else "evaluation" for norm in _norms(module)}
    return " and ".join(sorted(modes)) or "no"


def _statistics(net, returned, before):
    at_once, after_eval, after_train = _three_steps(net)
    after = dict(net.body.state_dict())
    moved = [
        name
        for name in before
        if "running" in name and not (name in after and torch.equal(before[name], after[name]))
    ]
    if not moved:
        return "moved: nothing"
    return (
        f"moved: {', '.join(moved)}. Batch norm of the body is in {at_once} mode at once, in "
        f"{after_eval} mode after net.eval(), in {after_train} mode after net.train()"
    )


def _output(net, returned, before):
    net.train()
    net.body.drop = nn.Identity() if hasattr(net.body, "drop") else None
    return net.body(_batch(7)).detach()


def _right_output(f, setting):
    net = _scene(**setting).eval()
    return net.body(_batch(7)).detach()


def _modes(net, returned, before):
    body = net.body
    net.train()
    net(_batch(0))
    training = [name or "the module itself" for name, part in body.named_modules() if part.training]
    try:
        same = all(answer is body for answer in (body.train(), body.train(True), body.eval()))
        told = "return the module" if same else "do not return the module"
    except TypeError:
        told = "fail: without an argument, or with one"
    return (
        f"of the body in training mode after net.train(): {', '.join(training) or 'nothing'}; "
        f"body.train(), body.train(True) and body.eval() {told}"
    )


def _all_else(net, returned, before):
    body, head = net.body, copy.deepcopy(dict(net.head.state_dict()))
    as_it_was = _same(before, dict(body.state_dict()))
    _three_steps(net)
    moved = [name for name, value in net.head.state_dict().items() if not value.equal(head[name])]
    what = "the module itself" if returned is body else _kind(returned)
    return (
        f"returned: {what}; at once the numbers of the body are "
        f"{'the same' if as_it_was else 'others'}; after three steps the head has new "
        f"{', '.join(name for name in moved if 'num' not in name) or 'nothing'}"
    )


def _same(before, after):
    return before.keys() == after.keys() and all(after[k].equal(before[k]) for k in before)


def _kind(returned):
    if isinstance(returned, nn.Module):
        return "another module"
    return "nothing" if returned is None else f"something of type {type(returned).__name__}"


def learning_law(kind, seed=0, note=""):
    return Law(
        "in the whole network, gradients only for the head",
        _told(_which_learn),
        lambda f, setting: _told(_which_learn)(frozen, setting),
        _setting(kind, seed),
        note=note,
    )


def statistics_law(kind, seed=0, note=""):
    return Law(
        "net.eval(), net.train(), then three steps: no running statistics of the body move",
        _told(_statistics),
        lambda f, setting: "moved: nothing",
        _setting(kind, seed),
        note=note,
    )


def output_law(kind, seed=0, note=""):
    return Law(
        "after net.train() the body says of images what it said in evaluation",
        _told(_output),
        _right_output,
        _setting(kind, seed),
        note=note,
    )


def modes_law(kind, seed=0, note=""):
    return Law(
        "the whole module is in evaluation mode, and train and eval can still be called",
        _told(_modes),
        lambda f, setting: _told(_modes)(frozen, setting),
        _setting(kind, seed),
        note=note,
    )


def rest_law(kind, seed=0, note=""):
    return Law(
        "the module itself is returned, its numbers as they were; the head learns in training mode",
        _told(_all_else),
        lambda f, setting: _told(_all_else)(frozen, setting),
        _setting(kind, seed),
        note=note,
    )


HOLD = "module.eval(), and then module.train = lambda mode=True: module"
EACH = "for parameter in module.parameters(): parameter.requires_grad = False"

_BATCH_NORM = (
    (
        "batch norm not thought of",
        _nothing,
        "No parameter learns, but batch norm is in training mode: it normalises with each batch, "
        "and every pass moves its running statistics. Frozen is something else.",
        HOLD,
    ),
    (
        "eval undone by train",
        _eval_once,
        "You put the module into evaluation mode, and net.train() puts it back: it is called on "
        "the whole network at the beginning of every epoch. Then running statistics move.",
        HOLD,
    ),
    (
        "held in training mode",
        _hold_the_mode_it_is_in,
        "train() has no effect any more, but the module is still in training mode, for good. "
        "Its running statistics move with every pass.",
        "module.eval() first, then take train away.",
    ),
    (
        "only direct children",
        _hold_direct_children,
        "A batch norm that is inside a block still follows net.train(): you hold only the direct "
        "children.",
        "Hold the module as a whole, or each of module.modules().",
    ),
    (
        "statistics of each batch",
        _with_momentum_0,
        "The running statistics stand still, and are not used: in training mode each batch is "
        "normalised with its own, whatever momentum and track_running_stats say.",
        HOLD,
    ),
    (
        "statistics thrown away",
        _statistics_thrown_away,
        "You take the running statistics away. They belong to what was learnt: frozen means that "
        "they are used, and stay.",
        HOLD,
    ),
    (
        "statistics reset",
        _statistics_reset,
        "You set the running statistics back to 0 and 1. They belong to what was learnt: frozen "
        "means that they stay.",
        "Change no number of the module.",
    ),
    (
        "train without an argument",
        _without_an_argument,
        "Your train takes no argument, and net.train() calls it with one, the mode.",
        "module.train = lambda mode=True: module",
    ),
    (
        "train needs its argument",
        _argument_needed,
        "Your train must be given the mode. net.train() does that, but module.train() alone, as "
        "PyTorch's own can be called, is an error.",
        "module.train = lambda mode=True: module",
    ),
    (
        "train returns nothing",
        _returns_nothing,
        "Your train, or eval, does not return the module (nothing perhaps, or another one: in a "
        "loop, a function looks up its variables when it is called). PyTorch's own do.",
        "module.train = lambda mode=True: module",
    ),
    (
        "eval inside train",
        _eval_inside,
        "Your train calls eval(), and eval() calls train(False): the two call each other for "
        "ever (RecursionError).",
        "module.eval() first; then a train that does nothing.",
    ),
    (
        "train is no function",
        _no_function,
        "module.train = ... puts something in the place of the method that is no function; "
        "net.train() wants to call it.",
        "module.train = lambda mode=True: module",
    ),
    (
        "only batch norm is held",
        _hold_the_norms,
        "You hold the batch norms alone. The module itself follows net.train(), and dropout in "
        "it would drop.",
        HOLD,
    ),
    (
        "batch norm taken out",
        _taken_out,
        "You take batch norm out. Then the layers behind it get numbers that they never saw.",
        HOLD,
    ),
)

OWN = {
    key: method
    for kind in KINDS
    for key, method in _methods(nn.Sequential(_scene(kind, 0))).items()
}

freeze = Exercise(
    "lesson11.freeze",
    functions={"freeze": frozen},
    parts=(
        Part(
            "no gradients",
            1,
            (learning_law("norm"), learning_law("body", note="a whole body")),
        ),
        Part(
            "batch norm stands still",
            2,
            (
                statistics_law("norm"),
                output_law("norm"),
                statistics_law("body", note="a batch norm inside a block"),
                output_law("body", note="a batch norm inside a block"),
            ),
        ),
        Part(
            "all else",
            1,
            (rest_law("norm"), rest_law("body"), modes_law("dropout")),
            needs=("no gradients", "batch norm stands still"),
        ),
    ),
    mistakes=(
        Mistake(
            "the class changed",
            _class_changed,
            "You change the method of a class: then every module of that class, in every network, "
            "has it. Give it to this one module. (The check gives the class its own back; a call "
            "elsewhere does not: run the check again after it.)",
            "module.train = lambda mode=True: module",
        ),
        *(
            Mistake(name, _model(hold=hold), says, next_step)
            for name, hold, says, next_step in _BATCH_NORM
        ),
        *(
            Mistake(
                "an attribute of the module",
                _model(which=lambda module: [], hold=hold),
                "The parameters still ask for gradients. (module.requires_grad = False only "
                "gives the module an attribute that nobody reads, and detach() returns something "
                "new.)",
                EACH,
            )
            for hold in (_hold, _eval_once, _nothing)
        ),
        *(
            Mistake(
                "weights only",
                _model(which=lambda module: [p for p in module.parameters() if p.ndim > 1], hold=h),
                "Parameters with one axis still learn: biases, and gamma and beta of batch norm.",
                EACH,
            )
            for h in (_hold, _eval_once, _nothing)
        ),
        *(
            Mistake(
                "batch norm only",
                _model(
                    which=lambda module: [p for m in _norms(module) for p in m.parameters()], hold=h
                ),
                "Only the parameters of batch norm are frozen; the convolutions still learn.",
                EACH,
            )
            for h in (_hold, _eval_once, _nothing)
        ),
        *(
            Mistake(
                "named weight only",
                _model(
                    which=lambda module: [
                        p for name, p in module.named_parameters() if name.endswith("weight")
                    ],
                    hold=h,
                ),
                "Only what is called weight is frozen: the biases still learn.",
                EACH,
            )
            for h in (_hold, _eval_once, _nothing)
        ),
        Mistake(
            "wrapped",
            _model(result=nn.Sequential),
            "The module is frozen, and you return another one around it. Asked for is the module "
            "itself.",
            "return module",
        ),
        Mistake(
            "a copy",
            _a_copy,
            "You freeze a copy. The network still has the module that you were given, and that "
            "one is as before.",
            "Change the module itself, and return it.",
        ),
        Mistake(
            "nothing returned",
            _model(result=lambda module: None),
            "All is done as asked for; only the module is not returned.",
            "return module",
        ),
    ),
    hints=(
        "Two things move a layer: gradients, and passes in training mode. The first loop is over "
        "module.parameters().",
        "net.train() calls train(mode) of each part. An object can have a train of its own, which "
        "hides that of its class: as the worked example does it for dropout.",
        "After the loop: module.eval(), module.train = lambda mode=True: module, return module.",
    ),
    ready_made=(
        "cnnlib.transfer.freeze",
        "cnnlib.transfer.freezing.freeze",
        "cnnlib.exercises.lesson11.freezing.frozen",
    ),
    rtol=1e-7,
    atol=1e-10,
    seconds=10.0,
)
