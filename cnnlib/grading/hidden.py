"""Take the hidden tests out of what a student gets to see."""

import re

from cnnlib.grading.sanitise import plain_of

BEGIN, END = "BEGIN HIDDEN TESTS", "END HIDDEN TESTS"
INSTEAD = "[hidden test]"
# Shorter lines, such as ")", are only hidden where a traceback quotes them with a number.
_TELLING = 5
_QUOTED = re.compile(r"^\s*(?:-+>)?\s*\d+ ?(?P<code>.*)$")


def hide_tests(notebook):
    """Remove the hidden tests from a graded notebook, with every line that quotes them.

    What a submission copies from a hidden test and disguises (in base64, say) is not found.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Changed in place.

    Returns
    -------
    nbformat.NotebookNode
        The same.
    """
    hidden = set()
    for cell in notebook.cells:
        cell.source, removed = split_source(cell.source)
        hidden |= removed
    visible = {line.strip() for cell in notebook.cells for line in cell.source.splitlines()}
    hidden = {line for line in hidden - visible if line}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            _hide_in_output(output, hidden)
    return notebook


def split_source(source):
    """A source without its hidden regions, and the lines that were in them.

    Parameters
    ----------
    source : str

    Returns
    -------
    str, set of str

    Examples
    --------
    >>> split_source("a\\n### BEGIN HIDDEN TESTS\\nb\\n### END HIDDEN TESTS\\nc")
    ('a\\n# (hidden tests)\\nc', {'b'})
    """
    kept, hidden, inside = [], set(), False
    for line in source.split("\n"):
        if BEGIN in line:
            inside = True
            kept.append("# (hidden tests)")
        elif END in line:
            inside = False
        elif inside:
            hidden.add(line.strip())
        else:
            kept.append(line)
    return "\n".join(kept), hidden


def _hide_in_output(output, hidden):
    if output.output_type == "stream":
        output.text = without(output.text, hidden)
    elif output.output_type == "error":
        output.ename = without(output.get("ename", ""), hidden)
        output.evalue = without(output.get("evalue", ""), hidden)
        joined = "\n".join(output.get("traceback", []))
        output.traceback = without(joined, hidden).split("\n")
    else:
        for mime, value in output.get("data", {}).items():
            if isinstance(value, str) and (mime.startswith("text/") or "xml" in mime):
                output.data[mime] = without(value, hidden)


def without(text, hidden):
    """A text without the lines that quote hidden ones.

    Parameters
    ----------
    text : str
    hidden : set of str
        Lines, stripped.

    Returns
    -------
    str

    Examples
    --------
    >>> print(without("a\\n----> 3 assert f(2) == 4\\nb", {"assert f(2) == 4"}))
    a
    [hidden test]
    b
    """
    telling = [line for line in hidden if len(line) >= _TELLING]
    kept = []
    for line in text.split("\n"):
        if not _quotes(plain_of(line), telling, hidden):
            kept.append(line)
        elif not kept or kept[-1] != INSTEAD:
            kept.append(INSTEAD)
    return "\n".join(kept)


def _quotes(line, telling, hidden):
    if BEGIN in line or END in line or any(secret in line for secret in telling):
        return True
    quoted = _QUOTED.match(line)
    return bool(quoted) and quoted["code"].strip() in hidden
