"""Calls torch's.

points: 0
says: does the exercise for you
"""

import torch.nn.utils


def fold_batch_norm(conv, bn):
    return torch.nn.utils.fuse_conv_bn_eval(conv, bn.eval())
