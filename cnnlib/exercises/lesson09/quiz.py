"""The quiz, graded: each wrong option is a misconception, and is answered."""

from cnnlib.check import Option, Question, Quiz

quiz = Quiz(
    "lesson09.quiz",
    (
        Question(
            "dead",
            points=0.5,
            options={
                "a": Option(
                    "it overfits: twenty layers are too many for 1,438 images",
                    "Overfitting shows in the test, with a small training loss. Here the training "
                    "loss itself does not move.",
                ),
                "b": Option(
                    "signal and gradient have died out on the way: hardly any of either arrives",
                    "Yes. The logits are the same for all images, and the gradient is too small to "
                    "matter in any layer. That is the vanishing signal.",
                    right=True,
                ),
                "c": Option(
                    "it has too few parameters",
                    "It has more than the net of 8 layers, which learns.",
                ),
                "d": Option(
                    "degradation: the signal is healthy, and the net is hard to optimise",
                    "The signal is not healthy here: look at the norms. Degradation is what is "
                    "left when they are.",
                ),
            },
        ),
        Question(
            "degraded",
            points=0.5,
            options={
                "a": Option(
                    "its gradients vanish",
                    "With batch norm they do not: the norms say so, at the start and after "
                    "training. This is the mistake that the lesson is about.",
                ),
                "b": Option(
                    "it overfits",
                    "An overfitted net has a small training loss. Here the training loss is large.",
                ),
                "c": Option(
                    "it cannot represent what the shallow net does",
                    "It could: 8 layers as in the shallow net, and the identity in all others.",
                ),
                "d": Option(
                    "it could do as well as the shallow net, and the optimizer does not find how",
                    "Yes: degradation. A larger training loss with healthy norms is a problem of "
                    "optimisation.",
                    right=True,
                ),
            },
        ),
        Question(
            "skip",
            points=0.5,
            options={
                "a": Option(
                    "a weight for each channel that is added",
                    "Nothing is weighted: x is added as it is.",
                ),
                "b": Option(
                    "no parameters, and one addition for each value",
                    "Yes. Only where the shape changes, a 1 x 1 convolution may be needed (or "
                    "zeros for the new channels).",
                    right=True,
                ),
                "c": Option(
                    "twice the parameters, since there are two paths",
                    "One of the two paths has no layer.",
                ),
                "d": Option(
                    "no parameters, and twice the multiplications",
                    "There is no multiplication in an addition.",
                ),
            },
        ),
        Question(
            "paper",
            points=0.5,
            options={
                "a": Option(
                    "deep networks had vanishing gradients, and shortcuts cured that",
                    "So many lectures say. The paper says that initialisation and normalisation "
                    "layers had largely dealt with that, and checks the norms of its plain nets.",
                ),
                "b": Option(
                    "deep networks overfitted, and shortcuts made them smaller",
                    "The plain deep nets had the larger training error: no overfitting. And "
                    "shortcuts make nothing smaller.",
                ),
                "c": Option(
                    "beyond some depth even the training error rose, with healthy gradients",
                    "Yes: degradation, on CIFAR-10 and on ImageNet, with batch norm in every net.",
                    right=True,
                ),
                "d": Option(
                    "units whose ReLU is dead can be bypassed",
                    "The paper does not speak of that. It speaks of training error that rises with "
                    "depth.",
                ),
            },
        ),
        Question(
            "alone",
            points=0.5,
            options={
                "a": Option(
                    "the running statistics have not settled yet",
                    "They would make each answer worse, not make it depend on the company.",
                ),
                "b": Option(
                    "the momentum is too small",
                    "The momentum only says how fast the running statistics follow.",
                ),
                "c": Option(
                    "the network is in training mode",
                    "Yes: it normalises with the batch that the image happens to be in. In "
                    "evaluation mode it uses the running statistics.",
                    right=True,
                ),
                "d": Option(
                    "that is how batch norm works, also in use",
                    "Only in training. In evaluation the statistics are fixed, and an answer "
                    "depends on its image alone.",
                ),
            },
        ),
        Question(
            "thousand",
            points=0.5,
            options={
                "a": Option(
                    "its gradients vanished after all",
                    "It was trained to less than 0.1 % training error: nothing had vanished.",
                ),
                "b": Option(
                    "that is degradation again",
                    "Degradation is a larger training error. The two nets had similar ones.",
                ),
                "c": Option(
                    "it had not been trained for long enough",
                    "Its training error was below 0.1 % already.",
                ),
                "d": Option(
                    "it generalised worse: with a similar training error its test error was larger",
                    "Yes. The authors put it down to overfitting: 19.4 million parameters for "
                    "50,000 small images. Deeper is not always better.",
                    right=True,
                ),
            },
        ),
    ),
)
