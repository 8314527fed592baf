"""What to notice in the predictions, and the model answer: not in the cells below the guesses."""

REMARKS = {
    "total": "Three windows of 2 fit into 7: the last row and the last column are in no window. "
    "Sum pooling keeps the total only where the windows tile the image.",
    "relu and max": "None: the largest number stays the largest when the negative ones become 0.",
    "relu and mean": "The mean of what is left is not what is left of the mean.",
    "window alone": "The window is 3 x 3 and nothing shrinks.",
    "stride alone": "The window is a single pixel and the map is halved.",
    "sizes": "28, 29, 30 and 31: each of them leaves 7 x 7 cells, because of the two floors. Every "
    "other size is refused.",
    "exact shifts": "4 and 8: the two strides multiply.",
    "layers": "2 N + 1 is at least 300 from N = 150 on.",
    "stride first": "3, then 3 + 2·2 = 7, then 7 + 2·2 = 11: both layers above it reach twice as "
    "far.",
    "stride last": "A stride changes the layers above it, and there is none.",
    "dilation": "d (k - 1) = 4 steps in place of 2.",
    "padding": "Padding moves the field. It does not change its size.",
    "effective": "Less than half of the side, so less than a quarter of the area.",
    "turned": "Nothing in the network knows about turns.",
    "enlarged": "Nor about sizes.",
}

EXPLANATION = (
    "With a stride of 2 the windows lie on every second pixel, so after a shift by one pixel they "
    "cut the digit differently and every map changes its values; after a shift by two pixels they "
    "cut it as before, one cell further on, and the global maximum does not care where."
)
