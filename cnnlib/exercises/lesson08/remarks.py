"""What to notice in the predictions, and the model answer: not in the cells below the guesses."""

REMARKS = {
    "pixels": "The signs stand at other places and in other light: no single pixel says much.",
    "edge directions": "Nothing of this description was learnt; somebody thought of it.",
    "parameters": "A dense layer on maps has a weight for each place.",
    "multiplications": "A convolution uses each weight at every place; a dense layer uses it once.",
    "saved": "27 weights in the place of 49.",
    "dense": "Nearly three quarters of all parameters are in the first dense layer alone.",
    "direct": "One branch of one of nine blocks.",
    "reduced": "About a tenth of it, and the block can learn which mixtures to keep.",
    "most memory": "Depth is paid in memory: each of its 155 convolutions keeps its output.",
    "times the MACs": "Four times as many places, and each weight is used at each.",
    "times the parameters": "A kernel does not grow with the image.",
    "parameters of ResNet-50": (
        "Convolutions and the mean of each map have no weight for a place."
    ),
    "half of the memory": "The first maps are the largest: 64 channels at full size.",
    "first": "Look at the spread between seeds before you name a winner.",
    "last": "The budget was the same for all four.",
    "by pixels": "That is hardly more than chance.",
    "by features": "They were never asked for neighbours; only for names.",
}

EXPLANATION = (
    "Two 3 x 3 kernels see 5 x 5 pixels with 18 weights in place of 25 for each pair of channels. "
    "VGG-16 is large all the same: its dense layers, with a weight for each place of the last "
    "maps, hold nine tenths of its parameters, and its convolutions with many channels at full "
    "resolution take most of its multiplications and memory."
)
