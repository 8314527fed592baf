"""Grade one submission in a process of its own: ``python -m cnnlib.grading.worker``.

Reads a task as JSON from standard input and writes the outcome to ``outcome.json`` in the
task's scratch folder. ``grade`` starts one for each submission, so that nothing which a
submission does to this process concerns the next.
"""

import json
import re
import sys
from pathlib import Path

from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config.loader import PyFileConfigLoader

OUTCOME, PROGRESS = "outcome.json", "running.txt"
# The last line of a traceback in nbgrader's log: an error's name, and what it says.
_ERROR = re.compile(
    r"^\s*(?:[\w.]+\.)?(\w*(?:Error|Exception|Timeout)\w*)(?:: (.*))?$", re.MULTILINE
)


def course_config(course, scratch):
    """The course's nbgrader configuration with its folders in a scratch folder.

    The gradebook stays the course's.
    """
    config = PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()
    config.CourseDirectory.root = str(scratch)
    config.CarefulExecute.progress_file = str(Path(scratch) / PROGRESS)
    return config


def run(course, scratch, lesson, student):
    """Autograde a submission and make its feedback, both with nbgrader.

    Parameters
    ----------
    course, scratch : path-like
    lesson, student : str

    Returns
    -------
    dict
        ``{"autograde": reason or None, "feedback": reason or None}``
    """
    config = course_config(course, scratch)
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    outcome = {"autograde": _reason(api.autograde(lesson, student)), "feedback": None}
    _write(scratch, outcome)  # now already: the feedback may still fail
    if outcome["autograde"] is None:
        outcome["feedback"] = _reason(api.generate_feedback(lesson, student))
        _write(scratch, outcome)
    return outcome


def _write(scratch, outcome):
    (Path(scratch) / OUTCOME).write_text(json.dumps(outcome), encoding="utf-8")


def _reason(result):
    """The last error in nbgrader's log that is not nbgrader's own summary of it."""
    if result["success"]:
        return None
    log = result.get("log", "") + result.get("error", "")
    errors = [found for found in _ERROR.findall(log) if found[0] != "NbGraderException"]
    return ": ".join(part for part in errors[-1] if part) if errors else log.strip()[-300:]


if __name__ == "__main__":
    run(**json.load(sys.stdin))
