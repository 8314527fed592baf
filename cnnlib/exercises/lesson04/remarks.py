"""What is said after a prediction, and one way to put the explanation.

Here, so that no cell of the lesson shows what is still to be guessed.
"""

REMARKS = {
    "kernels": "Three filters, each with a kernel of 3 x 3 for each of the two channels: "
    "3 * 2 * 9 = 54. The output is not larger for it: one map for each filter.",
    "centre": "Five ones in the whole picture, and this window covers all of it.",
    "first": "The places begin at 0 and at 2. One that begins at 4 would need the pixels 4, 5 and "
    "6, and the last pixel is 4.",
    "second": "(256 + 2 - 3) / 2 = 127.5 steps, rounded down, plus the first place: 128. The "
    "pooling with stride 1 then costs 3 more, and no more.",
    "layers": "Each layer takes k - 1 rows and columns. With large kernels and no padding, a deep "
    "network runs out of picture.",
    "weights": "The weights do not know how large the image is. That is what sharing means.",
    "work": "Four times as many places, and every weight works at each of them.",
    "mlp": "In training it is right nearly always: it knows its patches by heart. At other "
    "places of the same picture, that helps little.",
    "cnn": "1,475 numbers, used again at every place.",
    "largest, training": "Far more than the 1 x 1 kernel: 577 numbers for each filter can remember "
    "a good deal.",
    "largest, new": "What it remembers is no use elsewhere.",
}

MODEL_ANSWERS = {
    "sharing": "A weight of the MLP belongs to one pixel of the patch, so it learns where the "
    "stones of its training patches lay; a weight of the CNN is used at every place, so it can "
    "only learn what the texture looks like anywhere.",
}
