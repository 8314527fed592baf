"""The two steps of the release that nbgrader does not have.

``nbgrader_config.py`` puts them into nbgrader's own list, so that the stock command
``nbgrader generate_assignment`` makes the same file, to the byte, as ``make lessons``.
"""

import ast
import io
import re
import tokenize

from IPython.core.inputtransformer2 import TransformerManager
from nbgrader import utils
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor

from cnnlib.grading.notebooks import NotebookError, normalise

__all__ = [
    "ELLIPSIS",
    "STUB",
    "NormaliseNotebook",
    "RegionError",
    "StubSolutions",
    "blank_values",
    "stub_source",
]

STUB = "raise NotImplementedError  # your code here"
ELLIPSIS = "..."
BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"


class RegionError(NotebookError):
    """A solution region that cannot be replaced by a stub."""


def blank_values(source):
    """Replace what is assigned by ``...`` and keep every other character.

    Each value of a dict literal, and each element of an unpacked tuple, is replaced on its own;
    any other value is replaced as a whole. Comments survive, except inside a replaced value.

    Parameters
    ----------
    source : str
        Top-level Python statements, all of them assignments.

    Returns
    -------
    str

    Raises
    ------
    RegionError
        Where a statement is no assignment, or leaves nothing that could be replaced.

    Examples
    --------
    >>> print(blank_values('answer = 42  # in bytes'))
    answer = ...  # in bytes
    >>> print(blank_values('quiz = {"a": [1, 2], "b": max(3, 4)}'))
    quiz = {"a": ..., "b": ...}
    """
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise RegionError(
            f"line {error.lineno} of the region is no Python by itself: {error.msg}"
        ) from error
    for statement in statements:
        _require_assignment(statement, source)
    parentheses = _Parentheses(source)
    spans = [
        parentheses.widen(_span(node))
        for statement in statements
        for node in _values(statement, source)
    ]
    return _replace(source, spans, ELLIPSIS)


def _require_assignment(statement, source):
    assigns = isinstance(statement, (ast.Assign, ast.AnnAssign)) and statement.value is not None
    if not assigns:
        line = source.splitlines()[statement.lineno - 1]
        raise RegionError(
            f"a region at top level may hold assignments only, but has {line.strip()!r}: "
            "move it out of the region, or into a function"
        )


def _values(statement, source):
    """The expressions of an assignment that give the answer away."""
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    unpacked = [target for target in targets if isinstance(target, (ast.Tuple, ast.List))]
    value = statement.value
    if not unpacked:
        return _leaves(value, source)
    same_length = isinstance(value, (ast.Tuple, ast.List)) and all(
        len(value.elts) == len(target.elts) for target in unpacked
    )
    starred = any(isinstance(node, ast.Starred) for node in ast.walk(statement))
    if not same_length or starred:
        raise RegionError(
            f"{ast.get_source_segment(source, statement)!r} unpacks a value that `...` cannot "
            "stand for: assign the names one by one"
        )
    return [leaf for element in value.elts for leaf in _leaves(element, source)]


def _leaves(value, source):
    if not isinstance(value, ast.Dict) or not value.values:
        return [value]
    if None in value.keys:
        raise RegionError(
            f"{ast.get_source_segment(source, value)!r} unpacks another dict: write its keys out"
        )
    return [leaf for item in value.values for leaf in _leaves(item, source)]


def _span(node):
    return (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)


class _Parentheses:
    """Where the parentheses of a source are, since ``ast`` leaves them out of a node's span."""

    _SILENT = (tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT)

    def __init__(self, source):
        lines = source.split("\n")
        tokens = tokenize.generate_tokens(io.StringIO(source).readline)
        spoken = [token for token in tokens if token.type not in self._SILENT]
        # tokenize counts characters, ast counts UTF-8 bytes
        self._before = {
            _in_bytes(token.start, lines): (_in_bytes(previous.start, lines), previous.string)
            for previous, token in zip(spoken, spoken[1:], strict=False)
        }
        self._after = {
            _in_bytes(token.end, lines): (_in_bytes(following.end, lines), following.string)
            for token, following in zip(spoken, spoken[1:], strict=False)
        }

    def widen(self, span):
        """The span together with the parentheses around it."""
        start, end = span
        while True:
            outer_start, left = self._before.get(start, (None, ""))
            outer_end, right = self._after.get(end, (None, ""))
            if (left, right) != ("(", ")"):
                return start, end
            start, end = outer_start, outer_end


def _in_bytes(position, lines):
    row, column = position
    line = lines[row - 1] if row <= len(lines) else ""
    return row, len(line[:column].encode())


def _replace(source, spans, text):
    lines = source.encode().split(b"\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    replaced = b"\n".join(lines)
    for (row, column), (end_row, end_column) in sorted(spans, reverse=True):
        start, end = starts[row - 1] + column, starts[end_row - 1] + end_column
        replaced = replaced[:start] + text.encode() + replaced[end:]
    return replaced.decode()


def stub_source(source):
    """Replace the solution regions of a code cell by their stubs.

    A region that is indented becomes ``raise NotImplementedError`` at that indentation; in one
    at top level, what is assigned becomes ``...`` (see `blank_values`).

    Parameters
    ----------
    source : str
        A whole cell.

    Returns
    -------
    source : str
    regions : int
        How many there were.

    Raises
    ------
    RegionError
        Where a region is not closed, not opened, nested, empty, indented but outside a function,
        or at top level with anything but assignments.

    Examples
    --------
    >>> cell = "def f(x):\\n    ### BEGIN SOLUTION\\n    return x\\n    ### END SOLUTION"
    >>> print(stub_source(cell)[0])
    def f(x):
        raise NotImplementedError  # your code here
    """
    kept, region, regions = [], None, 0
    for number, line in enumerate(source.split("\n"), start=1):
        if BEGIN in line:
            if region is not None:
                raise RegionError(f"line {number} opens a region inside a region")
            region, regions = [], regions + 1
            indent = re.match(r"\s*", line).group()
        elif END in line:
            if region is None:
                raise RegionError(f"line {number} closes a region that was not opened")
            kept.append(_stub(region, indent, number))
            region = None
        elif region is None:
            kept.append(line)
        else:
            region.append(line)
    if region is not None:
        raise RegionError(f"a region is not closed: add a line `### {END}`")
    stubbed = "\n".join(kept)
    _check_stub(source, stubbed)
    return stubbed, regions


def _stub(region, indent, number):
    if not any(line.strip() for line in region):
        raise RegionError(f"the region that ends in line {number} is empty")
    return indent + STUB if indent else blank_values("\n".join(region))


def _check_stub(source, stubbed):
    """Refuse a stub that would not parse, or would stop the notebook when its cell runs."""
    if _parse(source) is None:
        return  # not ours to judge: a magic that only IPython knows
    tree = _parse(stubbed)
    if tree is None:
        raise RegionError("without its region the cell is no longer Python: widen the region")
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        raises = isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name)
        if raises and node.exc.id == "NotImplementedError" and id(node) not in inside:
            raise RegionError(
                "an indented region stands outside a function, so its stub would stop the "
                "unsolved notebook: move the region into a function, or to the left margin"
            )


def _parse(source):
    try:
        return ast.parse(TransformerManager().transform_cell(source))
    except SyntaxError:
        return None


class StubSolutions(ClearSolutions):
    """nbgrader's ClearSolutions with the course's stubs, which still run when unsolved."""

    def _replace_solution_region(self, cell, language):
        if cell.cell_type != "code":
            return super()._replace_solution_region(cell, language)
        try:
            source, regions = stub_source(cell.source)
            if utils.is_solution(cell) and not regions:
                raise RegionError(f"a solution cell without a region: add `### {BEGIN}`")
        except RegionError as error:
            raise RegionError(f"cell {cell.get('id', '?')!r}: {error}") from error
        cell.source = source
        return regions > 0


class NormaliseNotebook(NbGraderPreprocessor):
    """`normalise` as a step of nbgrader's: first of all, so that all others see the same file."""

    def preprocess(self, nb, resources):
        return normalise(nb), resources
