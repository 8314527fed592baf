"""The exit quiz, without points: each wrong option is a misconception, and is answered."""

from cnnlib.check import Option, Question, Quiz

quiz = Quiz(
    "lesson08.quiz",
    (
        Question(
            "compare",
            points=0,
            options={
                "a": Option(
                    "ResNet is better: 3.57 is less than 5.6",
                    "3.57 % is a committee, 5.6 % is one network with one crop.",
                ),
                "b": Option(
                    "Inception v3 is better, since it is the newer one",
                    "Both are of 2015, and a date measures nothing.",
                ),
                "c": Option(
                    "nothing: one is a committee and one a single network",
                    "Yes. And one was measured on the test images, the other on the validation "
                    "images.",
                    right=True,
                ),
                "d": Option(
                    "they are equally good, within the noise",
                    "That cannot be said either: they are not the same kind of number.",
                ),
            },
        ),
        Question(
            "dense",
            points=0,
            options={
                "a": Option(
                    "in its convolutions, since there are 13 of them",
                    "Thirteen convolutions, but a tenth of the parameters: their weights are "
                    "shared over all places.",
                ),
                "b": Option(
                    "its parameters in dense layers, its multiplications in convolutions",
                    "Yes. Shared weights are few, and used often.",
                    right=True,
                ),
                "c": Option(
                    "both in the dense layers",
                    "A dense layer uses each of its weights once: less than 1 % of the work.",
                ),
                "d": Option(
                    "evenly spread over its layers",
                    "The first dense layer alone has nearly three quarters of the parameters.",
                ),
            },
        ),
        Question(
            "one by one",
            points=0,
            options={
                "a": Option(
                    "nothing: it multiplies the image by a number",
                    "That would be so with one channel. It mixes all channels, at each pixel.",
                ),
                "b": Option(
                    "it makes the map smaller in height and width",
                    "Height and width stay. It can make the number of channels smaller.",
                ),
                "c": Option(
                    "it makes the receptive field larger",
                    "A 1 x 1 window sees one pixel: the field stays.",
                ),
                "d": Option(
                    "it makes few channels of many, so that the large kernel has less to do",
                    "Yes: about a tenth of the multiplications in GoogLeNet's first block.",
                    right=True,
                ),
            },
        ),
        Question(
            "side",
            points=0,
            options={
                "a": Option(
                    "its multiplications and memory, about four times; not its parameters",
                    "Yes. A convolution has the same weights for every size of image.",
                    right=True,
                ),
                "b": Option(
                    "its parameters, four times",
                    "A kernel does not grow with the image.",
                ),
                "c": Option(
                    "all three, twice",
                    "Twice the height and twice the width are four times as many places.",
                ),
                "d": Option(
                    "nothing: convolutions work at any size",
                    "They do, and have more places to work at.",
                ),
            },
        ),
        Question(
            "equal",
            points=0,
            options={
                "a": Option(
                    "B: its accuracy is higher",
                    "It has ten times the parameters. With these A might be better still.",
                ),
                "b": Option(
                    "A: it is smaller",
                    "Smaller is not better by itself: it is less accurate.",
                ),
                "c": Option(
                    "neither: give both the same budget and the same training, with several seeds",
                    "Yes. And say how far the seeds are apart.",
                    right=True,
                ),
                "d": Option(
                    "accuracy divided by parameters decides",
                    "Accuracy is not proportional to parameters: a network of one parameter would "
                    "win.",
                ),
            },
        ),
    ),
)
