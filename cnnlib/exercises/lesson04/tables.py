"""Tables that the lesson prints."""

import numpy as np

from cnnlib import arithmetic


def print_costs(stacks, input_size):
    """What each stack leaves and what it costs, a row each.

    Parameters
    ----------
    stacks : dict of str to list of dict
    input_size : (int, int, int)
        Channels, height and width.

    Examples
    --------
    >>> one = {"layer": "Conv2d", "in_channels": 1, "out_channels": 2, "kernel_size": 3}
    >>> print_costs({"a layer": [one]}, (1, 5, 5))
             output       parameters         MACs
    a layer  2 x 3 x 3            20          162
    """
    rows = {name: arithmetic.layer_table(stack, input_size) for name, stack in stacks.items()}
    width = max(map(len, rows))
    print(f"{'':{width}}  {'output':12} {'parameters':>10} {'MACs':>12}")
    for name, table in rows.items():
        params, macs = (sum(row[key] for row in table) for key in ("params", "macs"))
        print(f"{name:{width}}  {_size(table[-1]):12} {params:>10,} {macs:>12,}")


def print_layers(stack, input_size):
    """The layers that have parameters, their sums, and the share of the convolutions."""
    rows = arithmetic.layer_table(stack, input_size)
    print(f"{'':8} {'output':>12} {'parameters':>10} {'MACs':>9}")
    for row in rows:
        if row["params"]:
            print(f"{row['layer']:8} {_size(row):>12} {row['params']:>10,} {row['macs']:>9,}")
    whole = {key: sum(row[key] for row in rows) for key in ("params", "macs")}
    print(f"{'in all':21} {whole['params']:>10,} {whole['macs']:>9,}")
    for name, key in {"parameters": "params", "MACs": "macs"}.items():
        part = sum(row[key] for row in rows if row["layer"] == "Conv2d")
        print(f"share of the convolutions in the {name}: {part / whole[key]:.0%}")


def print_results(results):
    """Right answers of several runs: mean and sample standard deviation.

    Parameters
    ----------
    results : dict of str to (2, seeds) array
        In %, on training patches and on new ones.

    Examples
    --------
    >>> print_results({"guess": [[30, 34, 32], [33, 35, 31]]})
    right answers     training           new
    guess         32.0 ± 2.0 %  33.0 ± 2.0 %
    """
    width = max(13, *map(len, results))
    print(f"{'right answers':{width}} {'training':>12}  {'new':>12}")
    for name, both in results.items():
        told = [f"{np.mean(x):5.1f} ± {np.std(x, ddof=1):.1f} %" for x in both]
        print(f"{name:{width}} {told[0]:>12}  {told[1]:>12}")


def _size(row):
    return " x ".join(map(str, row["output_size"]))
