"""A row of ones times the copies."""

import numpy as np


def shared_gradient(copies):
    flat = copies.reshape(len(copies), -1)
    return (np.ones(len(copies)) @ flat).reshape(copies.shape[1:])
