"""A loop over the channels, sums by hand."""

import torch


def batch_norm2d(x, gamma, beta, state, training, momentum=0.1, eps=1e-5):
    n = x.shape[0] * x.shape[2] * x.shape[3]
    if training and n < 2:
        raise ValueError(f"{n} value for each channel")
    planes, means, variances = [], [], []
    for c in range(x.shape[1]):
        plane = x[:, c]
        mean, var = state["mean"][c], state["var"][c]
        means.append(mean)
        variances.append(var)
        if training:
            mean = plane.sum() / n
            var = ((plane - mean) ** 2).sum() / n
            means[-1] = means[-1] + momentum * (mean - means[-1])
            variances[-1] = variances[-1] + momentum * (var * n / (n - 1) - variances[-1])
        planes.append(gamma[c] * (plane - mean) / (var + eps) ** 0.5 + beta[c])
    return torch.stack(planes, dim=1), {"mean": torch.stack(means), "var": torch.stack(variances)}
