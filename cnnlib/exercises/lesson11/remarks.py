"""What to notice in the predictions, and the model answer: not in the cells below the guesses."""

REMARKS = {
    "one example": "One example of each class, and a network that never saw a digit. Guessing "
    "would be right for one in ten.",
    "moved": "No weight has changed, and yet the network is another one: batch norm took in "
    "digits.",
}

EXPLANATION = (
    "Features that were learnt for one task are of use for another that is like it: so a linear "
    "classifier on a frozen body needs few examples. The frozen body must be frozen whole, running "
    "statistics too, and must get images prepared as its own were. With enough examples of its own "
    "a network learns such features itself, and the gain is gone."
)
