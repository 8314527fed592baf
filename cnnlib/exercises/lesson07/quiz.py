"""The exit quiz, without points: each wrong option is a misconception, and is answered."""

from cnnlib.check import Option, Question, Quiz

quiz = Quiz(
    "lesson07.quiz",
    (
        Question(
            "initial",
            points=0,
            options={
                "a": Option(
                    "2.3, as for the digits",
                    "2.3 is ln 10. It belongs to ten classes.",
                ),
                "b": Option(
                    "4.6",
                    "Yes: a network that knows nothing gives each class 1/100, and -ln(1/100) is "
                    "ln 100 = 4.6.",
                    right=True,
                ),
                "c": Option(
                    "0.99, the fraction of wrong answers",
                    "The loss does not count wrong answers: it is the mean of -ln of the "
                    "probability of the right class.",
                ),
                "d": Option(
                    "nobody can say: the weights are random",
                    "They are random, but small: all logits begin near 0, and so all "
                    "probabilities near 1/100.",
                ),
            },
        ),
        Question(
            "one batch",
            points=0,
            options={
                "a": Option(
                    "more training images are needed",
                    "One batch can be learnt by heart, whatever it shows. More images make it "
                    "harder, not easier.",
                ),
                "b": Option(
                    "that is healthy: the network does not overfit",
                    "Here overfitting is what is asked for. A network that cannot learn 32 images "
                    "by heart cannot learn 60,000.",
                ),
                "c": Option(
                    "there is a bug, or the learning rate is far off",
                    "Yes. Loss, gradients, optimizer, labels: something in the chain is broken, "
                    "and with one batch it is quickly found.",
                    right=True,
                ),
                "d": Option(
                    "the test images are too different",
                    "No test image is involved.",
                ),
            },
        ),
        Question(
            "eval",
            points=0,
            options={
                "a": Option(
                    "it switches the gradients off",
                    "That is torch.no_grad(). In evaluation mode gradients are computed as before.",
                ),
                "b": Option(
                    "it freezes the weights",
                    "An optimizer would change them as before.",
                ),
                "c": Option(
                    "it makes the network faster and changes no result",
                    "It changes the results of every network with dropout or batch norm.",
                ),
                "d": Option(
                    "it switches dropout off, and batch norm to its running statistics",
                    "Yes, and nothing else. An evaluation needs torch.no_grad() besides.",
                    right=True,
                ),
            },
        ),
        Question(
            "noise",
            points=0,
            options={
                "a": Option(
                    "the second is better: its mean is higher",
                    "With other seeds it could be the other way round: the difference is smaller "
                    "than what the seed alone changes.",
                ),
                "b": Option(
                    "from three seeds like these nothing can be said about which is better",
                    "Yes. The means differ by less than one of the standard deviations.",
                    right=True,
                ),
                "c": Option(
                    "they are equally good",
                    "That does not follow either: a small difference may be there, and hide in the "
                    "spread.",
                ),
                "d": Option(
                    "the first is better: its spread is smaller",
                    "A small spread says that the seed matters little. It does not make a result "
                    "good.",
                ),
            },
        ),
        Question(
            "moved",
            points=0,
            options={
                "a": Option(
                    "yes: convolutions are translation invariant",
                    "They are equivariant: their maps move along. Behind them, flatten and a dense "
                    "layer have other weights for each place.",
                ),
                "b": Option(
                    "yes, since pooling makes it so",
                    "Pooling tolerates a pixel or two, on average. Here the digit moves by half "
                    "the canvas.",
                ),
                "c": Option(
                    "no: its dense layers have weights for each place, and those at the right saw "
                    "no digit",
                    "Yes. What is equivariant before the head is lost in the head.",
                    right=True,
                ),
                "d": Option(
                    "no, because it has too few parameters",
                    "It has a few tens of thousands. With more it would be the same.",
                ),
            },
        ),
    ),
)
