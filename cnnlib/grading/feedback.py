"""The page that a student gets back: no hidden test in it, and nothing that runs.

``nbgrader generate_feedback`` makes its pages with `FeedbackExporter`, which
``nbgrader_config.py`` names. A page needs nothing from outside: no MathJax (formulas stay as
they were typed), no fonts, no styles. Everything a submission brought along is cleaned
(``sanitise``), and a Content-Security-Policy forbids scripts and requests besides.
"""

from pathlib import Path

import jinja2
from markupsafe import Markup
from nbconvert.exporters import Exporter
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from traitlets import default

from cnnlib.grading.hidden import hide_tests
from cnnlib.grading.sanitise import clean_html, clean_markdown, coloured, image

__all__ = ["POLICY", "REMARKS", "FeedbackExporter", "render"]

POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'"
)
# Where in a notebook's metadata the remarks on a submission are kept.
REMARKS = "cnnlib_remarks"
_LONGEST_TEXT = 100_000
_FORMATTER = HtmlFormatter(nowrap=False, classprefix="py-")
# The first of these that an output has is shown. No JavaScript, no widget, no PDF.
_SHOWN = ("text/html", "image/svg+xml", "image/png", "image/jpeg", "text/markdown", "text/plain")


class FeedbackExporter(Exporter):
    """Makes the feedback page of an autograded notebook, for ``nbgrader generate_feedback``."""

    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self):
        return ".html"

    def from_notebook_node(self, nb, resources=None, **kwargs):
        """Make the page.

        Parameters
        ----------
        nb : nbformat.NotebookNode
        resources : dict
            With nbgrader's entries.

        Returns
        -------
        str, dict
        """
        nb, resources = super().from_notebook_node(nb, resources, **kwargs)
        return render(nb, resources.get("nbgrader", {})), resources


def render(notebook, graded):
    """The feedback page of a notebook.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Autograded; changed in place.
    graded : dict
        ``notebook`` (the lesson), ``student``, ``score``, ``max_score``, ``late_penalty``.

    Returns
    -------
    str
    """
    hide_tests(notebook)
    cells = [_cell(number, cell) for number, cell in enumerate(notebook.cells, start=1)]
    remarks = notebook.metadata.get(REMARKS, [])
    return _template().render(
        policy=POLICY,
        code_style=Markup(_FORMATTER.get_style_defs(".code")),  # noqa: S704 - our own
        lesson=graded.get("notebook", ""),
        student=graded.get("student", ""),
        score=_number(graded.get("score", 0)),
        max_score=_number(graded.get("max_score", 0)),
        late_penalty=_number(graded.get("late_penalty") or 0) if graded.get("late_penalty") else "",
        remarks=[str(remark) for remark in remarks] if isinstance(remarks, list) else [],
        exercises=[cell for cell in cells if cell["points"] is not None],
        cells=cells,
    )


def _template():
    text = Path(__file__).with_name("templates").joinpath("feedback.html")
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(text.read_text(encoding="utf-8"))


def _number(value):
    try:
        return f"{round(float(value), 2):g}"
    except (TypeError, ValueError):
        return "0"


def _cell(number, cell):
    """What the template shows of a cell; nothing else of it reaches the page."""
    graded = cell.metadata.get("nbgrader", {})
    name = str(graded.get("grade_id", ""))
    is_test = bool(graded.get("grade"))
    role = "graded" if is_test else "answer" if graded.get("solution") else ""
    is_code = cell.cell_type == "code"
    return {
        "number": number,
        "name": name.removeprefix("test-"),
        "role": role,
        "label": f"Test: {name}" if is_test else f"Your answer: {name}",
        "points": _number(graded.get("points")) if is_test else None,
        "score": _number(graded.get("score")),
        "comment": clean_markdown(graded["comment"]) if graded.get("comment") else "",
        "is_code": is_code,
        "source": _highlighted(cell.source) if is_code else _prose(cell),
        "outputs": [shown for shown in map(_output, cell.get("outputs", [])) if shown],
    }


def _highlighted(source):
    if len(source) > _LONGEST_TEXT:
        return Markup("<pre>{}</pre>").format(source[:_LONGEST_TEXT])
    return Markup(highlight(source, PythonLexer(), _FORMATTER))  # noqa: S704 - it escapes


def _prose(cell):
    if cell.cell_type == "markdown":
        return clean_markdown(cell.source[:_LONGEST_TEXT])
    return Markup("<pre>{}</pre>").format(cell.source[:_LONGEST_TEXT])


def _output(output):
    if output.output_type == "stream":
        return {"kind": "", "content": _text(output.text)}
    if output.output_type == "error":
        told = "\n".join(output.get("traceback", [])) or output.get("evalue", "")
        return {"kind": "error", "content": _text(told)}
    data = output.get("data", {})
    mime = next((mime for mime in _SHOWN if isinstance(data.get(mime), str)), None)
    if mime is None:
        return None
    show = {"text/html": clean_html, "text/markdown": clean_markdown, "text/plain": _text}
    content = show[mime](data[mime]) if mime in show else image(mime, data[mime])
    return {"kind": "", "content": content}


def _text(text):
    if len(text) > _LONGEST_TEXT:
        text = text[:_LONGEST_TEXT] + "\n[the rest was left out]"
    return Markup("<pre>{}</pre>").format(coloured(text))
