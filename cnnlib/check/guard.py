"""Keeps the ready-made answer out of reach while a student's function runs."""

import importlib
import inspect
import sys
from contextlib import ExitStack, contextmanager

CONVOLUTION_1D = (
    "numpy.convolve",
    "numpy.correlate",
    "scipy.signal.convolve",
    "scipy.signal.correlate",
    "scipy.signal.fftconvolve",
    "scipy.signal.lfilter",
    "scipy.ndimage.convolve1d",
    "scipy.ndimage.correlate1d",
    "cnnlib.functional.conv1d_valid",
    "torch.conv1d",
    "torch.conv2d",
    "torch.convolution",
)
CONVOLUTION_2D = (
    "scipy.signal.convolve",
    "scipy.signal.convolve2d",
    "scipy.signal.correlate",
    "scipy.signal.correlate2d",
    "scipy.signal.fftconvolve",
    "scipy.signal.oaconvolve",
    "scipy.ndimage.convolve",
    "scipy.ndimage.correlate",
    "skimage.filters.edges.convolve",
    "cnnlib.functional.convolve2d",
    "cnnlib.functional.cross_correlate2d",
    "cnnlib.functional.conv2d",
    "torch.conv2d",
    "torch.conv3d",
    "torch.convolution",
)
TRANSPOSED_CONVOLUTION = (
    "torch.conv_transpose1d",
    "torch.conv_transpose2d",
    "torch.conv_transpose3d",
    "torch.convolution_backward",
)
COLUMNS = (  # torch's unfold and fold, on every road; Tensor.unfold is a window view: allowed
    "cnnlib.functional.im2col",
    "cnnlib.functional.col2im",
    "torch.nn.functional.unfold",
    "torch.nn.functional.fold",
    "torch.im2col",
    "torch.col2im",
)
AUTOGRAD = (
    "torch.backward",
    "torch.autograd.grad",
    "torch.autograd.backward",
    "torch.autograd.functional.jacobian",
    "torch.autograd.functional.vjp",
    "torch.func.grad",
    "torch.func.jacrev",
    "torch.func.vjp",
)
GRADIENT_CHECK = (
    "scipy.optimize.approx_fprime",
    "scipy.optimize.check_grad",
    "scipy.differentiate.derivative",
    "scipy.differentiate.jacobian",
    "torch.autograd.gradcheck",
)
CONVOLUTION_BACKWARD = (
    *CONVOLUTION_2D,
    *TRANSPOSED_CONVOLUTION,
    *AUTOGRAD,
    "cnnlib.functional.conv2d_backward",
)
POOLING = (
    "scipy.ndimage.maximum_filter",
    "scipy.ndimage.minimum_filter",
    "scipy.ndimage.uniform_filter",
    "scipy.ndimage.generic_filter",
    "skimage.measure.block_reduce",
    "cnnlib.functional.max_pool2d",
    "cnnlib.functional.avg_pool2d",
    "cnnlib.functional.sum_pool2d",
    "cnnlib.functional.adaptive_avg_pool2d",
    "torch.max_pool1d",
    "torch.max_pool1d_with_indices",
    "torch.max_pool2d",
    "torch.max_pool2d_with_indices",
    "torch.max_pool3d",
    "torch.max_pool3d_with_indices",
    "torch.avg_pool1d",
    "torch.avg_pool2d",
    "torch.avg_pool3d",
    "torch.lp_pool1d",
    "torch.lp_pool2d",
    "torch.adaptive_avg_pool1d",
    "torch.adaptive_avg_pool2d",
    "torch.adaptive_avg_pool3d",
    "torch.adaptive_max_pool1d",
    "torch.adaptive_max_pool2d",
    "torch.adaptive_max_pool3d",
)
POOLING_BACKWARD = (
    "cnnlib.functional.max_pool2d_backward",
    "cnnlib.functional.avg_pool2d_backward",
    "cnnlib.functional.sum_pool2d_backward",
    "torch.max_pool2d_with_indices_backward",
    "torch.max_pool2d_backward",
    "torch.max_unpool2d",
)
TRAINING = (
    "cnnlib.training.fit",
    "cnnlib.training.evaluate",
    "cnnlib.training.predict",
)
LENETS = (
    "cnnlib.models.LeNet1989",
    "cnnlib.models.LeNet1998",
    "cnnlib.models.LeNet5",
    "cnnlib.models.lenet.LeNet1989",
    "cnnlib.models.lenet.LeNet1998",
    "cnnlib.models.lenet.LeNet5",
)
METRICS = (
    "sklearn.metrics.accuracy_score",
    "sklearn.metrics.balanced_accuracy_score",
    "sklearn.metrics.classification_report",
    "sklearn.metrics.confusion_matrix",
    "sklearn.metrics.multilabel_confusion_matrix",
    "sklearn.metrics.precision_recall_fscore_support",
    "sklearn.metrics.precision_score",
    "sklearn.metrics.recall_score",
    "torchmetrics.functional.accuracy",
    "torchmetrics.functional.confusion_matrix",
    "torchmetrics.functional.classification.multiclass_accuracy",
    "torchmetrics.functional.classification.multiclass_confusion_matrix",
    "torchmetrics.functional.classification.multiclass_recall",
    "torchmetrics.classification.MulticlassAccuracy",
    "torchmetrics.classification.MulticlassConfusionMatrix",
    "torchmetrics.classification.MulticlassRecall",
    "torchmetrics.Accuracy",
    "torchmetrics.ConfusionMatrix",
    "torchmetrics.Recall",
)


class ReadyMadeUsed(BaseException):
    """A function was called that does the exercise.

    Not an Exception: a student's ``except`` must not eat it.
    """


class Watch:
    """Which ready-made function was called, if any."""

    def __init__(self):
        self.used = None

    def report(self, name):
        self.used = self.used or name
        raise ReadyMadeUsed(name)


@contextmanager
def unavailable(names, functions, load=False):
    """Make the named functions raise `ReadyMadeUsed`, wherever ``functions`` got hold of them.

    Replaced are the attribute of the module that the name says and of the one that defines it,
    and references to it in the functions' globals and closures (``from scipy.signal import
    correlate2d``). Names that begin with ``torch.`` are operations: ``torch.NAME`` is caught on
    every road that leads to an operation of that name, layers, tensors' methods and ``torch.ops``
    too; a longer name is that of one function (``torch.nn.functional.unfold``).

    Parameters
    ----------
    names : iterable of str
        Dotted names. Those that do not exist here are passed over.
    functions : iterable of callable
        The student's.
    load : bool
        Import modules that are not loaded yet, so that an import inside the student's function
        finds them guarded. Costs seconds: for hidden tests.

    Yields
    ------
    Watch
    """
    watch = Watch()
    with ExitStack() as stack:
        operations = {name for name in names if name.startswith("torch.")}
        if operations and (load or "torch" in sys.modules):
            stack.enter_context(_without_torch_operations(operations, watch))
        for name in names:
            if name.count(".") == 1 and name in operations:
                continue
            module, attribute, original = _find(name, load)
            if original is None:
                continue
            stand_in = _stand_in(name, watch)
            home = sys.modules.get(getattr(original, "__module__", None), module)
            for owner in {id(module): module, id(home): home}.values():
                if getattr(owner, attribute, None) is original:
                    _replace(stack, owner, attribute, original, stand_in)
            for function in functions:
                if function is original:
                    watch.used = name
                for own in functions_of(function):
                    _replace_references(stack, own, original, stand_in)
        yield watch


def _find(name, load):
    module_name, _, attribute = name.rpartition(".")
    module = sys.modules.get(module_name)
    if module is None and load:
        try:
            module = importlib.import_module(module_name)
        except ImportError:
            module = None
    return module, attribute, getattr(module, attribute, None)


def _stand_in(name, watch):
    def ready_made(*args, **kwargs):
        watch.report(name)

    return ready_made


def _replace(stack, owner, attribute, original, stand_in):
    setattr(owner, attribute, stand_in)
    stack.callback(setattr, owner, attribute, original)


def functions_of(student):
    """The functions that the student wrote: a function itself, or the methods of a class."""
    if not isinstance(student, type):
        return [getattr(student, "__func__", student)]
    members = (getattr(member, "__func__", member) for member in vars(student).values())
    return [member for member in members if inspect.isfunction(member)]


def _replace_references(stack, function, original, stand_in):
    namespace = getattr(function, "__globals__", {})
    for key in [key for key, value in namespace.items() if value is original]:
        namespace[key] = stand_in
        stack.callback(namespace.__setitem__, key, original)
    for cell in getattr(function, "__closure__", None) or ():
        try:
            found = cell.cell_contents is original
        except ValueError:  # an empty cell
            continue
        if found:
            cell.cell_contents = stand_in
            stack.callback(setattr, cell, "cell_contents", original)


def _without_torch_operations(operations, watch):
    from torch.overrides import TorchFunctionMode

    class Without(TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):
            name = getattr(func, "__name__", "").split(".")[0]
            for full in (f"torch.{name}", f"{getattr(func, '__module__', '')}.{name}"):
                if full in operations:
                    watch.report(full)
            return func(*args, **(kwargs or {}))

    return Without()
