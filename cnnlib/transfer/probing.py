"""A linear probe: how much of a task can be read off frozen features by a linear classifier."""

import numpy as np


def linear_probe(features, labels, *, strength=1.0):
    """Fit a linear classifier on features; the features stay as they are.

    Each feature is brought to mean 0 and deviation 1, by the statistics of these rows alone, and
    then multinomial logistic regression is fitted.

    Parameters
    ----------
    features : (N, D) array_like or tensor
        Of the training images only.
    labels : (N,) array_like or tensor of int
    strength : float
        Of the regularisation (L2): 1 / C of scikit-learn. Above 0.

    Returns
    -------
    sklearn.pipeline.Pipeline
        With ``predict`` and ``score`` for features of other images.

    Raises
    ------
    ValueError
        If features and labels do not fit, there is one class only, or the strength is not above 0.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> features, labels = rng.normal(size=(40, 3)), np.arange(40) % 2
    >>> features[labels == 1, 0] += 9
    >>> linear_probe(features, labels).score(features, labels)
    1.0
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    features, labels = np.asarray(features, dtype=np.float64), np.asarray(labels)
    if features.ndim != 2 or labels.shape != features.shape[:1]:
        raise ValueError(
            f"features are (N, D) and labels (N,), not {features.shape} and {labels.shape}"
        )
    if not strength > 0:
        raise ValueError(f"strength must be above 0, not {strength!r}")
    probe = make_pipeline(StandardScaler(), LogisticRegression(C=1 / strength, max_iter=2000))
    return probe.fit(features, labels)
