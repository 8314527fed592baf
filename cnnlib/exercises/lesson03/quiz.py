"""The exit quiz, which carries no points."""

from cnnlib.check import Option, Question, Quiz

quiz = Quiz(
    "lesson03.quiz",
    (
        Question(
            "size",
            points=0,
            options={
                "a": Option("7 x 9", "That is padding: without it, the border is lost."),
                "b": Option("5 x 8", "Yes: 7 - 3 + 1 rows and 9 - 2 + 1 columns.", right=True),
                "c": Option("4 x 7", "One too few: there are H - kh + 1 places, not H - kh."),
                "d": Option("6 x 7", "Rows and columns of the kernel are swapped."),
            },
        ),
        Question(
            "flip",
            points=0,
            options={
                "a": Option(
                    "all kernels",
                    "Then nobody would have two names for it. The vertical-edge kernel changes "
                    "its sign.",
                ),
                "b": Option(
                    "kernels that equal their transpose",
                    "The transpose mirrors at the diagonal. [[1, 0], [0, 5]] equals its transpose "
                    "and changes under a half turn.",
                ),
                "c": Option(
                    "kernels that look the same after a half turn",
                    "Yes: the flip is a half turn.",
                    right=True,
                ),
            },
        ),
        Question(
            "shift",
            points=0,
            options={
                "a": Option(
                    "it stays as it is",
                    "That would be invariance. The map says where something is, so it must move.",
                ),
                "b": Option(
                    "it moves along, except near the border",
                    "Yes: equivariance, and the border cuts windows off.",
                    right=True,
                ),
                "c": Option(
                    "it moves along, always exactly",
                    "Only away from the border: think of the moved diagonal, whose map was no "
                    "shifted copy.",
                ),
            },
        ),
        Question(
            "white",
            points=0,
            options={
                "a": Option(
                    "a white patch really contains the diagonal",
                    "It contains all bright pixels of the diagonal, and that is all the filter "
                    "asks for: but then the answer says nothing about a diagonal.",
                ),
                "b": Option(
                    "the kernel was not flipped",
                    "This kernel looks the same after a half turn: no flip changes its score.",
                ),
                "c": Option(
                    "no weight is negative, so brightness alone raises the score",
                    "Yes: only negative weights can count evidence against the pattern.",
                    right=True,
                ),
            },
        ),
        Question(
            "light",
            points=0,
            options={
                "a": Option(
                    "raw cross-correlation",
                    "Doubling the brightness of a window doubles its score.",
                ),
                "b": Option(
                    "cross-correlation with a zero-mean template",
                    "That ignores added brightness, but doubling the contrast doubles the score.",
                ),
                "c": Option(
                    "cross-correlation of the standardised picture",
                    "One mean and one spread for the whole picture leave dark regions dark.",
                ),
                "d": Option(
                    "normalised cross-correlation",
                    "Yes: each window is brought to mean 0 and length 1.",
                    right=True,
                ),
            },
        ),
        Question(
            "multiplications",
            points=0,
            answer=14,
            says="Yes: 7 for the column and 7 for the row, instead of 49.",
            misconceptions={
                49: "That is the whole kernel at once; column and row come one after the other.",
                7: "That is the column only; the row comes after it.",
                28: "Column and row have 7 numbers each.",
            },
            hint="A 7 x 7 kernel becomes a column of 7 and a row of 7.",
        ),
    ),
)
