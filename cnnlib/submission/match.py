"""Find, in a student's notebook, the graded cells of the released lesson."""

import ast
import difflib
import re
import warnings
from dataclasses import dataclass, field

from cnnlib.submission.lessons import grade_id, graded_cells, is_solution

# Below this two sources are not taken for the same cell.
LEAST_SIMILARITY = 0.6
_LONGEST = 6_000


@dataclass
class Match:
    """Where one graded cell of the lesson is in a student's notebook.

    Parameters
    ----------
    name : str
        Its grade_id.
    reference : nbformat.NotebookNode
        The cell of the released lesson.
    claims : list of int
        Indices of the student's cells that carry its grade_id.
    index : int or None
        The cell that counts; None where there is none.
    by : {"grade_id", "cell id", "source", ""}
        How it was recognised.
    """

    name: str
    reference: object
    claims: list = field(default_factory=list)
    index: int | None = None
    by: str = ""


def match(lesson, notebook):
    """Pair every graded cell of a lesson with a cell of a student's notebook.

    A cell is known by its grade_id, else by its cell id, else by what is in it.

    Parameters
    ----------
    lesson : Lesson
    notebook : nbformat.NotebookNode

    Returns
    -------
    dict of str to Match
        In the lesson's order.
    """
    matches = {name: Match(name, cell) for name, cell in graded_cells(lesson).items()}
    for index, cell in enumerate(notebook.cells):
        claimed = matches.get(grade_id(cell))
        if claimed:
            claimed.claims.append(index)
    for found in matches.values():
        if found.claims:
            found.index, found.by = _that_counts(found, notebook), "grade_id"
    free = {index for index, cell in enumerate(notebook.cells) if grade_id(cell) not in matches}
    _by_cell_id(matches, notebook, free)
    _by_source(matches, notebook, free)
    return matches


def _that_counts(found, notebook):
    """Of several cells with one grade_id, the newest answer: edited, run last, standing last."""
    untouched = plain(found.reference.source)

    def age(index):
        cell = notebook.cells[index]
        edited = plain(cell.source) != untouched
        count = cell.get("execution_count") or 0
        return (edited if is_solution(found.reference) else not edited, count, index)

    return max(found.claims, key=age)


def plain(source):
    """A source without what editors change by themselves: line ends, spaces at line ends.

    Examples
    --------
    >>> plain("x = 1  \\r\\ny = 2\\n\\n")
    'x = 1\\ny = 2'
    """
    return "\n".join(line.rstrip() for line in source.splitlines()).strip("\n")


def _by_cell_id(matches, notebook, free):
    wanted = {found.reference.get("id", found.name): found for found in matches.values()}
    for index in sorted(free):
        found = wanted.get(_cell_id(notebook.cells[index]))
        if found and found.index is None:
            found.index, found.by = index, "cell id"
            free.discard(index)


def _cell_id(cell):
    # Colab keeps a cell's id in its metadata.
    return cell.get("id") or cell.metadata.get("id")


def _by_source(matches, notebook, free):
    missing = [found for found in matches.values() if found.index is None]
    pairs = []
    for found in missing:
        for index in free:
            score = _similarity(found.reference, notebook.cells[index])
            if score >= LEAST_SIMILARITY:
                pairs.append((score, found.name, index))
    for _, name, index in sorted(pairs, key=lambda pair: (-pair[0], pair[2])):
        if matches[name].index is None and index in free:
            matches[name].index, matches[name].by = index, "source"
            free.discard(index)


def _similarity(reference, cell):
    """1 for the same source, 0 for nothing in common; the same names defined count as 0.9."""
    if reference.cell_type != cell.cell_type:
        return 0.0
    ours, theirs = plain(reference.source)[:_LONGEST], plain(cell.source)[:_LONGEST]
    if ours == theirs:
        return 1.0
    if is_solution(reference):
        names = defined_names(ours)
        if names and names <= defined_names(theirs):
            return 0.9
    matcher = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
    if matcher.real_quick_ratio() < LEAST_SIMILARITY or matcher.quick_ratio() < LEAST_SIMILARITY:
        return 0.0
    return matcher.ratio() * 0.89  # never before a cell that defines the name asked for


def defined_names(source):
    """The names that a cell defines at its top level; empty where it does not parse.

    Examples
    --------
    >>> sorted(defined_names("def f(x):\\n    y = 1\\nanswer = {}\\na, b = 1, 2"))
    ['a', 'answer', 'b', 'f']
    """
    try:
        tree = parse(source)
    except SyntaxError:
        return set()
    names = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {
                part.id
                for target in targets
                for part in ast.walk(target)
                if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
            }
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    return names


def parse(source):
    """The syntax tree of a cell, IPython's own syntax (%magic, !command, name?) understood.

    Parameters
    ----------
    source : str

    Returns
    -------
    ast.Module

    Raises
    ------
    SyntaxError
        Where neither Python nor IPython could read it.
    """
    try:
        return _parse_python(source)
    except SyntaxError:
        if not re.search(r"^\s*[%!?]|\?\s*$|=\s*[%!]", source, re.MULTILINE):
            raise
    # Only now: importing IPython takes longer than all the rest.
    from IPython.core.inputtransformer2 import TransformerManager

    body = re.sub(r"\A\s*%%(time|timeit|capture|prun)\b.*\n", "", source)
    return _parse_python(TransformerManager().transform_cell(body))


def _parse_python(source):
    try:
        with warnings.catch_warnings():  # such as an invalid escape in a student's string
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (ValueError, RecursionError, MemoryError) as error:  # null bytes, absurd nesting
        raise SyntaxError(str(error) or "nested too deeply") from None
