"""What to notice in the predictions, and the model answer: not in the cells below the guesses."""

REMARKS = {
    "parameters": "In the maps, most connections share their weight with others: only the biases "
    "are not shared, one for each unit. The dense layers share nothing: 6,100 of the 9,760 "
    "numbers are theirs.",
    "initial": "That is ln 10: the untrained network gives each class about one tenth.",
    "two means": "The single image of the last batch counts as much as a hundred others.",
    "wrong labels": "Wrong labels are learnt by heart nearly as fast as right ones. So a small "
    "training loss says that the loop works, and nothing about what the network has understood.",
    "modern": "Before you believe a difference, look at how many standard errors it is.",
    "fastest": "Below it, the steps are too small. Ten times above it, everything is lost.",
    "too high": "The first steps throw the weights to where the last ReLU lets nothing through, "
    "for any image. What comes out is the same for all, so ln 10 is about the best that is left.",
    "hardest": "The overall accuracy does not show it. One image of a class is about 3 %.",
    "right side": "About one in ten: guessing. Every map moves along with the digit, and the dense "
    "layers look for it at the left.",
}

EXPLANATION = (
    "At the start all ten probabilities are about 1/10, so the loss is about -ln(1/10) = 2.30; if "
    "it is far from that, the network is sure of something before it has seen a label, so inputs, "
    "weights, the loss or the number of classes are not what I think."
)
