"""One slice for each weight, by einsum."""

import numpy as np


def conv2d_backward(grad_out, x, weight, stride=1, padding=0):
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    grad_x, grad_weight = np.zeros(x.shape), np.zeros(weight.shape)
    rows, places = grad_out.shape[2:]
    for m, n in np.ndindex(weight.shape[2:]):
        here = np.s_[:, :, m : m + stride * rows : stride, n : n + stride * places : stride]
        grad_weight[:, :, m, n] = np.einsum("bkij,bcij->kc", grad_out, x[here])
        grad_x[here] += np.einsum("bkij,kc->bcij", grad_out, weight[:, :, m, n])
    end = [size - padding for size in x.shape[2:]]
    grad_x = grad_x[:, :, padding : end[0], padding : end[1]]
    return grad_x, grad_weight, np.einsum("bkij->k", grad_out)
