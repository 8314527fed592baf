"""nbgrader's two steps that meet a student's code, made careful.

``nbgrader_config.py`` puts them in the place of nbgrader's own, so that the stock command
``nbgrader autograde`` has them too.
"""

import math
from pathlib import Path

from nbformat.v4 import new_output
from nbgrader import utils
from nbgrader.preprocessors import Execute, SaveAutoGrades
from traitlets import Integer, Unicode

__all__ = ["CarefulExecute", "CarefulGrades", "points_told"]

# Messages that may be dropped: neither a result nor an error, by which nbgrader grades.
_DROPPABLE = ("stream", "display_data", "update_display_data")
_LONGEST_TRACEBACK_LINE = 2_000


class CarefulExecute(Execute):
    """nbgrader's Execute, which keeps at most so much output and says which cell it is at."""

    max_output = Integer(
        2_000_000, help="Characters of output that are kept of one cell; the rest is dropped."
    ).tag(config=True)

    progress_file = Unicode(
        "", help="A file that always holds the name of the cell that is running."
    ).tag(config=True)

    def preprocess(self, nb, resources, km=None):
        """Run the notebook. (nbgrader sets NBGRADER_EXECUTION: widgets are static figures.)"""
        self._dropping = False
        return super().preprocess(nb, resources, km)

    def preprocess_cell(self, cell, resources, index):
        """Run one cell."""
        self._kept, self._dropping = 0, False
        if self.progress_file:
            name = cell.metadata.get("nbgrader", {}).get("grade_id") or cell.get("id")
            Path(self.progress_file).write_text(str(name or f"cell {index + 1}"), encoding="utf-8")
        return super().preprocess_cell(cell, resources, index)

    def process_message(self, msg, cell, cell_index):
        """Keep a message of the kernel, unless the cell has said too much."""
        kind = msg["msg_type"]
        if kind in _DROPPABLE:
            self._kept += _size(msg["content"])
            if self._kept > self.max_output:
                if not self._dropping:
                    self._dropping = True
                    note = f"\n[output beyond {self.max_output:,} characters left out]\n"
                    cell.outputs.append(new_output("stream", name="stdout", text=note))
                return None
        elif kind == "execute_result" and _size(msg["content"]) > self.max_output:
            msg["content"]["data"] = {"text/plain": "[a result too large to be kept]"}
        elif kind == "error":
            lines = msg["content"].get("traceback", [])
            msg["content"]["traceback"] = [line[:_LONGEST_TRACEBACK_LINE] for line in lines]
            msg["content"]["evalue"] = msg["content"].get("evalue", "")[:_LONGEST_TRACEBACK_LINE]
        return super().process_message(msg, cell, cell_index)


def _size(content):
    if "text" in content:
        return len(content["text"])
    return sum(len(str(value)) for value in content.get("data", {}).values())


class CarefulGrades(SaveAutoGrades):
    """nbgrader's SaveAutoGrades, where a test that tells no number of points gives none.

    nbgrader gives all points to a test cell without a result, and for ``nan``, a negative
    number or any text as its result; a number above the maximum stops the submission.
    """

    def _add_score(self, cell, resources):
        is_test = cell.cell_type == "code" and not utils.is_solution(cell)
        if is_test and points_told(cell) is None:
            cell.outputs.insert(
                0,
                new_output(
                    "error",
                    ename="NoPoints",
                    evalue="this test did not come to an end with a number of points",
                    traceback=[
                        "NoPoints: this test did not come to an end with a number of points"
                    ],
                ),
            )
        super()._add_score(cell, resources)


def points_told(cell):
    """The points that an executed test cell gives, or None where it tells none.

    Parameters
    ----------
    cell : nbformat.NotebookNode
        With ``points`` in its nbgrader metadata.

    Returns
    -------
    float or None
        Between 0 and its points.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_output
    >>> told = new_output("execute_result", data={"text/plain": "1.5"})
    >>> points_told(new_code_cell(outputs=[told], metadata={"nbgrader": {"points": 2}}))
    1.5
    >>> told = new_output("execute_result", data={"text/plain": "nan"})
    >>> points_told(new_code_cell(outputs=[told], metadata={"nbgrader": {"points": 2}}))
    """
    results = [output for output in cell.outputs if output.output_type == "execute_result"]
    if len(results) != 1:
        return None
    try:
        points = float(results[0].data.get("text/plain", ""))
    except (TypeError, ValueError):
        return None
    highest = float(cell.metadata["nbgrader"]["points"])
    return points if math.isfinite(points) and 0 <= points <= highest else None
