"""Calls the library.

points: 0
says: which does the exercise for you
"""

from cnnlib import functional


def conv2d_backward(grad_out, x, weight, stride=1, padding=0):
    return functional.conv2d_backward(grad_out, x, weight, stride, padding)
