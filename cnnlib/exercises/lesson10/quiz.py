"""The exit quiz, without points: each wrong option is a misconception, and is answered."""

from cnnlib.check import Option, Question, Quiz

quiz = Quiz(
    "lesson10.quiz",
    (
        Question(
            "batch",
            points=0,
            options={
                "a": Option(
                    "nothing: over many batches all moves come up",
                    "They do. But within a step all images are moved alike, and the network can "
                    "answer to the move of the day. All gradients of a batch then err together.",
                ),
                "b": Option(
                    "its images all get the same move, so a step sees one move only",
                    "Yes. One draw for each image: that is why ours have numbers of their own, and "
                    "why torchvision gets one image at a time.",
                    right=True,
                ),
                "c": Option(
                    "images and labels no longer belong together",
                    "Order and labels stay as they are; a move changes neither.",
                ),
            },
        ),
        Question(
            "mask",
            points=0,
            options={
                "a": Option(
                    "a class number halfway between two classes",
                    "Yes. Halfway between class 1 and class 3 is class 2, which is something else. "
                    "So of a mask the nearest pixel is taken.",
                    right=True,
                ),
                "b": Option(
                    "a mask that is blurred, which does no harm",
                    "A mask holds names, written as numbers. The mean of two names is no name.",
                ),
                "c": Option(
                    "a mask of another size",
                    "The size does not depend on the interpolation.",
                ),
            },
        ),
        Question(
            "wrong flip",
            points=0,
            options={
                "a": Option(
                    "more data: the accuracy rises for all classes",
                    "More images with wrong labels are not more data. Look at the six classes with "
                    "a side.",
                ),
                "b": Option(
                    "the classes with a side become guesses between two",
                    "Yes. Half of the arrows carry the wrong name. The network learns just that, "
                    "and the overall accuracy hides where it happens.",
                    right=True,
                ),
                "c": Option(
                    "all classes become worse, since mirrored images are unnatural",
                    "A mirrored crossroads is a crossroads. What goes wrong is the label, and only "
                    "where it has a side.",
                ),
            },
        ),
        Question(
            "test set",
            points=0,
            options={
                "a": Option(
                    "as the training images: training and test must be alike",
                    "Then the result depends on draws, and says how well the network reads "
                    "distorted images. Ask what will come in use.",
                ),
                "b": Option(
                    "not at all; normalised with its own mean and spread",
                    "Right with the first half. But its own statistics are not known in use: they "
                    "come from the training images.",
                ),
                "c": Option(
                    "not at all; normalised with the statistics of the training images",
                    "Yes. The test stands for the images that will come. (Test-time augmentation "
                    "is part of the network's answer, and is the same for every image.)",
                    right=True,
                ),
            },
        ),
        Question(
            "patients",
            points=0,
            options={
                "a": Option(
                    "by images, at random: then both parts are alike",
                    "They are too much alike: pictures of one patient are on both sides, and the "
                    "network can know the patient by heart.",
                ),
                "b": Option(
                    "by patients",
                    "Yes. In use, patients will be new. So they must be new in the test.",
                    right=True,
                ),
                "c": Option(
                    "by images, but each class apart",
                    "That keeps the classes balanced, and the patients on both sides.",
                ),
            },
        ),
        Question(
            "best of many",
            points=0,
            options={
                "a": Option(
                    "nothing: the test was never trained on",
                    "It was chosen on. The best of many is in part the luckiest of many.",
                ),
                "b": Option(
                    "the seeds of the settings differ",
                    "That makes the comparison noisy, and is not the reason that the best is too "
                    "good.",
                ),
                "c": Option(
                    "the test has chosen the setting, so it no longer measures it fairly",
                    "Yes. Choose with a validation set; keep the test for the one that was chosen.",
                    right=True,
                ),
            },
        ),
    ),
)
