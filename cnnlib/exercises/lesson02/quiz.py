"""The quiz: inductive bias, universal approximation, and what explains the table."""

from cnnlib.check import Option, Question, Quiz

quiz = Quiz(
    "lesson02.quiz",
    (
        Question(
            "inductive bias",
            options={
                "a": Option(
                    "The number b that is added to every output: learnt as the weights are, and "
                    "shared by all places.",
                    "That is the bias parameter: the same word for another thing.",
                ),
                "b": Option(
                    "What it assumes before any data: near pixels belong together, and what helps "
                    "here helps anywhere.",
                    "Local connections are the first assumption, shared weights the second.",
                    right=True,
                ),
                "c": Option(
                    "A systematic error in what it computes, which goes away with more training "
                    "data.",
                    "That is bias as statistics knows it, of an estimate. An inductive bias is a "
                    "preference among the functions that fit the data; no learner is without one.",
                ),
                "d": Option(
                    "The set of functions that it can compute and that a fully connected layer "
                    "cannot.",
                    "There are none: exercise 3 wrote the layer as a fully connected one.",
                ),
            },
        ),
        Question(
            "universal approximation",
            options={
                "a": Option(
                    "Once it has been trained for long enough at the left, it will read at the "
                    "right, too.",
                    "The digits at the left say nothing about the weights that look at the right: "
                    "longer training does not change that.",
                ),
                "b": Option(
                    "Nothing: the theorem is about functions of a few numbers and does not hold "
                    "for images.",
                    "It does: an image is a vector of numbers between 0 and 1.",
                ),
                "c": Option(
                    "With enough units there are weights that read on both sides; training need "
                    "not find them.",
                    "It says what a network can represent, not what it learns from which data.",
                    right=True,
                ),
                "d": Option(
                    "It fails because a convolutional network can represent more functions than "
                    "an MLP can.",
                    "It is the other way round: sharing weights takes functions away. That is why "
                    "fewer examples are enough.",
                ),
            },
        ),
        Question(
            "the table",
            options={
                "a": Option(
                    "It has the fewest parameters, and so cannot learn its training digits by "
                    "heart.",
                    "The small MLP has fewer still, and is at chance level at the right.",
                ),
                "b": Option(
                    "It has convolution layers, whose kernels find the same features at every "
                    "place.",
                    "So has the network with the flatten head, the very same ones, and it is at "
                    "chance level at the right.",
                ),
                "c": Option(
                    "Its head drops the place of each feature and keeps only how strong it is.",
                    "Shared weights find the same features at the right; a head without places "
                    "reads them in the same way.",
                    right=True,
                ),
            },
        ),
    ),
)
