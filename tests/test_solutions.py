"""What is true of every notebook in ``solutions/``, and of the lesson made from it."""

import ast
import re

import pytest
from course_fixture import ROOT, cell_named
from IPython.core.inputtransformer2 import TransformerManager

from cnnlib.grading.notebooks import lesson_names, normalise, read_notebook, to_bytes
from cnnlib.grading.preprocessors import ELLIPSIS, STUB
from cnnlib.grading.release import differences, read_course, setup_source

LESSONS = lesson_names(ROOT / "solutions")
EXPECTED = {
    "01-image-encoding",
    "02-why-convolution",
    "03-convolution-by-hand",
    "04-layers",
    "05-backpropagation",
    "06-pooling",
    "07-lenet",
    "08-alexnet-vgg-inception",
    "09-resnet",
    "10-augmentation",
    "11-transfer-learning",
}

LONGEST_CELL = 25  # lines
WIDEST_CELL = 88  # columns
LARGEST_SOLUTION = 1_000_000  # bytes
LARGEST_LESSON = 150_000
POINTS = 25

MARKERS = re.compile(r"### (BEGIN|END) SOLUTION")
HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS\n?", re.DOTALL)
NOT_PROSE = re.compile(
    r"```.*?```|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]*\$|!?\[(?:!\[[^]]*\]\([^)]*\)|[^]]*)\]\([^)]*\)",
    re.DOTALL,
)
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b50-\u2b59\ufe0f]")
VOLATILE = re.compile(r"0x[0-9a-f]{6,}|/tmp/|/home/|/Users/|C:\\\\Users|/root/")


def path_of(folder, lesson):
    return ROOT / folder / lesson / f"{lesson}.ipynb"


@pytest.fixture(scope="module", params=LESSONS)
def lesson(request):
    return request.param


@pytest.fixture(scope="module")
def solution(lesson):
    return read_notebook(path_of("solutions", lesson))


@pytest.fixture(scope="module")
def released(lesson):
    return read_notebook(path_of("lessons", lesson))


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def markdown_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


def nbgrader(cell):
    return cell.metadata.get("nbgrader", {})


def roles(notebook, role):
    return [cell for cell in notebook.cells if nbgrader(cell).get(role)]


def parse(source):
    return ast.parse(TransformerManager().transform_cell(source))


# The course as a whole


def test_lessons_when_listed_then_all_are_there():
    assert set(LESSONS) == EXPECTED
    assert set(lesson_names(ROOT / "lessons")) == EXPECTED


def test_lessons_when_made_again_then_are_the_same_bytes_without_orphans():
    assert differences(ROOT) == []


# The file


def test_solution_when_stored_then_is_in_normal_form(lesson, solution):
    content = path_of("solutions", lesson).read_bytes()
    assert content == to_bytes(normalise(read_notebook(path_of("solutions", lesson))))


def test_sizes_when_stored_then_are_within_limits(lesson):
    assert path_of("solutions", lesson).stat().st_size < LARGEST_SOLUTION
    assert path_of("lessons", lesson).stat().st_size < LARGEST_LESSON


def test_cells_when_named_then_names_have_meaning(solution):
    names = [cell.id for cell in solution.cells]
    assert [name for name in names if not re.fullmatch(r"[a-z][a-z0-9-]*", name)] == []
    assert [name for name in names if re.fullmatch(r"(cell-?)?[0-9a-f]{8,}|cell-?\d*", name)] == []
    assert len(set(names)) == len(names)


def test_solution_when_stored_then_is_executed_wholly_and_in_order(solution):
    cells = code_cells(solution)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    errors = [c.id for c in cells for output in c.outputs if output.output_type == "error"]
    assert errors == []


def test_outputs_when_stored_then_hold_nothing_of_this_machine(solution):
    found = [
        (cell.id, match.group())
        for cell in code_cells(solution)
        for output in cell.outputs
        for text in [output.get("text", ""), output.get("data", {}).get("text/plain", "")]
        for match in VOLATILE.finditer(text)
    ]
    assert found == []


# Grading


def test_points_when_summed_then_make_what_the_front_matter_says(solution):
    points = sum(nbgrader(cell)["points"] for cell in roles(solution, "grade"))
    assert points == solution.metadata["cnnlib"]["points"] == POINTS


def test_graded_cells_when_listed_then_are_locked_tests_named_by_their_id(solution):
    for cell in roles(solution, "grade"):
        meta = nbgrader(cell)
        assert (cell.cell_type, meta["locked"], meta["solution"]) == ("code", True, False), cell.id
        assert meta["grade_id"] == cell.id and cell.id.startswith("test-")
        assert meta["points"] > 0 and meta["schema_version"] == 3


def test_solution_cells_when_listed_then_are_open_and_named_by_their_id(solution):
    assert roles(solution, "solution")
    for cell in roles(solution, "solution"):
        meta = nbgrader(cell)
        assert (meta["grade"], meta["locked"], meta["grade_id"]) == (False, False, cell.id)


def test_hidden_regions_when_there_then_within_graded_locked_cells(solution):
    hiding = [cell.id for cell in solution.cells if "HIDDEN TESTS" in cell.source]
    graded = {cell.id for cell in roles(solution, "grade") if nbgrader(cell)["locked"]}
    assert hiding and set(hiding) <= graded


def test_lesson_when_released_then_shows_no_solution_and_no_hidden_test(released):
    for cell in released.cells:
        assert "SOLUTION" not in cell.source and "HIDDEN TESTS" not in cell.source, cell.id
        assert not cell.get("outputs") and cell.get("execution_count") is None, cell.id


def test_stubs_when_compared_with_the_solution_then_contradict_nothing(solution, released):
    for cell in roles(solution, "solution"):
        stub = cell_named(released, cell.id).source.split("\n")
        original = iter(line for line in cell.source.split("\n") if not MARKERS.search(line))
        kept = [line for line in stub if line.strip() != STUB and ELLIPSIS not in line]
        assert all(line in original for line in kept), f"{cell.id}: no subsequence of the solution"
        assert kept != stub, f"{cell.id}: nothing is left to do"


def test_stubs_when_at_top_level_then_assign_the_same_names_and_keys(solution, released):
    for cell in roles(solution, "solution"):
        assert names_and_keys(cell_named(released, cell.id).source) == names_and_keys(cell.source)


def names_and_keys(source):
    """What the assignments at the top level of a cell assign to, and their dicts' keys."""
    found = []
    for statement in parse(source).body:
        if isinstance(statement, (ast.Assign, ast.AnnAssign)):
            targets = getattr(statement, "targets", None) or [statement.target]
            found += [ast.unparse(target) for target in targets]
            keys = getattr(statement.value, "keys", [])
            found += [ast.unparse(key) for key in keys]
    return found


def test_hidden_parts_when_compared_then_the_lesson_keeps_the_rest(solution, released):
    for cell in roles(solution, "grade"):
        visible = HIDDEN.sub("", cell.source + "\n").strip("\n")
        assert cell_named(released, cell.id).source.strip("\n") == visible, cell.id


# Code


def test_code_when_counted_then_is_short_and_narrow(solution):
    """Not counted: hidden tests, the marks of a region, and docstrings, which are the task."""
    long, wide = {}, {}
    for cell in code_cells(solution):
        visible = HIDDEN.sub("", cell.source)
        lines = [line for line in visible.split("\n") if not MARKERS.search(line)]
        count = len(lines) - docstring_lines(cell.source)
        if count > LONGEST_CELL:
            long[cell.id] = count
        widest = max(len(line) for line in cell.source.split("\n"))
        if widest > WIDEST_CELL:
            wide[cell.id] = widest
    assert (long, wide) == ({}, {})


def docstring_lines(source):
    documented = (ast.FunctionDef, ast.ClassDef)
    return sum(
        node.body[0].end_lineno - node.body[0].lineno + 1
        for node in ast.walk(parse(source))
        if isinstance(node, documented) and ast.get_docstring(node) is not None
    )


def test_setup_when_compared_then_is_the_same_in_every_lesson(solution, released):
    expected = setup_source(read_course(ROOT))
    assert cell_named(solution, "set-up").source == expected
    assert cell_named(released, "set-up").source == expected


def test_tags_when_used_then_are_known_and_leave_grading_alone(solution):
    tags = {cell.id: cell.metadata.get("tags", []) for cell in solution.cells}
    assert {tag for used in tags.values() for tag in used} <= {"nbval-ignore-output"}
    assert [cell.id for cell in roles(solution, "grade") if tags[cell.id]] == []


def test_cells_when_nbval_does_not_compare_them_then_say_why(solution):
    for cell in code_cells(solution):
        assert "NBVAL_" not in cell.source, f"{cell.id}: use the tag nbval-ignore-output"
        reason = re.search(r"^# nbval: \S.{9,}$", cell.source, re.MULTILINE)
        ignored = "nbval-ignore-output" in cell.metadata.get("tags", [])
        assert ignored == bool(reason), cell.id


# Prose and figures


def test_figures_when_shown_then_have_alt_text(solution):
    pictures = []
    for cell in code_cells(solution):
        for output in cell.outputs:
            data = output.get("data", {})
            bare = [kind for kind in data if kind.startswith("image/")]
            assert bare == [], f"{cell.id}: a bare {bare} has no alt text; show a plots.Picture"
            pictures += [(cell.id, tag) for tag in image_tags(data.get("text/html", ""))]
    assert pictures
    assert [name for name, tag in pictures if not alt_of(tag)] == []


def image_tags(html):
    return re.findall(r"<img\b[^>]*>", html)


def alt_of(tag):
    match = re.search(r"""\balt=(["'])(.*?)\1""", tag, re.DOTALL)
    return match and match[2].strip()


def test_pictures_when_in_markdown_then_have_alt_text(solution):
    for cell in markdown_cells(solution):
        alts = [alt.strip() for alt in re.findall(r"!\[([^]]*)\]\(", cell.source)]
        alts += [alt_of(tag) for tag in image_tags(cell.source)]
        assert all(alts), cell.id


def test_prose_when_read_then_has_no_exclamation_marks_and_no_emoji(solution):
    found = {
        cell.id: hits
        for cell in markdown_cells(solution)
        if (hits := re.findall("!", NOT_PROSE.sub("", cell.source)) + EMOJI.findall(cell.source))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("markdown", "left"),
    [
        ("Wow!", "Wow!"),
        ("see `a != b` and ![a photo](x.png), $5!$", "see  and , "),
        ("[![Open in Colab](a.svg)](https://b)", ""),
        ("```\nx != y\n```\nyes", "\nyes"),
    ],
)
def test_prose_when_code_is_taken_out_then_the_rest_is_left(markdown, left):
    assert NOT_PROSE.sub("", markdown) == left


def test_parts_when_in_order_then_as_the_curriculum_has_them(lesson, solution):
    cells = solution.cells
    assert [cell.id for cell in cells[:2]] == ["title", "set-up"]
    front = solution.metadata["cnnlib"]
    title = cells[0].source
    assert title.startswith(f"# {lesson[:2]} {front['title']}\n")
    assert f"{front['minutes']} min" in title
    code = [index for index, cell in enumerate(cells) if cell.cell_type == "code"]
    sources = {index: cells[index].source for index in code}
    headings = {
        index: line.lstrip("# ").lower()
        for index, cell in enumerate(cells)
        if cell.cell_type == "markdown"
        for line in reversed(cell.source.split("\n"))
        if line.startswith("#")
    }

    def heading(words):
        found = [index for index, text in headings.items() if words in text]
        assert found, f"no heading with {words!r}"
        return found[-1]

    def call(words):
        found = [index for index, source in sources.items() if words in source]
        assert found, f"no cell with {words!r}"
        return found

    hook = min(index for index in headings if index > 1)
    order = [1, hook, call("check.prediction(")[0], call("check.explanation(")[-1]]
    order += [heading("exit quiz"), heading("remember"), heading("further reading")]
    assert order == sorted(order)
    assert call("widgets.")[0] > hook
