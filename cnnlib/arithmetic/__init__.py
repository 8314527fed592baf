"""The arithmetic of layers: sizes, receptive fields, parameters, multiplications, memory.

Plain integers in, plain integers out; nothing is imported. Names follow torch.
"""

from cnnlib.arithmetic.parameters import conv1d_params, conv2d_params, fc_params, local_params
from cnnlib.arithmetic.receptive_fields import receptive_field
from cnnlib.arithmetic.sizes import conv_transpose_out_size, out_size, same_padding
from cnnlib.arithmetic.stacks import (
    activation_memory,
    count_macs,
    count_params,
    describe,
    layer_table,
)

__all__ = [
    "activation_memory",
    "conv1d_params",
    "conv2d_params",
    "conv_transpose_out_size",
    "count_macs",
    "count_params",
    "describe",
    "fc_params",
    "layer_table",
    "local_params",
    "out_size",
    "receptive_field",
    "same_padding",
]
