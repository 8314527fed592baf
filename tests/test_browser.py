"""Lesson 03 as a student has it, and widgets: real JupyterLab, in headless Chromium."""

import subprocess
import sys
from contextlib import ExitStack

import nbformat
import pytest
from jupyter_in_chromium import PATIENCE, OpenNotebook, browser, copy_course, jupyterlab
from playwright.sync_api import expect

from cnnlib import widgets
from cnnlib.exercises.lesson03 import CROSS, IMAGE

pytestmark = pytest.mark.browser

NAME = "03-convolution-by-hand"
LESSON = f"lessons/{NAME}/{NAME}.ipynb"
SOLUTION = f"solutions/{NAME}/{NAME}.ipynb"
WIDGETS = "widgets.ipynb"
# What stands in the cells of that notebook, by their ids.
CALLS = {
    "laboratory": "shape_laboratory(goal={'size': (10, 10), 'params_below': 5000})",
    "flow": "gradient_flow()",
    "explorer": "receptive_field_explorer()",
    "costs": "cost_explorer(['VGG-16', 'ResNet-18'], side=128)",
}
WAIT = {"timeout": 1000 * PATIENCE}  # in milliseconds, as Playwright counts

FLIPPED = """\
def cross_correlate2d(image, kernel):
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError("the kernel does not fit")
    windows = sliding_window_view(image.astype(float), kernel.shape)
    return np.sum(windows * kernel[::-1, ::-1], axis=(2, 3))
"""
RIGHT = FLIPPED.replace("kernel[::-1, ::-1]", "kernel")


@pytest.fixture(scope="module")
def jupyter(chromium, tmp_path_factory):
    """A function that opens a notebook in a copy of the course; one server for all of them."""
    folder = tmp_path_factory.mktemp("jupyter")
    course = copy_course(folder / "the course")
    if not (course / LESSON).is_file():
        make = [sys.executable, "-m", "cnnlib.grading.release"]
        subprocess.run(make, cwd=course, check=True, timeout=PATIENCE)
    sources = {name: f"from cnnlib import widgets\nwidgets.{call}" for name, call in CALLS.items()}
    cells = [nbformat.v4.new_code_cell(source, id=name) for name, source in sources.items()]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    page = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(page, course / WIDGETS)
    with ExitStack() as stack:
        address = stack.enter_context(jupyterlab(course, folder / "home"))
        window = stack.enter_context(browser(chromium))
        yield lambda path: OpenNotebook(window.new_page(), address, path, trouble=folder)


@pytest.fixture(scope="module")
def lesson(jupyter, tmp_path_factory):
    """The released lesson after `Run All Cells`."""
    notebook = jupyter(LESSON)
    with notebook.pictured(tmp_path_factory.mktemp("lesson")):
        notebook.run_all()
    return notebook


@pytest.fixture
def stepper(lesson, tmp_path):
    """What the cell with the convolution stepper shows, after it was run anew."""
    with lesson.pictured(tmp_path):
        lesson.run("stepper")
    return lesson.output("stepper")


def written(cell):
    """All that a code cell has put out, as plain text."""
    texts = [
        output.get("text") or output.get("data", {}).get("text/plain", "")
        for output in cell["outputs"]
    ]
    return "\n".join("".join(text) for text in texts)


def graded_cells(cells):
    return {
        name: cell
        for name, cell in cells.items()
        if cell["metadata"].get("nbgrader", {}).get("grade")
    }


def numbers(state):
    """The outputs that a stepper should show, in reading order."""
    return [f"{value:g}" for row in state["output"] for value in row]


def test_lesson_when_run_unsolved_then_all_cells_run_without_an_error(lesson):
    cells = lesson.code_cells()
    assert cells
    assert [name for name, cell in cells.items() if cell["execution_count"] is None] == []
    kinds = {"error", "stream stderr"}
    wrong = {
        name: output
        for name, cell in cells.items()
        for output in cell["outputs"]
        if f"{output['output_type']} {output.get('name', '')}".strip() in kinds
    }
    assert wrong == {}


def test_lesson_when_run_unsolved_then_every_check_says_not_attempted_yet(lesson):
    cells = lesson.code_cells()
    checks = graded_cells(cells) | {name: cells[name] for name in ("quiz-check", "progress")}
    assert len(checks) == 9
    others = {n: written(c) for n, c in checks.items() if "not attempted yet" not in written(c)}
    assert others == {}
    points = {n: c["metadata"]["nbgrader"]["points"] for n, c in graded_cells(cells).items()}
    assert sum(points.values()) == 25
    for name, most in points.items():
        assert f"0 of {most} points" in lesson.output(name).inner_text()
    assert not [name for name, cell in cells.items() if "✗" in written(cell)]


def test_stepper_when_position_slider_is_moved_then_formula_and_highlight_follow(
    lesson, stepper, tmp_path
):
    before, after = (widgets.stepper(IMAGE, CROSS, position=place).state() for place in (0, 1))
    assert before["formula"] != after["formula"]
    with lesson.pictured(tmp_path):
        formula = stepper.get_by_test_id("stepper-formula")
        here = stepper.get_by_test_id("stepper-output").locator("[aria-current]")
        expect(formula).to_have_text(before["formula"], **WAIT)
        expect(here).to_have_attribute("data-testid", "stepper-output-0-0", **WAIT)

        stepper.get_by_test_id("stepper-position").press("ArrowRight")
        expect(formula).to_have_text(after["formula"], **WAIT)
        expect(here).to_have_attribute("data-testid", "stepper-output-0-1", **WAIT)
        window = stepper.get_by_test_id("stepper-image").locator(".cn-inside")
        expect(window.get_by_role("textbox").first).to_have_attribute(
            "data-testid", "stepper-image-0-1", **WAIT
        )


def test_stepper_when_stride_slider_is_moved_then_the_kernel_answers_with_a_smaller_output(
    lesson, stepper, tmp_path
):
    before, after = (widgets.stepper(IMAGE, CROSS, stride=stride).state() for stride in (1, 2))
    with lesson.pictured(tmp_path):
        shown = stepper.get_by_test_id("stepper-output").locator("button")
        expect(shown).to_have_text(numbers(before), **WAIT)
        stepper.get_by_test_id("stepper-stride").press("ArrowRight")
        expect(shown).to_have_text(numbers(after), **WAIT)
    assert len(numbers(after)) < len(numbers(before))


@pytest.mark.parametrize(
    ("answer", "says"),
    [(FLIPPED, ["not right yet", "kernel is flipped"]), (RIGHT, ["6 of 6 points"])],
    ids=["flipped", "right"],
)
def test_check_when_an_answer_is_typed_then_says_what_it_is(lesson, answer, says, tmp_path):
    with lesson.pictured(tmp_path):
        lesson.write("cross-correlate2d", answer)
        assert "".join(lesson.code_cells()["cross-correlate2d"]["source"]) == answer
        lesson.run("cross-correlate2d")
        lesson.run("test-cross-correlate2d")
        for words in says:
            expect(lesson.output("test-cross-correlate2d")).to_contain_text(words, **WAIT)


def test_validate_button_when_lesson_is_unsolved_then_names_every_graded_cell(jupyter, tmp_path):
    notebook = jupyter(LESSON)
    with notebook.pictured(tmp_path):
        said = notebook.validate()
        graded = graded_cells(notebook.code_cells())
    assert len(graded) == said.count("The following cell failed")
    assert all("".join(cell["source"]).splitlines()[-1] in said for cell in graded.values())


def test_validate_button_when_solution_is_open_then_reports_success(jupyter, tmp_path):
    notebook = jupyter(SOLUTION)
    with notebook.pictured(tmp_path):
        assert "Success! Your notebook passes all the tests." in notebook.validate()


def test_widgets_of_layers_when_used_then_python_answers_and_the_browser_shows_it(
    jupyter, tmp_path
):
    notebook = jupyter(WIDGETS)
    with notebook.pictured(tmp_path):
        notebook.run_all()
        drive_laboratory(notebook.output("laboratory"))
        drive_flow(notebook.output("flow"))
        drive_explorer(notebook.output("explorer"))
        drive_costs(notebook.output("costs"))


def drive_costs(shown):
    """Another measure, another network, larger images, by keyboard; and one network less."""
    explorer = widgets.cost_explorer(["VGG-16", "ResNet-18"], side=128)
    sentence = shown.get_by_test_id("costs-sentence")
    expect(sentence).to_have_text(explorer.state()["sentence"], **WAIT)
    shown.get_by_test_id("costs-measure-macs").press("Enter")
    shown.get_by_test_id("costs-select-ResNet-18").press("Enter")
    explorer.measure, explorer.selected = "macs", "ResNet-18"
    expect(sentence).to_have_text(explorer.state()["sentence"], **WAIT)
    expect(shown.get_by_test_id("costs-select-ResNet-18")).to_be_focused(**WAIT)
    shown.get_by_test_id("costs-side").press("ArrowRight")
    explorer.side = 160
    expect(sentence).to_have_text(explorer.state()["sentence"], **WAIT)
    shown.get_by_test_id("costs-net-VGG-16").press("Enter")
    expect(shown.get_by_test_id("costs-select-VGG-16")).to_have_count(0, **WAIT)
    shown.get_by_test_id("costs-net-ResNet-18").press("Enter")  # the last one stays
    expect(shown.get_by_test_id("costs-select-ResNet-18")).to_have_count(1, **WAIT)


def drive_laboratory(shown):
    """To the goal, by keyboard; and over it, to a layer that does not fit."""
    goal = shown.get_by_test_id("laboratory-goal")
    expect(goal).to_contain_text("✗ a map of 10 × 10", **WAIT)
    stride = shown.get_by_test_id("laboratory-0-stride")
    stride.press("ArrowUp")
    stride.press("ArrowUp")
    expect(goal).to_contain_text("Goal reached", **WAIT)
    expect(shown.get_by_test_id("laboratory-torch")).to_contain_text("stride=3", **WAIT)

    shown.get_by_test_id("laboratory-add-Conv2d").click()
    kernel = shown.get_by_test_id("laboratory-1-kernel_size")
    kernel.fill("11")
    kernel.press("Enter")
    expect(shown.get_by_test_id("laboratory-message")).to_contain_text("layer 1 (Conv2d)", **WAIT)
    expect(shown.get_by_test_id("laboratory-layer-1")).to_contain_text("does not fit", **WAIT)
    kernel.fill("<b>1</b>")
    kernel.press("Enter")
    expect(shown.get_by_test_id("laboratory-message")).to_contain_text("not '<b>1</b>'", **WAIT)
    shown.get_by_test_id("laboratory-remove-1").click()
    expect(goal).to_contain_text("Goal reached", **WAIT)


def drive_flow(shown):
    """An output, by walking to it; a weight, by clicking; an input, by arrow keys."""
    flow = widgets.gradient_flow(selected=("output", 0, 1))
    formula = shown.get_by_test_id("flow-formula")
    shown.get_by_test_id("flow-next").click()
    expect(formula).to_have_text(flow.state()["formula"], **WAIT)
    shown.get_by_test_id("flow-grad_weight-1-2").click()
    flow.select("weight", 1, 2)
    expect(formula).to_have_text(flow.state()["formula"], **WAIT)
    shown.get_by_test_id("flow-x-0-0").press("ArrowDown")
    flow.select("input", 1, 0)
    expect(formula).to_have_text(flow.state()["formula"], **WAIT)
    here = shown.get_by_test_id("flow-grad_x").locator("[aria-current]")
    expect(here).to_have_attribute("data-testid", "flow-grad_x-1-0", **WAIT)


def drive_explorer(shown):
    """Another stack, another layer, another unit, another kernel."""
    explorer = widgets.receptive_field_explorer(stack="AlexNet", layer=6)
    sentences = shown.get_by_test_id("explorer-sentences")
    shown.get_by_test_id("explorer-stack").select_option("AlexNet")
    shown.get_by_test_id("explorer-layer-6").click()
    expect(sentences).to_contain_text(explorer.scene["sentences"][0], **WAIT)
    shown.get_by_test_id("explorer-canvas").press("ArrowLeft")
    explorer.column -= 1
    expect(sentences).to_contain_text(explorer.scene["sentences"][0], **WAIT)
    kernel = shown.get_by_test_id("explorer-kernel_size-0")
    kernel.fill("7")
    kernel.press("Enter")
    explorer.edit(0, "kernel_size", 7)
    expect(shown.get_by_test_id("explorer-formula")).to_have_text(
        explorer.state()["formula"], **WAIT
    )

    # An answer that comes while the next number is being typed does not take it away.
    stride, formula = (
        shown.get_by_test_id("explorer-stride-0"),
        shown.get_by_test_id("explorer-formula"),
    )
    stride.fill("3")
    kernel.evaluate("input => { input.value = 5; input.dispatchEvent(new Event('change')); }")
    explorer.edit(0, "kernel_size", 5)
    expect(formula).to_have_text(explorer.state()["formula"], **WAIT)
    expect(stride).to_have_value("3")
    stride.press("Enter")
    explorer.edit(0, "stride", 3)
    expect(formula).to_have_text(explorer.state()["formula"], **WAIT)

    # What is refused is taken back, also the second time.
    for _ in range(2):
        kernel.fill("0")
        kernel.press("Enter")
        expect(kernel).to_have_value("5", **WAIT)
    expect(shown.get_by_test_id("explorer-message")).to_contain_text("conv1: kernel_size", **WAIT)
