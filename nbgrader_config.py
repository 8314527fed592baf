"""nbgrader's configuration: its commands work from the folder that this file is in.

Nothing is written outside that folder. ``docs/instructors.md`` goes through the commands.
"""

import os
import sysconfig
from pathlib import Path

from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.preprocessors import ClearSolutions, Execute, SaveAutoGrades

c = get_config()  # noqa: F821 - traitlets puts it here

course = Path(__file__).resolve().parent

# nbgrader starts `alembic` by name, which is not found where .venv was not activated.
scripts = sysconfig.get_path("scripts")
if scripts not in os.environ.get("PATH", "").split(os.pathsep):
    os.environ["PATH"] = os.pathsep.join([scripts, os.environ.get("PATH", "")])

c.CourseDirectory.root = str(course)
c.CourseDirectory.course_id = "cnn-course"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "lessons"
c.CourseDirectory.db_url = f"sqlite:///{(course / 'gradebook.db').as_posix()}"
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    "feedback",
    ".DS_Store",
    "Thumbs.db",
]

# Handing out and collecting: inside the course. A shared machine names its own folder here.
c.Exchange.root = str(course / "exchange")
c.Exchange.cache = str(course / "exchange" / "cache")

# nbgrader's own steps, with the course's stubs in place of its own, on a normalised notebook:
# so `nbgrader generate_assignment` and `make lessons` write the same bytes.
c.GenerateAssignment.preprocessors = [
    "cnnlib.grading.preprocessors.NormaliseNotebook",
    *(
        "cnnlib.grading.preprocessors.StubSolutions" if step is ClearSolutions else step
        for step in GenerateAssignment.preprocessors.default()
    ),
]

# A student's cell that never ends is interrupted, loses its own points, and the next one runs.
c.Execute.timeout = 120  # seconds a cell
c.Execute.interrupt_on_timeout = True
c.Execute.error_on_timeout = {
    "ename": "CellTimeoutError",
    "evalue": "this cell ran for 120 s and was stopped",
    "traceback": ["CellTimeoutError: this cell ran for 120 s and was stopped"],
}

# Running: so much output of a cell is kept and no more, and a test that ends without a number
# of points gives none (nbgrader's own step would give them all).
careful = {
    Execute: "cnnlib.grading.running.CarefulExecute",
    SaveAutoGrades: "cnnlib.grading.running.CarefulGrades",
}
c.Autograde.autograde_preprocessors = [
    careful.get(step, step) for step in Autograde.autograde_preprocessors.default()
]
c.Execute.iopub_timeout = 20  # seconds to wait for a cell's last outputs

# Feedback: pages without hidden tests and without anything of a submission that could run.
c.GenerateFeedback.exporter_class = "cnnlib.grading.feedback.FeedbackExporter"

# Downloads of a learning platform, as `nbgrader zip_collect` finds them in downloaded/: the
# student is the folder's name, or the file's, up to the first "_"; what the platform adds
# after the lesson's name, such as "-1" or " (2)", is dropped.
#   ada/03-convolution-by-hand.ipynb    ada_LATE_123_03-convolution-by-hand-1.ipynb
c.FileNameCollectorPlugin.named_regexp = (
    r".*[/\\]extracted[/\\](?:.*[/\\])?"
    r"(?P<student_id>[^_/\\]+)(?:_[^/\\]*)?[_/\\]"
    r"(?P<file_id>\d\d-[a-z0-9-]*[a-z])"
)
