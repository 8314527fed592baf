"""What is said after a prediction, and one way to put each explanation.

It is here because the lesson's own cells would give it away.
"""

REMARKS = {
    "pixel": "Row 320 is in the lower half, column 120 left of the middle: the coat. Read as "
    "(x, y), it would be in the sky.",
    "blue": "A plane is bright where there is much of that light, not where the picture looks "
    "that colour. White contains all three.",
    "reshape": "In memory, one pixel's three numbers are neighbours: R, G, B, R, G, B, ... reshape "
    "counts off the first 240,000 of them as plane 0.",
    "sum": "300 - 256 = 44. The clock has 256 hours. With arrays, as all pictures are, there is no "
    "error and no warning. (NumPy warns of single numbers only, such as np.uint8(200) + "
    "np.uint8(100).)",
    "exposure": "Its own statistics take the light away: day and dusk become the same array. A "
    "network that must tell them apart has lost before it begins.",
    "luma": "0.114 x 255. The plain mean would be 85, for pure green as well.",
    "factor": "Both sides shrink: 300 x 300 = 90,000 and 30 x 30 = 900.",
    "moved": "As arrays, a 3 and the same 3 one pixel further are strangers.",
    "winner": "But look at the rate 1 in the table below. Whoever chooses the learning rate "
    "chooses the winner.",
}

MODEL_ANSWERS = {
    "histogram": "A histogram counts values and forgets places, so every arrangement of the same "
    "pixels, a cat or noise, has the same histogram. What makes it a cat is where the pixels are.",
    "leak": "Mean and std are fitted to data, like weights: if test images take part, the test is "
    "no longer independent, and if they are fitted anew, the same picture means other numbers to "
    "the network than in training.",
}
