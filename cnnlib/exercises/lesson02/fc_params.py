"""The exercise `fc_params`: parameters of a fully connected layer."""

from cnnlib import arithmetic
from cnnlib.check import Case, Exercise, Mistake, Part


def _conditional_over_all(n_in, n_out, bias=True):
    # What Python reads where the brackets around "n_out if bias else 0" are missing.
    return (n_in * n_out + n_out) if bias else 0


fc_params = Exercise(
    "lesson02.fc_params",
    functions={"fc_params": arithmetic.fc_params},
    parts=(
        Part(
            "weights",
            1,
            (
                Case(5, 5, False, note="five inputs, five outputs, no bias"),
                Case(300 * 300, 300 * 300, False, note="300 x 300 pixels to 300 x 300"),
            ),
        ),
        Part(
            "biases",
            2,
            (
                Case(4, 3, note="four inputs, three outputs"),
                Case(3072, 3072, note="a CIFAR-10 picture to a layer of the same size"),
                Case(300 * 300, 300 * 300, note="300 x 300 pixels to 300 x 300"),
            ),
        ),
    ),
    mistakes=(
        Mistake(
            "brackets missing",
            _conditional_over_all,
            "Without biases you return 0. Python reads n_in * n_out + n_out if bias else 0 as "
            "(n_in * n_out + n_out) if bias else 0.",
            "Put brackets around the choice: (n_out if bias else 0).",
        ),
        Mistake(
            "bias forgotten",
            lambda n_in, n_out, bias=True: n_in * n_out,
            "The biases are missing: you count the weights only.",
            "Each output adds one number of its own, unless bias is False.",
        ),
        Mistake(
            "one bias",
            lambda n_in, n_out, bias=True: n_in * n_out + (1 if bias else 0),
            "You count one bias for the whole layer. Each output has its own.",
            "How many outputs are there?",
        ),
        Mistake(
            "bias per input",
            lambda n_in, n_out, bias=True: n_in * n_out + (n_in if bias else 0),
            "You count one bias for each input. A bias is added to an output.",
            "How many outputs are there?",
        ),
        Mistake(
            "bias always",
            lambda n_in, n_out, bias=True: n_in * n_out + n_out,
            "You count biases even where bias is False.",
            "Look at the argument bias before you add.",
        ),
        Mistake(
            "bias on both sides",
            lambda n_in, n_out, bias=True: (n_in + 1) * (n_out + 1 if bias else n_out),
            "You count a bias for each input, too, and one more. Only outputs have a bias.",
            "Count for one output: n_in weights and one bias.",
        ),
        Mistake(
            "bias on both sides",
            lambda n_in, n_out, bias=True: n_in * n_out + (n_in + n_out if bias else 0),
            "You count a bias for each input, too. Only outputs have a bias.",
            "Count for one output: n_in weights and one bias.",
        ),
        Mistake(
            "units counted",
            lambda n_in, n_out, bias=True: n_in + n_out,
            "You count the units, inputs and outputs. A weight belongs to a pair of them.",
            "How many lines can be drawn from an input to an output?",
        ),
    ),
    hints=(
        "Draw two inputs and three outputs, with every line between them. Count the lines.",
        "Every pair of an input and an output has a weight; every output has a bias.",
        "n_in * n_out, and n_out more if there is a bias.",
    ),
    ready_made=("cnnlib.arithmetic.fc_params",),
)
