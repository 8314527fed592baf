"""The exercise `conv2d`: the whole layer, forward, in NumPy."""

import numpy as np

from cnnlib.check import Case, Exercise, Mistake, Part
from cnnlib.exercises.lesson04 import conv2d_models as models
from cnnlib.exercises.lesson04.conv2d_slips import WRITTEN
from cnnlib.exercises.lesson04.ready_made import CONVOLUTION

NUMBERS = np.array([[1.0, 2, 0], [0, 1, 3], [2, 0, 1]]).reshape(1, 1, 3, 3)
LOPSIDED = np.array([[1.0, 2], [0, 3]]).reshape(1, 1, 2, 2)
WIDE = np.array([[1.0, 2, 0, 1, 3], [0, 1, 3, 2, 1], [2, 0, 1, 0, 4], [1, 1, 0, 2, 0]])
WIDE = WIDE.reshape(1, 1, 4, 5)
FLAT_KERNEL = np.array([[1.0, 0, 2], [0, 3, 1]]).reshape(1, 1, 2, 3)
HIGH_KERNEL = np.array([[1.0], [2], [-1]]).reshape(1, 1, 3, 1)
TWO_CHANNELS = np.array([[1.0, 2, 0], [0, 1, 3], [5, 0, 1], [2, 2, 4]]).reshape(1, 2, 2, 3)
TWO_IMAGES = np.concatenate([TWO_CHANNELS, 9 - 2 * TWO_CHANNELS[:, ::-1]])
THREE_FILTERS = np.arange(12.0).reshape(3, 2, 1, 2) % 5
THREE_BIASES = np.array([10.0, 20, -30])
FOUR_CHANNELS = np.array([1.0, 2, 30, 40]).reshape(1, 4, 1, 1)
GROUPED = np.array([1.0, 2, 3, -1, 0, 1, 2, 5]).reshape(4, 2, 1, 1)
ONE_EACH = np.array([1.0, 2, 3, 4]).reshape(2, 2, 1, 1)
DEPTHWISE = np.array([1.0, 1, 2, -1]).reshape(2, 1, 1, 2)
TWO_IN_A_ROW = np.array([1.0, 2, 50, 60]).reshape(1, 2, 1, 2)

DOES_NOT_FIT = (
    "The kernel, spread out by the dilation, is larger than the padded input: it fits nowhere.",
    "Compare dilation * (k - 1) + 1 with n + 2 * padding along both axes, and raise a ValueError.",
)
KERNEL_WIDTH = (
    "Your kernel width is taken from the kernel height: a kernel need not be square.",
    "kh, kw = weight.shape[2:]",
)
OVERFLOW = (
    "The products wrapped around in uint8, whose numbers end at 255: an overflow.",
    "Convert to float before you calculate: x.astype(float), weight.astype(float).",
)

conv2d = Exercise(
    "lesson04.conv2d",
    functions={"conv2d": models.conv},
    parts=(
        Part(
            "values",
            1,
            (
                Case(NUMBERS, LOPSIDED, note="one image, one channel, one filter"),
                Case(WIDE, FLAT_KERNEL, note="nothing is square"),
                Case(WIDE, HIGH_KERNEL, note="a kernel of one column"),
                Case(NUMBERS, LOPSIDED, np.array([100.0]), note="a bias"),
            ),
        ),
        Part(
            "channels and filters",
            1,
            (
                Case(
                    TWO_CHANNELS,
                    THREE_FILTERS[:1],
                    note="one filter for two channels: weight is (1, 2, 1, 2)",
                ),
                Case(TWO_CHANNELS, THREE_FILTERS, THREE_BIASES, note="three filters"),
                Case(TWO_IMAGES, THREE_FILTERS, THREE_BIASES, note="two images"),
            ),
            needs=("values",),
        ),
        Part(
            "stride and padding",
            2,
            (
                Case(NUMBERS, LOPSIDED, None, 1, 1, note="one zero around the image"),
                Case(WIDE, LOPSIDED, None, 2, note="a step that no longer fits"),
                Case(WIDE, FLAT_KERNEL, None, (1, 2), note="another stride for the columns"),
                Case(WIDE, HIGH_KERNEL, None, 1, (1, 0), note="padding above and below only"),
                Case(NUMBERS + 1, LOPSIDED, np.array([7.0]), (2, 1), (0, 2), note="both, as pairs"),
            ),
            needs=("values",),
        ),
        Part(
            "dilation",
            1,
            (
                Case(
                    NUMBERS,
                    LOPSIDED,
                    None,
                    1,
                    0,
                    2,
                    note="dilation 2: four weights, one pixel left out between two",
                ),
                Case(WIDE, LOPSIDED, None, 1, 0, (1, 3), note="another dilation for the columns"),
                Case(WIDE, FLAT_KERNEL, None, 2, 1, 2, note="with stride and padding"),
            ),
            needs=("values",),
        ),
        Part(
            "groups",
            1,
            (
                Case(TWO_IN_A_ROW, DEPTHWISE, None, 1, 0, 1, 2, note="depthwise"),
                Case(
                    FOUR_CHANNELS,
                    ONE_EACH,
                    np.array([100.0, 200]),
                    1,
                    0,
                    1,
                    2,
                    note="two groups: each filter sees two of the four channels",
                ),
                Case(FOUR_CHANNELS, GROUPED, None, 1, 0, 1, 2, note="two groups, two filters each"),
            ),
            needs=("channels and filters",),
        ),
        Part(
            "bad input",
            1,
            (
                Case(NUMBERS, np.ones((1, 1, 4, 2)), note="a kernel higher than the input"),
                Case(NUMBERS, LOPSIDED, None, 1, 0, 3, note="spread over four of three pixels"),
                Case(NUMBERS, np.ones((1, 1, 5, 5)), None, 1, 1, note="fits, with the padding"),
                Case(TWO_CHANNELS, np.ones((1, 3, 1, 1)), note="weights for three channels"),
                Case(TWO_IN_A_ROW[:, :1], ONE_EACH, note="one channel, weights for two"),
                Case(TWO_CHANNELS, np.ones((1, 1, 1, 1)), note="a channel too many"),
                Case(
                    *(FOUR_CHANNELS[:, :3], DEPTHWISE[..., :1], None, 1, 0, 1, 2),
                    note="three channels, two groups of one",
                ),
                Case(
                    *(TWO_IN_A_ROW, np.ones((3, 1, 1, 1)), None, 1, 0, 1, 2),
                    note="three filters cannot be shared by two groups",
                ),
            ),
            needs=("values",),
        ),
        Part(
            "uint8, input untouched",
            1,
            (
                Case(
                    np.array([[200, 100], [150, 250]], np.uint8).reshape(1, 1, 2, 2),
                    np.array([[2, 1], [1, 3]], np.uint8).reshape(1, 1, 2, 2),
                    note="unsigned 8-bit numbers",
                ),
                Case(NUMBERS, LOPSIDED, np.array([1.0]), note="the arguments must not change"),
                Case(NUMBERS, LOPSIDED, None, 1, 1, note="nor with padding"),
            ),
            needs=("values",),
            untouched=True,
            dtype="floating",
        ),
    ),
    mistakes=(
        Mistake(
            "flipped kernel",
            models.flipped,
            says="This is what comes out when the kernel is flipped. A layer does not turn its "
            "kernels: X[i + m, j + n] meets K[m, n].",
            next_step="Remove the flip.",
        ),
        Mistake(
            "transposed kernel",
            models.transposed,
            says="This is what comes out with a transposed kernel: its rows are used as columns.",
            next_step="The last two axes of weight are rows and columns, in this order.",
        ),
        Mistake(
            "filters and channels exchanged",
            models.filter_and_channel_exchanged,
            says="The first two axes of weight are exchanged: it is (C_out, C_in, kh, kw).",
            next_step="weight[f, c] is the kernel of filter f for channel c.",
        ),
        Mistake("kernel width from kernel height", models.square_window, *KERNEL_WIDTH),
        Mistake("kernel width from kernel height", models.square_kernel, *KERNEL_WIDTH),
        Mistake("kernel width from kernel height", models.square_kernel_in_loops, *KERNEL_WIDTH),
        Mistake("kernel width from kernel height", models.kernel_width_for_the_size, *KERNEL_WIDTH),
        Mistake(
            "width taken from height",
            models.width_from_height,
            says="Your output width is taken from the height of the input: an image need not be "
            "square.",
            next_step="H, W = x.shape[2:], and a size for each.",
        ),
        Mistake(
            "bias missing",
            models.bias_missing,
            says="The bias is missing.",
            next_step="Add bias[f] to every place of map f.",
        ),
        Mistake(
            "bias per position",
            models.bias_along_columns,
            says="The bias is added along the columns: broadcasting compares the last axes. A "
            "bias belongs to a filter, not to a position.",
            next_step="bias.reshape(-1, 1, 1) or bias[:, None, None]: one number for each map.",
        ),
        Mistake(
            "bias per position",
            models.bias_along_rows,
            says="The bias is added along the rows: broadcasting compares the last axes. A "
            "bias belongs to a filter, not to a position.",
            next_step="bias.reshape(-1, 1, 1) or bias[:, None, None]: one number for each map.",
        ),
        Mistake(
            "bias for each image",
            models.bias_by_image,
            says="The bias is added along the batch. It belongs to a filter, not to an image.",
            next_step="bias.reshape(1, -1, 1, 1)",
        ),
        Mistake(
            "bias once for each channel",
            models.bias_for_each_channel,
            says="The bias is added once for each input channel. A filter has one bias: it is "
            "added once, after the sum over the channels.",
            next_step="Move it out of the loop over the channels.",
        ),
        Mistake(
            "bias once for each weight",
            models.bias_for_each_weight,
            says="The bias is added once for each weight. A filter has one bias: it is added "
            "once, after the sum.",
            next_step="Move it out of the sum.",
        ),
        Mistake(
            "bias subtracted",
            models.bias_subtracted,
            says="The bias is subtracted; it is added.",
        ),
        Mistake(
            "one bias for all filters",
            models.first_bias,
            says="All filters get the first bias; each has its own.",
            next_step="bias[f] for filter f.",
        ),
        Mistake(
            "sum over channels forgotten",
            models.one_channel(0),
            says="Only the first input channel is used: the sum over the channels is forgotten.",
            next_step="A filter has a kernel for each input channel; the results are added.",
        ),
        Mistake(
            "sum over channels forgotten",
            models.one_channel(-1),
            says="Only the last input channel is left: in a loop over the channels, = for +=.",
            next_step="Add up over the channels.",
        ),
        Mistake(
            "sum over channels forgotten",
            models.channels_kept_apart,
            says="Your result has an axis for the input channels: the sum over the channels is "
            "forgotten.",
            next_step="A filter gives one map: add up what its kernels give for the channels.",
        ),
        Mistake(
            "mean over the channels",
            models.channels_averaged,
            says="This is the mean over the channels; a layer takes the sum.",
        ),
        Mistake(
            "one kernel for all channels",
            models.same_weights_for_all_channels,
            says="All input channels meet the kernel of the first one. A filter has a kernel for "
            "each channel.",
            next_step="Channel c meets weight[f, c].",
        ),
        Mistake(
            "one filter for all maps",
            models.first_filter_everywhere,
            says="All maps come from the first filter.",
            next_step="Map f comes from weight[f].",
        ),
        Mistake(
            "filters summed",
            models.filters_summed,
            says="The maps of all filters are added up. Each filter has its own map.",
        ),
        Mistake(
            "first image only",
            models.first_image_everywhere,
            says="Every image gets the result of the first one.",
            next_step="Do it for each of the N images.",
        ),
        Mistake(
            "batch summed",
            models.batch_summed,
            says="The images of the batch are added up. They have nothing to do with each other.",
        ),
        Mistake(
            "filters before the batch",
            models.filters_first,
            says="The first two axes of your result are exchanged: it is (N, C_out, ...).",
        ),
        Mistake(
            "channels last",
            models.channels_last,
            says="Your result has the channels at the end. torch has them after the batch: "
            "(N, C_out, H_out, W_out).",
        ),
        Mistake(
            "off by one",
            models.off_by_one,
            says="The last window of each row and column is missing: an off-by-one.",
            next_step="There are (n + 2p - d (k - 1) - 1) // s + 1 places along an axis.",
        ),
        Mistake(
            "off by one, zeros left",
            models.last_window_left_zero,
            says="The last row and the last column stay 0: an off-by-one in the loops over the "
            "places.",
            next_step="Look at the ends of your ranges.",
        ),
        Mistake(
            "stride ignored",
            models.stride_ignored,
            says="The stride is ignored: these are all windows.",
            next_step="Window i begins at row i * stride.",
        ),
        Mistake(
            "stride along the rows only",
            models.stride_along_rows_only,
            says="The stride is used for the rows only.",
            next_step="It holds for the columns as well.",
        ),
        Mistake(
            "stride in the size only",
            models.crop_for_stride,
            says="Your output has the right size, but its windows lie side by side: the stride is "
            "ignored where they are cut out.",
            next_step="Window i begins at row i * stride.",
        ),
        Mistake(
            "rounded up",
            models.size_rounded_up,
            says="Your output also has the window that no longer fits. It is left out: the size "
            "is rounded down.",
            next_step="(n + 2p - d (k - 1) - 1) // s + 1",
        ),
        Mistake(
            "padding ignored",
            models.padding_ignored,
            says="The padding is ignored.",
            next_step="Put the zeros around x first, then go on without padding.",
        ),
        Mistake(
            "padding on one side",
            models.padded_with(models.at_one_side),
            says="The padding is on one side only: above and at the left. It belongs to all four "
            "sides.",
            next_step="np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))",
        ),
        Mistake(
            "padding on one side",
            models.padded_with(models.at_the_end),
            says="The padding is on one side only: below and at the right. It belongs to all four "
            "sides.",
            next_step="np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))",
        ),
        Mistake(
            "padding with the edge value",
            models.padded_with(models.edge),
            says="You padded with the value at the edge; asked for are zeros.",
            next_step="Leave out mode='edge'.",
        ),
        Mistake(
            "padding with the reflection",
            models.padded_with(models.reflected),
            says="You padded with the picture's reflection; asked for are zeros.",
            next_step="Leave out mode='reflect'.",
        ),
        Mistake(
            "padding after the convolution",
            models.padded_after,
            says="The zeros are around the output. They belong around the input, before the "
            "kernel moves.",
        ),
        Mistake(
            "rows and columns swapped",
            models.sides_swapped,
            says="In a pair, the numbers for rows and columns are swapped: rows come first.",
            next_step="sh, sw = pair(stride), and so on.",
        ),
        *(
            Mistake(
                f"{name}: rows and columns swapped",
                models.swapped(name),
                says=f"In the pair of the {name}, rows and columns are swapped: rows come first.",
                next_step="pair(...) gives (rows, columns).",
            )
            for name in ("stride", "padding", "dilation")
        ),
        *(
            Mistake(
                f"{name} of the rows for both",
                models.square(name),
                says=f"The {name} of the rows is used for the columns, too.",
                next_step=f"{name} may be a pair: (rows, columns).",
            )
            for name in ("stride", "padding", "dilation")
        ),
        Mistake(
            "dilation ignored",
            models.dilation_ignored,
            says="The dilation is ignored: your windows are not spread out.",
            next_step="Weight m meets the row i * stride + m * dilation.",
        ),
        Mistake(
            "dilation in the size only",
            models.dilation_in_the_size_only,
            says="Your output has the right size, but the windows are not spread out: the "
            "dilation is ignored where they are cut out.",
            next_step="Weight m meets the row i * stride + m * dilation.",
        ),
        Mistake(
            "dilation as the number of pixels between",
            models.dilation_as_gap,
            says="You left out as many pixels between two weights as the dilation says. It is the "
            "distance from one weight to the next.",
            next_step="Weight m meets the row i * stride + m * dilation.",
        ),
        Mistake(
            "every d-th pixel of the image",
            models.dilated_image,
            says="You thinned out the image. Dilation thins out each window: all pixels are "
            "still used, by different windows.",
            next_step="Weight m meets the row i * stride + m * dilation.",
        ),
        Mistake(
            "groups ignored",
            models.groups_ignored,
            says="The groups are ignored: all filters look at the channels of the first group.",
            next_step="Filter f belongs to group f // (C_out // groups).",
        ),
        Mistake(
            "groups refused",
            models.groups_refused,
            says="You compare the channels of x with weight.shape[1]. With groups, a filter sees "
            "C_in / groups channels: here groups is ignored.",
            next_step="x.shape[1] == groups * weight.shape[1]",
        ),
        Mistake(
            "channels dealt out",
            models.channels_dealt_out,
            says="You dealt the channels out one by one. A group is a block of channels that "
            "stand next to each other.",
            next_step="Group g has the channels g * size ... (g + 1) * size - 1.",
        ),
        Mistake(
            "filters dealt out",
            models.filters_dealt_out,
            says="You dealt the filters out one by one. The first C_out / groups filters belong "
            "to the first group.",
            next_step="Filter f belongs to group f // (C_out // groups).",
        ),
        Mistake(
            "groups summed",
            models.groups_summed,
            says="Every filter is applied to every group. With groups, a filter looks at its own "
            "group only.",
            next_step="Filter f belongs to group f // (C_out // groups).",
        ),
        Mistake(
            "first group only",
            models.first_group_only,
            says="Only the maps of the first group are there.",
            next_step="Join the maps of all groups along the channel axis.",
        ),
        Mistake(
            "mean instead of sum",
            models.mean,
            says="This is the mean of the products, not the sum.",
        ),
        Mistake("uint8 overflow", models.in_uint8, *OVERFLOW),
        Mistake("uint8 overflow", models.in_uint8_products, *OVERFLOW),
        Mistake(
            "nothing written",
            lambda x, weight, *rest: np.zeros_like(models.conv(x, weight, *rest)),
            says="All zeros: the sums do not reach the output.",
        ),
        Mistake("kernel too large", models.empty_where_it_does_not_fit, *DOES_NOT_FIT),
        Mistake(
            "channels left over",
            models.channels_cut,
            says="The weights are for another number of channels than the input has.",
            next_step="Raise a ValueError unless x.shape[1] == groups * weight.shape[1].",
        ),
        Mistake(
            "filters left over",
            models.filters_left_over,
            says="The filters cannot be divided evenly between the groups.",
            next_step="Raise a ValueError unless weight.shape[0] % groups == 0.",
        ),
        *WRITTEN,
    ),
    hints=(
        "Take it in steps: pad x with zeros; make the places; cut out a window for all images and "
        "channels at once; multiply with one filter and add up; the bias comes last.",
        "Window (i, j) is x[:, :, i * sh : i * sh + eh : dh, j * sw : j * sw + ew : dw], where "
        "eh = dh * (kh - 1) + 1 is what the spread-out kernel covers. For groups, loop over the "
        "filters: filter f looks at C_in / groups channels from "
        "(f // (C_out // groups)) * (C_in // groups) on.",
        "For each f, i, j:\n"
        "y[:, f, i, j] = np.sum(window[:, first : first + weight.shape[1]] * weight[f], "
        "axis=(1, 2, 3)) + bias[f]",
    ),
    ready_made=CONVOLUTION,
)
