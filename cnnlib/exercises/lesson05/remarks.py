"""What to notice in the predictions, and the model answer of the explanation.

Here, so that no cell of the lesson shows what is still to be guessed.
"""

REMARKS = {
    "shared": "4 + 10 + 21 + 32. All four copies move together, so their effects add up.",
    "step": "A larger step is spoilt by the curve, a smaller one by rounding: f(x + h) and "
    "f(x - h) then agree in nearly all of their 16 digits, and only the rest is left.",
    "growth": "25 rows of 24 x 24 places are 14,400 numbers, for 784 pixels. A pixel far from the "
    "border is copied 25 times.",
    "middle": "The middle pixel was copied into all four columns, and all four copies come back. "
    "col2im adds them: it does not undo im2col.",
    "corner": "Only one window touches the corner.",
    "centre": "All nine windows see the centre, each with another of its weights.",
    "weight": "A weight is used at every place, whatever weight it is.",
    "stride": "The last row and the last column are in no window, 11 pixels: nothing that stands "
    "there can change the loss.",
    "crossing": "With stride 2 the four windows overlap in one column and one row. They cross in "
    "the centre.",
    "ties": "Only the first gets it. Torch and cnnlib make the same choice; others are possible.",
    "accuracy": "The split is a hard one: logistic regression reads 90.3 % of it, too "
    "(help(datasets.digits)). So small a net, trained so briefly, is no better. The point here is "
    "another one: its gradients are right, and those of a larger net come from the same functions.",
    "bugs": "All but the one with the wrong sign. That a net learns is no proof that its "
    "gradients are right.",
}

MODEL_ANSWERS = {
    "sum": "The weight is used at every place of every image. If it moves, the output moves at "
    "all of these places, and the changes of the loss add up, so the gradient is the sum over "
    "places and batch. Its update is one number for all copies, so they stay equal.",
}
