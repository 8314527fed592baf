"""What is said after a prediction, and one way to put each explanation.

It is here because the lesson's own cells would give it away.
"""

REMARKS = {
    "cifar": "Each of the 3072 outputs has a weight for each of the 3072 inputs, and one bias.",
    "local": "3 for each of 5 outputs would be 15, but the first and the last output have only 2: "
    "beyond the ends there is nothing to connect to.",
    "not zero": "16 outputs, 9 weights each.",
    "different": "The kernel has no more.",
    "layers": "Each layer of windows of three adds one input on either side.",
    "equivariant": "At the left border, one of the two has a column that the other lacks.",
    "mixed": "To a fully connected layer, the order of its inputs is a matter of names.",
    "mixed, conv": "The windows of a convolution now hold pixels that do not belong together.",
    "columns": "In training, the digit's left edge stood on columns 0 to 5: the digit is 8 wide, "
    "the left half 13. From column 6 on it stands where none stood in training, and most digits "
    "are misread, although only the digit's last column has reached the right half. What a weight "
    "near the middle line knows, it knows from other parts of digits.",
}

MODEL_ANSWERS = {
    "sentence": "The functions that it gives up (other weights at each place, connections from one "
    "end to the other) are hardly ever needed for pictures. So the examples serve to choose among "
    "the good ones, and what is learnt at one place holds at all places.",
}
