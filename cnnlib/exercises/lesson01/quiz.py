"""The exit quiz."""

from cnnlib.check import Option, Question, Quiz

quiz = Quiz(
    "lesson01.quiz",
    (
        Question(
            "bytes",
            answer=270_000,
            says="300 rows x 300 columns x 3 channels, one byte each.",
            misconceptions={
                90_000: "That is one plane. A colour picture has three.",
                360_000: "That would be four channels, as in RGBA.",
                2_160_000: "These are bits. A byte has eight.",
                1_080_000: "That would be float32, at four bytes a number. uint8 takes one.",
                900: "That adds the sides. Multiply them.",
            },
            hint="Rows times columns times channels times bytes per number.",
        ),
        Question(
            "batch bytes",
            answer=19_267_584,
            says="32 x 3 x 224 x 224 numbers, four bytes each: about 19 MB, four times as "
            "much as uint8 would need.",
            misconceptions={
                4_816_896: "That is how many numbers there are. A float32 takes four bytes.",
                38_535_168: "That would be float64, at eight bytes a number.",
                602_112: "That is one picture. There are 32.",
                6_422_528: "The three channels are missing.",
                154_140_672: "These are bits. A byte has eight.",
            },
            hint="N x C x H x W numbers, and float32 has 32 bits.",
        ),
        Question(
            "own network",
            points=0.5,
            options={
                "a": Option(
                    "of each set its own: training for training, test for test",
                    "Then the same photograph would give other numbers in training than in "
                    "testing, and a test image would depend on the images beside it.",
                ),
                "b": Option(
                    "of all 6,000 photographs, so that the estimate is as good as possible",
                    "That is a leak: the test set takes part in what is fixed before it is used. "
                    "The estimate gains next to nothing.",
                ),
                "c": Option(
                    "of the 5,000 training photographs, used for all 6,000",
                    "The statistics are part of what is learnt, so they come from the training "
                    "set, and stay fixed.",
                    right=True,
                ),
                "d": Option(
                    "of each photograph by itself",
                    "That takes away how bright and how colourful a photograph is. Sometimes "
                    "that is wanted, but it is not what mean and std of a data set do.",
                ),
            },
        ),
        Question(
            "pretrained network",
            points=0.5,
            options={
                "a": Option(
                    "the mean and std of your own X-ray pictures",
                    "Your pictures would then look as the network has never seen any: its first "
                    "layer was trained on another scale.",
                ),
                "b": Option(
                    "x / 255, which is always safe",
                    "It is safe only for a network that was trained with x / 255.",
                ),
                "c": Option(
                    "none: a trained network adapts by itself",
                    "Its weights are fixed. They expect the scale that they were trained on.",
                ),
                "d": Option(
                    "exactly what its authors used in training",
                    "A network's weights and its normalisation belong together.",
                    right=True,
                ),
            },
        ),
        Question(
            "centred network",
            points=0.5,
            options={
                "a": Option(
                    "every pixel comes in 0.5 too high, so the network sees brighter pictures "
                    "than any it was trained on",
                    "x / 255 - 0.5 and x / 255 differ by a constant, and the network has not "
                    "been told.",
                    right=True,
                ),
                "b": Option(
                    "nothing: both conventions have a range of length 1",
                    "The length is the same, the place is not: what was 0 in training is 0.5 now.",
                ),
                "c": Option(
                    "an error, because the shapes no longer fit",
                    "Shapes do not know about ranges. That is why this mistake is so hard to "
                    "find: nothing complains.",
                ),
            },
        ),
        Question(
            "layout",
            options={
                "a": Option(
                    "batch.transpose(0, 2, 3, 1)",
                    "That goes the other way: it makes (N, H, W, C) out of (N, C, H, W).",
                ),
                "b": Option(
                    "batch.transpose(0, 3, 1, 2)",
                    "Axis 3, the channels, comes second; rows and columns keep their order.",
                    right=True,
                ),
                "c": Option(
                    "batch.reshape(8, 3, 480, 640)",
                    "The shape is right and the picture is scrambled: reshape moves no number.",
                ),
                "d": Option(
                    "batch.transpose(0, 3, 2, 1)",
                    "That makes (N, C, W, H): every picture is mirrored at its diagonal.",
                ),
            },
        ),
        Question(
            "row and column",
            points=0.5,
            options={
                "a": Option(
                    "image[620, 15]",
                    "The first index is the row. There are only 480 of them: an IndexError.",
                ),
                "b": Option(
                    "image[-15, 620]",
                    "Negative rows count from the bottom. Row 0 is at the top of the picture.",
                ),
                "c": Option(
                    "image[15, 620]",
                    "Row 15 from the top, column 620 from the left.",
                    right=True,
                ),
            },
        ),
        Question(
            "four channels",
            points=0.5,
            options={
                "a": Option(
                    "nothing in the array says; you have to know where it comes from",
                    "CMYK and RGBA have the same shape and dtype, and other meanings.",
                    right=True,
                ),
                "b": Option(
                    "RGBA: the fourth channel of a picture is always the alpha",
                    "In a picture made for print it is the black ink, K.",
                ),
                "c": Option(
                    "CMYK, because the values go up to 255",
                    "Those of RGBA do so as well.",
                ),
            },
        ),
        Question(
            "audio",
            points=0.5,
            options={
                "a": Option(
                    "the waveform is the image, the spectrogram the sequence",
                    "The other way round: a waveform has one axis, time.",
                ),
                "b": Option(
                    "the waveform is the sequence, the spectrogram can be treated as an image",
                    "One axis against two: frequency and time.",
                    right=True,
                ),
                "c": Option(
                    "both are sequences, since both show a sound",
                    "What counts is the shape of the array, not where it comes from.",
                ),
            },
        ),
    ),
)
