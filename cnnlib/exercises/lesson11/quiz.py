"""The exit quiz, without points: each wrong option is a misconception, and is answered."""

from cnnlib.check import Option, Question, Quiz

quiz = Quiz(
    "lesson11.quiz",
    (
        Question(
            "frozen",
            points=0,
            options={
                "a": Option(
                    "yes: without gradients nothing can change",
                    "Running statistics are no parameters. They move with every pass in training "
                    "mode, with or without gradients.",
                ),
                "b": Option(
                    "no: its running statistics still move while the network is in training mode",
                    "Yes. So the body gives other features after every batch, and others in "
                    "training than in evaluation.",
                    right=True,
                ),
                "c": Option(
                    "no: the optimizer changes gamma and beta all the same",
                    "Gamma and beta are parameters: without a gradient the optimizer leaves them.",
                ),
                "d": Option(
                    "yes, if the learning rate is small",
                    "The learning rate has nothing to do with running statistics.",
                ),
            },
        ),
        Question(
            "optimizer",
            points=0,
            options={
                "a": Option(
                    "the learning rate is too small",
                    "A small one would make it slow. Here nothing moves at all.",
                ),
                "b": Option(
                    "the head was initialised badly",
                    "From any start it would learn something.",
                ),
                "c": Option(
                    "the optimizer still has the parameters of the old head",
                    "Yes. It was made before the head was exchanged: it moves a layer that nobody "
                    "uses. Exchange the head first, then make the optimizer.",
                    right=True,
                ),
                "d": Option(
                    "the body is frozen, so no gradient reaches the head",
                    "The gradient comes from the loss, through the head first. The body is behind "
                    "it.",
                ),
            },
        ),
        Question(
            "statistics",
            points=0,
            options={
                "a": Option(
                    "those of your own pictures: every data set is normalised by its own",
                    "So one does when a network is trained from the start. This one has learnt "
                    "what its numbers mean: on another scale they mean something else.",
                ),
                "b": Option(
                    "those of ImageNet, as is the custom",
                    "Of a network that was trained on ImageNet. This one was not.",
                ),
                "c": Option(
                    "none: batch norm takes care of it",
                    "In evaluation batch norm uses its running statistics. It does not adapt.",
                ),
                "d": Option(
                    "those that the network was trained with",
                    "Yes. They belong to the weights, and are on their card.",
                    right=True,
                ),
            },
        ),
        Question(
            "gain",
            points=0,
            options={
                "a": Option(
                    "a pre-trained network is always better: it costs nothing to begin with it",
                    "Your own curve says otherwise: with enough examples the gain is gone. And on "
                    "the road signs there was little of it to begin with.",
                ),
                "b": Option(
                    "it is largest with few examples, and may be gone with many",
                    "Yes; how many it takes depends on how alike the two tasks are.",
                    right=True,
                ),
                "c": Option(
                    "it grows with the number of examples",
                    "With many examples a network can learn everything from them.",
                ),
                "d": Option(
                    "there is none unless the classes are the same",
                    "No class of the letters was a digit.",
                ),
            },
        ),
        Question(
            "probe",
            points=0,
            options={
                "a": Option(
                    "nothing: that is what a test set is for",
                    "A test set is for one look at the end. Whatever is chosen by it is fitted to "
                    "it.",
                ),
                "b": Option(
                    "its accuracy is too high: what was chosen by the test is fitted to it",
                    "Yes. Choose by cross-validation on the training features, and look at the "
                    "test once.",
                    right=True,
                ),
                "c": Option(
                    "its accuracy is too low",
                    "The best of ten on the test is never lower than one that was chosen without.",
                ),
                "d": Option(
                    "the features are not frozen any more",
                    "The strength belongs to the classifier. The features stay.",
                ),
            },
        ),
    ),
)
