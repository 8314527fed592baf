"""Shows a report where the student is: in the notebook, or in a terminal."""

import sys


def show_in_notebook(report):
    """Display a report under the cell that asked for it; print it where there is no notebook."""
    ipython = sys.modules.get("IPython")
    if ipython is not None and ipython.get_ipython() is not None:
        from IPython.display import display

        display(report)
    else:
        print(report)
