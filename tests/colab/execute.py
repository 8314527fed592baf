"""Execute one notebook, in a copy of its folder: run by the Python of the Colab-like environment.

Exit status 0 where no cell raised, else 1, with the cell and the error on stdout.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

SECONDS_A_CELL = 300


def execute(path):
    """Run every cell of a notebook where the lesson's own files are beside it, as on Colab."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.parent.name
        shutil.copytree(path.parent, copy)
        notebook = nbformat.read(copy / path.name, as_version=4)
        NotebookClient(
            notebook,
            timeout=SECONDS_A_CELL,
            kernel_name="python3",
            resources={"metadata": {"path": str(copy)}},
        ).execute()
    return notebook


def main(path):
    try:
        execute(path)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
