"""The bug hunt: which bug is in which loop. A wrong name is answered with its symptoms."""

from cnnlib.check import Option, Question, Quiz

BUGS = {
    "a": (
        "gradients are never cleared",
        "the loss falls at first and climbs later, because each step is pushed by all the "
        "gradients before it",
    ),
    "b": (
        "the test runs in training mode",
        "the loss is healthy and the test is not: with batch norm (or dropout) the test measures "
        "another network than the one that was trained",
    ),
    "c": (
        "there is a softmax before cross_entropy",
        "the loss falls slowly, and never below 1.46: the loss takes probabilities for logits",
    ),
    "d": (
        "images are shuffled without their labels",
        "the loss creeps down towards ln 10 and no further, while the accuracy trembles around "
        "guessing: every epoch, each image has another label, and there is nothing to learn but "
        "the classes' frequencies",
    ),
    "e": (
        "the optimizer has the parameters of another network",
        "the loss stays where it began, but for a few thousandths, which come from how the batches "
        "are drawn: steps are made, elsewhere",
    ),
    "f": (
        "images that are tested on were trained on",
        "everything looks healthy, and the test is too good to be true",
    ),
    "g": (
        "the step comes before backward",
        "each step uses the gradient of the batch before, or none; look for the order of the lines",
    ),
    "h": (
        "the learning rate is lowered after each batch, where each epoch is meant",
        "the loss falls for a few batches and then freezes well above 0; look for a scheduler",
    ),
    "i": (
        "the last, smaller batch counts as much as the others",
        "the curves are off by a little, and nothing else is wrong; look for a mean of means",
    ),
    "j": (
        "pixels are normalised with the statistics of the test images",
        "hardly anything shows, and the test is a little too good; look for a mean and a standard "
        "deviation",
    ),
}
ANSWERS = {"loop_1": "c", "loop_2": "f", "loop_3": "a", "loop_4": "e", "loop_5": "b", "loop_6": "d"}


def _options(right):
    return {
        letter: Option(
            text,
            f"Yes: {symptom}." if letter == right else f"That looks otherwise: {symptom}.",
            right=letter == right,
        )
        for letter, (text, symptom) in BUGS.items()
    }


bug_names = Quiz(
    "lesson07.bug_names",
    tuple(Question(loop, points=0.5, options=_options(bug)) for loop, bug in ANSWERS.items()),
)
