"""The exit quiz, which carries no points."""

from cnnlib.check import Option, Question, Quiz

quiz = Quiz(
    "lesson05.quiz",
    (
        Question(
            "copies",
            points=0,
            options={
                "a": Option(
                    "the mean of the copies' gradients",
                    "Then a weight used in a hundred places would count no more than one used "
                    "once. Each copy moves the loss by itself, and the moves add up.",
                ),
                "b": Option(
                    "the sum of the copies' gradients",
                    "Yes: all copies move together, and their effects add up.",
                    right=True,
                ),
                "c": Option(
                    "each copy has its own, and makes its own step",
                    "After one such step the copies would differ: that is a locally connected "
                    "layer, and no convolution any more.",
                ),
            },
        ),
        Question(
            "bias",
            points=0,
            options={
                "a": Option(
                    "(8, 16, 5, 5): what arrives, as it is",
                    "That is the gradient of the output. One bias stands behind 8 x 5 x 5 of these "
                    "numbers; its gradient is their sum.",
                ),
                "b": Option(
                    "(16, 5, 5): summed over the batch",
                    "That would be a bias for every place. A convolution has one for each kernel.",
                ),
                "c": Option(
                    "(16,): summed over batch and places",
                    "Yes: one number for each kernel, like the bias itself.",
                    right=True,
                ),
                "d": Option(
                    "one number: summed over everything",
                    "Each kernel has a bias of its own, so the axis of the kernels stays.",
                ),
            },
        ),
        Question(
            "inverse",
            points=0,
            options={
                "a": Option(
                    "always: col2im is the inverse of im2col",
                    "A pixel in four windows comes back four times. col2im is the adjoint.",
                ),
                "b": Option(
                    "where each pixel lies in exactly one window",
                    "Yes: then there is nothing to add, and adjoint and inverse are the same.",
                    right=True,
                ),
                "c": Option(
                    "never",
                    "Take windows that touch but do not overlap, such as 2 x 2 with stride 2 on "
                    "4 x 4 pixels: each pixel comes back once.",
                ),
            },
        ),
        Question(
            "flip",
            points=0,
            options={
                "a": Option(
                    "frameworks store the kernel turned",
                    "They store it as it is. The turn follows from the indices, on paper, too.",
                ),
                "b": Option(
                    "going back reverses the sign of the gradient",
                    "No sign changes on the way back; only the step goes against the gradient.",
                ),
                "c": Option(
                    "pixel (i, j) meets weight (m, n) in output (i - m, j - n)",
                    "Yes: one index grows while the other falls, which is a convolution in the "
                    "sense of lesson 03.",
                    right=True,
                ),
            },
        ),
        Question(
            "tie",
            points=0,
            options={
                "a": Option(
                    "the maximum has no derivative there; a rule picks one of them",
                    "Yes: it is differentiable except at ties. Torch picks the first in reading "
                    "order.",
                    right=True,
                ),
                "b": Option(
                    "the derivative is one half for each of them",
                    "Up the slope is 1, down it is 0. A central difference takes the mean of the "
                    "two and finds one half, but that is no derivative.",
                ),
                "c": Option(
                    "each of them has the derivative 1",
                    "If both moved up together, the maximum would move by 1, not by 2.",
                ),
            },
        ),
        Question(
            "winners",
            points=0,
            answer=16,
            says="Yes: 4 x 4 windows, one winner in each.",
            misconceptions={
                64: "Only the largest pixel of each window gets anything; the other three get 0.",
                4: "That is the number of pixels in a window. There are 16 windows.",
                1: "One pixel in each window, not one in the whole map.",
            },
            hint="Count the windows.",
        ),
        Question(
            "learns",
            points=0,
            options={
                "a": Option(
                    "the backward pass is right: otherwise it would not learn",
                    "Three of four planted mistakes learnt, too. Downhill is enough; steepest is "
                    "something else.",
                ),
                "b": Option(
                    "little: nets with wrong gradients learn, too",
                    "Yes: a wrong sign would have shown, the other mistakes hardly do. A gradient "
                    "check finds all of them, and takes seconds.",
                    right=True,
                ),
                "c": Option(
                    "the test set is too easy",
                    "Another test set would show another accuracy, but no gradient.",
                ),
            },
        ),
    ),
)
