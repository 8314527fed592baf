"""The exercise `same_padding`: how many zeros at each end keep the size."""

from cnnlib import arithmetic
from cnnlib.check import Case, Exercise, Law, Mistake, Part


def _same_padding(kernel_size, dilation=1):
    return tuple(arithmetic.same_padding(kernel_size, dilation))


def _checked(model):
    """A model that refuses what makes no sense."""

    def refusing(kernel_size, dilation=1):
        _same_padding(kernel_size, dilation)
        return model(kernel_size, dilation)

    return refusing


def keeps_the_size(n, kernel_size, dilation=1):
    """The law of 'same': with that many zeros, the window has n places."""
    return Law(
        "with these zeros, the output is as long as the input",
        lambda f, n, kernel_size, dilation: (
            n + sum(f(kernel_size, dilation)) - dilation * (kernel_size - 1)
        ),
        lambda f, n, kernel_size, dilation: n,
        n,
        kernel_size,
        dilation,
    )


same_padding = Exercise(
    "lesson04.same_padding",
    functions={"same_padding": _same_padding},
    parts=(
        Part(
            "odd kernels",
            1,
            (
                Case(3, note="one weight on either side of the centre"),
                Case(1, note="one weight"),
                Case(7, note="seven weights"),
            ),
        ),
        Part(
            "even kernels",
            1,
            (
                Case(2, note="two weights: there is no centre"),
                Case(4, note="four weights"),
                keeps_the_size(10, 6),
            ),
            needs=("odd kernels",),
        ),
        Part(
            "dilation and bad input",
            1,
            (
                Case(3, 2, note="three weights spread over five pixels"),
                Case(2, 3, note="two weights spread over four pixels"),
                Case(4, 2, note="an even kernel, and an even number of zeros"),
                Case(0, note="a kernel without weights"),
                Case(3, 0, note="dilation 0"),
            ),
            needs=("odd kernels",),
        ),
    ),
    mistakes=(
        Mistake(
            "wrong side",
            lambda kernel_size, dilation=1: _same_padding(kernel_size, dilation)[::-1],
            says="The extra zero is at the wrong side: where their number is odd, torch puts one "
            "more at the right (and at the bottom).",
            next_step="Round down at the left; the right gets the rest.",
        ),
        Mistake(
            "half the kernel at both ends",
            _checked(lambda kernel_size, dilation: (dilation * kernel_size // 2,) * 2),
            says="kernel_size // 2 at both ends is right for odd kernels only. An even kernel gets "
            "one zero too many, and the output grows by 1.",
            next_step="Count the zeros that are needed in all, then divide them between the ends.",
        ),
        Mistake(
            "half the kernel at both ends",
            _checked(lambda kernel_size, dilation: (dilation * (kernel_size // 2),) * 2),
            says="kernel_size // 2 at both ends is right for odd kernels only. An even kernel gets "
            "too many zeros, and the output grows.",
            next_step="Count the zeros that are needed in all, then divide them between the ends.",
        ),
        Mistake(
            "one too few",
            _checked(lambda kernel_size, dilation: (dilation * (kernel_size - 1) // 2,) * 2),
            says="Both ends get the number rounded down. Where it is odd, one zero is missing, and "
            "the output shrinks by 1.",
            next_step="The right end gets the rest: total - left.",
        ),
        Mistake(
            "halves",
            _checked(lambda kernel_size, dilation: (dilation * (kernel_size - 1) / 2,) * 2),
            says="Half a zero at each end cannot be. Where the number is odd, one end gets one "
            "more.",
            next_step="left = total // 2; the right end gets the rest.",
        ),
        Mistake(
            "dilation ignored",
            _checked(lambda kernel_size, dilation: _same_padding(kernel_size)),
            says="The dilation is ignored: this is the padding for dilation 1.",
            next_step="The kernel loses dilation * (kernel_size - 1) places, not kernel_size - 1.",
        ),
        Mistake(
            "dilation after the division",
            _checked(
                lambda kernel_size, dilation: tuple(
                    dilation * side for side in _same_padding(kernel_size)
                )
            ),
            says="You divided the zeros between the two ends first and multiplied with the "
            "dilation then. For even kernels that multiplies the difference, too.",
            next_step="First the total, dilation * (kernel_size - 1); then divide it.",
        ),
        Mistake(
            "dilation times the kernel size",
            _checked(
                lambda kernel_size, dilation: (
                    (dilation * kernel_size - 1) // 2,
                    dilation * kernel_size // 2,
                )
            ),
            says="You count dilation * kernel_size pixels for the kernel. There is no gap after "
            "the last weight.",
            next_step="It covers dilation * (kernel_size - 1) + 1 pixels.",
        ),
        Mistake(
            "the whole at both ends",
            _checked(lambda kernel_size, dilation: (dilation * (kernel_size - 1),) * 2),
            says="That many zeros are needed in all, not at each end. (At each end they make the "
            "full convolution of lesson 03.)",
            next_step="Divide them between the two ends.",
        ),
        Mistake(
            "all at one end",
            _checked(lambda kernel_size, dilation: (0, dilation * (kernel_size - 1))),
            says="All zeros are at one end. The size is right, but the output is shifted against "
            "the input by half a kernel.",
            next_step="Divide them between the two ends.",
        ),
        Mistake(
            "all at one end",
            _checked(lambda kernel_size, dilation: (dilation * (kernel_size - 1), 0)),
            says="All zeros are at one end. The size is right, but the output is shifted against "
            "the input by half a kernel. (For signals in time this is wanted: it is called "
            "causal.)",
            next_step="Divide them between the two ends.",
        ),
        Mistake(
            "one number",
            _checked(lambda kernel_size, dilation: dilation * (kernel_size - 1) // 2),
            says="This is one number. With an even kernel the two ends differ, so a pair is asked "
            "for.",
            next_step="return left, right",
        ),
        Mistake(
            "refuses even kernels",
            lambda kernel_size, dilation=1: (
                _same_padding(kernel_size, dilation)
                if kernel_size % 2
                else _same_padding(0, dilation)
            ),
            says="You refuse an even kernel. It has no centre, but a padding that keeps the size "
            "exists: one end gets one zero more.",
        ),
        Mistake(
            "nonsense accepted",
            lambda kernel_size, dilation=1: (
                (dilation * (kernel_size - 1)) // 2,
                dilation * (kernel_size - 1) - (dilation * (kernel_size - 1)) // 2,
            ),
            says="A kernel has at least one weight, and its weights are at least one pixel apart.",
            next_step="Raise a ValueError if kernel_size or dilation is below 1.",
        ),
    ),
    hints=(
        "How many places does an axis of n pixels lose to a kernel of 3? Of 4? Of 3 with "
        "dilation 2?",
        "The output is n + left + right - dilation * (kernel_size - 1) long, and it must be n.",
        "total = dilation * (kernel_size - 1); left = total // 2; right = total - left.",
    ),
    ready_made=(
        "cnnlib.arithmetic.same_padding",
        "cnnlib.arithmetic.sizes.same_padding",
        "torch.conv1d",
        "torch.conv2d",
    ),
)
