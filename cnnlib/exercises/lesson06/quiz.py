"""The exit quiz: each wrong option is a misconception, and is answered."""

from cnnlib.check import Option, Question, Quiz

quiz = Quiz(
    "lesson06.quiz",
    (
        Question(
            "invariant",
            options={
                "a": Option(
                    "yes: the same weights are used at every place",
                    "Shared weights make the map move along with the image. That is equivariance: "
                    "the output changes, it changes place.",
                ),
                "b": Option(
                    "yes, up to moves as large as the pooling window",
                    "A move by one pixel changes what is in each window, and with it the maxima. "
                    "Pooling gives some tolerance, on average, and no guarantee.",
                ),
                "c": Option(
                    "no: the layers are equivariant (up to border and stride), and it depends on "
                    "the head whether the network is nearly invariant",
                    "Yes. A global maximum drops the place; a flattened map with a dense layer on "
                    "top has a weight for each place.",
                    right=True,
                ),
                "d": Option(
                    "the layers are not, but the network as a whole is, whatever its head",
                    "Flatten and a dense layer have other weights for each place: lesson 02 "
                    "trained such a network at the left, and it could not read at the right.",
                ),
            },
        ),
        Question(
            "smaller",
            options={
                "a": Option(
                    "16 x 16: pooling halves the map",
                    "The stride shrinks, not the pooling. Halving comes from a stride of 2, which "
                    "is the default of a 2 x 2 pooling, and not of this one.",
                ),
                "b": Option(
                    "10 x 10: one cell for each window",
                    "That would be the default stride, 3. With stride 1 the windows overlap: one "
                    "begins at each pixel.",
                ),
                "c": Option(
                    "30 x 30: the window does not fit at the border",
                    "Without padding it would be so. One row or column on each side makes up for "
                    "it.",
                ),
                "d": Option(
                    "32 x 32",
                    "Yes: (32 + 2 - 3) / 1 + 1 = 32. Window and stride are independent.",
                    right=True,
                ),
            },
        ),
        Question(
            "field",
            answer=7,
            says="Yes: 3, 5, 7. Each layer adds 2, and kernels stay 3 wide: the fields grow, not "
            "the kernels.",
            misconceptions={
                3: "3 is the kernel size, and so the field in the layer below. In the input that "
                "holds for the first layer only.",
                9: "The windows of neighbouring units overlap, so the kernels do not add up: each "
                "layer adds kernel_size - 1.",
                27: "The windows of neighbouring units overlap, so the kernels do not multiply: "
                "each layer adds kernel_size - 1.",
                49: "That is the number of pixels in the field; asked for is its side.",
                15: "Nothing is subsampled here: jump stays 1 in every layer.",
                6: "Each layer adds 2, and it begins with 1, the pixel itself.",
            },
            hint="2 N + 1.",
        ),
        Question(
            "sizes",
            options={
                "a": Option(
                    "nothing is needed: a network with pooling takes images of any size",
                    "A fixed pooling divides the size, so another size in is another size out. "
                    "Only adaptive (or global) pooling has a fixed size at its end.",
                ),
                "b": Option(
                    "replace the last pooling by an adaptive one, to the size that it had in "
                    "training",
                    "Yes: as many windows as the dense layer expects, whatever comes in.",
                    right=True,
                ),
                "c": Option(
                    "replace the maximum by the mean",
                    "Both have the same windows, and leave the same number of cells. The size "
                    "comes from window and stride, not from the function.",
                ),
                "d": Option(
                    "a larger pooling window, with stride 2 as before",
                    "The size would still depend on the image. It would fit for some sizes and "
                    "not for others.",
                ),
            },
        ),
    ),
)
