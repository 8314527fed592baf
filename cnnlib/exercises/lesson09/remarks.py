"""What to notice in the predictions, and the model answer: not in the cells below the guesses."""

REMARKS = {
    "left": "Each layer takes away more than half, and nothing gives it back.",
    "normalised": "The mean is 20, the values are 10 below and above it, and so is the standard "
    "deviation: -1 and 1, then 2 times that, plus 5.",
    "depth": "Two layers more take away about seven eighths of the gradient each time.",
    "plain 20": "That is ln 10, guessing: not a single image is told from another.",
    "skip 20": "The same layers, the same parameters, and additions.",
    "degradation": "Larger, though the deep net could copy the shallow one. And it is the training "
    "loss: no overfitting.",
    "parameters": "An addition has nothing to learn.",
}

EXPLANATION = (
    "Without batch norm, signal and gradient shrink from layer to layer until nothing arrives: the "
    "norms show it, and batch norm or skips cure it. With batch norm no norm is tiny, and a deep "
    "plain net still has a larger training loss than a shallow one: that is degradation, a "
    "difficulty of optimisation, and skips cure it because the identity is then where a block "
    "begins, and not something to be learnt."
)
