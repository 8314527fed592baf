"""What to notice in the predictions, and the model answer: not in the cells below the guesses."""

REMARKS = {
    "moved": "Nobody had moved them in training. The dense layer behind the maps has weights for "
    "each place.",
    "moves": "Nine ways to move it, and only one of them leaves it where it is.",
    "windows": "33 places along each side, and 2 * 33 * 33 = 2178. The paper's 2048 is "
    "2 * 32 * 32, as if there were 256 - 224 = 32 places: one too few. It adds that all these "
    "images depend on each other very much.",
    "batch": "One draw for the whole tensor, as torchvision's documentation says. So give it one "
    "image at a time.",
    "mirrored": "An arrow to the left is an arrow to the right in the mirror, and is read as one. "
    "The network is right; the label is not.",
    "wrong flip": "Of two signs that look alike, it has learnt both names, and says one of them.",
    "shifts": "It has seen them moved, and reads them so.",
    "flip": "Digits that are mirrored are no digits: nothing is gained. Little is lost either: "
    "hardly any of them looks like another digit.",
    "turn": "A 6 that is turned by 180 degrees is a 9, and keeps the label 6.",
    "leaky": "Nearly each test patch has a neighbour in the training that overlaps with it.",
    "honest": "This is what it reads on parts of the photographs that it has not seen.",
    "random": "There is nothing to learn here. All that is above 50 % has leaked.",
    "best": "Two hundred readers that know nothing, and one of them was lucky.",
    "tta": "The mean of nine opinions that differ is better than one; and it costs nine times as "
    "much.",
}

EXPLANATION = (
    "Augmentation says to the network what may change without changing the label; it must be true "
    "for the data at hand, and it is drawn anew for each image, in training only. The test stands "
    "for images that nobody has seen: nothing of it, neither its pixels nor its labels, its groups "
    "or its result, may have a part in how the network comes about."
)
