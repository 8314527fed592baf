"""What to notice in the predictions; here, so that no cell shows what is still to be guessed."""

REMARKS = {
    "step": "The weights add up to 0, so nothing comes out where the signal is constant. This "
    "kernel answers one question: where does it change?",
    "corner": "2·1 in the centre, 1 above, 1 to the left: 4.",
    "centre": "The centre of the window is 1, so 3 more in the weight is 3 more in Y.",
    "flip": "None: this kernel looks the same after a half turn (section 5).",
    "stride": "2 x 2: every second place in both directions.",
    "padding": "5 x 5: as many as the image has pixels.",
    "dilation": "Nine weights, spread over 5 x 5 pixels, fit once.",
    "largest": "The largest number stays.",
    "shifted copy": "Look at the 1 beside the 2.",
    "white": "More than the stroke itself. Not one weight is negative, so every bright pixel is "
    "evidence for the stroke and none is evidence against it.",
    "edge": "Turned by 180 degrees, this kernel is its own negative. So the whole result is.",
    "blur": "The weights add up to 9. On the screen, all that is above white is white.",
    "disc": "On a diagonal edge both components are 0.71 times the length, so their sum is 1.41 "
    "times the length. Only the length treats all directions alike.",
    "raw": "The obvious plan hardly ever works.",
    "angle": "A template knows one pose.",
}

EXPLANATION = (
    "The response is a dot product. It is large when window and kernel are alike, but also when "
    "the window is merely bright or rich in contrast. With mean 0 and length 1 for every window, "
    "likeness is all that is left to differ."
)
