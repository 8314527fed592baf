"""The task of the shape laboratory, and whether a stack fulfils it."""

INPUT_SIZE = (3, 32, 32)
GOAL = {"size": (10, 10), "channels": 64, "params_below": 5000, "macs_below": 100_000}
WORDS = {
    "size": "10 x 10",
    "channels": "64 channels",
    "params_below": "fewer than 5,000 parameters",
    "macs_below": "fewer than 100,000 MACs",
}


def judge(stack):
    """Print what a stack leaves, what it costs, and which conditions it meets.

    Examples
    --------
    >>> judge([{"layer": "Conv2d", "out_channels": 64, "kernel_size": 3, "stride": 3}])
    (64, 10, 10), 1,792 parameters, 172,800 MACs
      10 x 10: reached
      64 channels: reached
      fewer than 5,000 parameters: reached
      fewer than 100,000 MACs: not reached
    """
    if stack is ...:
        print("Write your stack first: replace the ... and run again.")
        return
    if not isinstance(stack, list | tuple):
        print(f"A stack is a list of layers, not {stack!r:.40}")
        return
    from cnnlib import widgets

    try:
        state = widgets.shape_laboratory(stack, input_size=INPUT_SIZE, goal=GOAL).state()
    except (TypeError, ValueError, AttributeError) as error:
        print(f"This is no stack yet: {error}")
        return
    if state["error"]:
        print(state["error"])
    else:
        print(f"{state['size']}, {state['params']:,} parameters, {state['macs']:,} MACs")
    for condition, met in state["goal"].items():
        print(f"  {WORDS[condition]}: {'reached' if met else 'not reached'}")
