"""The exit quiz of lesson 04, which carries no points."""

from cnnlib.check import Option, Question, Quiz

quiz = Quiz(
    "lesson04.quiz",
    (
        Question(
            "map",
            points=0,
            options={
                "a": Option(
                    "all three input channels",
                    "Yes: filter 0 has a kernel for each of them, and the results are added.",
                    right=True,
                ),
                "b": Option(
                    "input channel 0",
                    "That is what groups=3 would do. An ordinary layer adds up over all input "
                    "channels, whatever their number.",
                ),
                "c": Option(
                    "all three input channels and the other output maps",
                    "The maps of one layer know nothing of each other. They meet in the next "
                    "layer.",
                ),
            },
        ),
        Question(
            "size",
            points=0,
            answer=4,
            says="Yes: 3.5 steps are 3 steps, and the first place costs no step.",
            misconceptions={
                4.5: "There is no half place: the last step that does not fit is not made.",
                5: "You rounded up: the last window would hang over the padded end.",
                3: "That is the number of steps. There is one place more than there are steps.",
                3.5: "That is the number of steps, and half a step is none.",
                8: "Padding 1 keeps the size with stride 1. Stride 2 halves it.",
            },
            hint="(8 + 2 * 1 - 3) / 2 steps; what does half a step count?",
        ),
        Question(
            "dilation",
            points=0,
            options={
                "a": Option(
                    "25 weights, on 5 x 5 pixels",
                    "The gaps hold no weights: nothing is learnt or multiplied there.",
                ),
                "b": Option(
                    "9 weights, on 3 x 3 pixels of an image of half the size",
                    "The image is not thinned out. Every pixel is used, by some window or other.",
                ),
                "c": Option(
                    "9 weights, spread over 5 x 5 pixels",
                    "Yes: dilation * (3 - 1) + 1 = 5, at no cost.",
                    right=True,
                ),
            },
        ),
        Question(
            "same",
            points=0,
            options={
                "a": Option(
                    "nobody has written it yet",
                    "There is a reason: a layer does not know the size of its input, and here it "
                    "would have to.",
                ),
                "b": Option(
                    "padding and stride exclude each other",
                    "padding=1 with stride=2 is in nearly every network. Only 'same' is refused.",
                ),
                "c": Option(
                    "the zeros that are needed would depend on the size of the input",
                    "Yes. And to come out as large as it was, a large image would need more zeros "
                    "than it has pixels.",
                    right=True,
                ),
            },
        ),
        Question(
            "pointwise",
            points=0,
            options={
                "a": Option(
                    "it mixes the channels of each pixel, with one matrix for all pixels",
                    "Yes: a small linear layer that is used at every pixel.",
                    right=True,
                ),
                "b": Option(
                    "nothing: it multiplies the image by a number",
                    "So it would with one channel. With 64, each output is a weighted sum of 64.",
                ),
                "c": Option(
                    "it looks at the eight neighbours, with equal weights",
                    "A window of 1 x 1 has no neighbours.",
                ),
            },
        ),
        Question(
            "bias",
            points=0,
            options={
                "a": Option(
                    "one",
                    "One for the layer would lift all maps alike. Each filter has its own.",
                ),
                "b": Option(
                    "8",
                    "Yes: one for each filter, the same at every place.",
                    right=True,
                ),
                "c": Option(
                    "24",
                    "That is one for each kernel. The results of a filter's kernels are added "
                    "first, then one bias comes on top.",
                ),
                "d": Option(
                    "8 for each place of the output",
                    "A bias for each place would not be shared, and the layer would no longer "
                    "fit another image size.",
                ),
            },
        ),
    ),
)
