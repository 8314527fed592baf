"""The widget of lesson 11, the feature map: neighbours and sentences; in a browser, too."""

from contextlib import ExitStack

import nbformat
import numpy as np
import pytest
from jupyter_in_chromium import PATIENCE, OpenNotebook, browser, copy_course, jupyterlab
from playwright.sync_api import expect
from sklearn.decomposition import PCA
from sklearn.neighbors import NearestNeighbors
from traitlets import TraitError

from cnnlib import widgets
from cnnlib.widgets.feature_map import nearest, project

DICE = np.random.default_rng(0)
VECTORS = DICE.normal(size=(40, 6)) * [5, 3, 1, 1, 1, 1]
PICTURES = DICE.integers(0, 256, (40, 4, 5, 3), dtype=np.uint8)
LABELS = np.arange(40) % 4


def make(**options):
    spaces = {"features": VECTORS, "pixels": PICTURES / 255}
    return widgets.feature_map(spaces, PICTURES, LABELS, ("a", "b", "c", "d"), **options)


def test_nearest_when_compared_with_scikit_learn_then_is_the_same():
    found = NearestNeighbors(n_neighbors=6).fit(VECTORS).kneighbors()[1]
    np.testing.assert_array_equal(nearest(VECTORS, 6), found)


def test_project_when_compared_with_scikit_learn_then_is_the_same_up_to_sign_and_size():
    ours, theirs = project(VECTORS), PCA(2).fit_transform(VECTORS)
    for k in range(2):
        assert abs(np.corrcoef(ours[:, k], theirs[:, k])[0, 1]) == pytest.approx(1, abs=1e-9)
    assert ours.min() == 0 and ours.max() == 1


@pytest.mark.parametrize("vectors", [np.ones((3, 4)), np.arange(3.0)[:, None]])
def test_project_when_vectors_are_alike_or_thin_then_points_are_finite(vectors):
    assert np.isfinite(project(vectors)).all() and project(vectors).shape == (3, 2)


def test_map_when_point_and_space_change_then_state_sentence_and_figure_follow():
    shown = make(neighbours=5)
    for space, vectors in (("features", VECTORS), ("pixels", PICTURES.reshape(40, -1) / 255)):
        shown.selected = space
        for point in (0, 17):
            shown.point = point
            state = shown.state()
            assert state["neighbours"] == nearest(vectors, 5)[point].tolist()
            same = sum(LABELS[k] == LABELS[point] for k in state["neighbours"])
            assert state["same"] == same
            assert f"Point {point} is {'abcd'[point % 4]}" in shown.scene["sentence"]
            assert f"{same} are of the same class" in shown.static().caption
    near = nearest(PICTURES.reshape(40, -1) / 255, 5)
    assert state["share"] == pytest.approx(100 * np.mean(LABELS[near] == LABELS[:, None]))


@pytest.mark.parametrize("point", [-1, 40])
def test_map_when_there_is_no_such_point_then_says_which_there_are(point):
    with pytest.raises(TraitError, match="from 0 to 39"):
        make(point=point)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"spaces": {"features": VECTORS[:5]}}, "40 labels, but of others: features 5"),
        ({"spaces": {}}, "spaces is a dict"),
        ({"labels": LABELS + 1}, "labels go from 0 to 3"),
        ({"neighbours": 40}, "neighbours go from 1 to 39"),
        ({"images": PICTURES[:7]}, "images 7"),
    ],
)
def test_map_when_the_input_is_wrong_then_says_what(change, words):
    given = {"spaces": {"features": VECTORS}, "images": PICTURES, "labels": LABELS}
    given |= {"class_names": "abcd"} | change
    with pytest.raises(ValueError, match=words):
        widgets.feature_map(**given)


# In a browser

WAIT = {"timeout": 1000 * PATIENCE}  # in milliseconds, as Playwright counts
SOURCE = """\
import numpy as np
from cnnlib import widgets
vectors = np.array([[0, 0], [1, 0], [0, 1.5], [8, 8], [9, 8], [8, 9.5]])
images = np.linspace(0, 1, 6 * 16).reshape(6, 4, 4)
spaces = {"features": vectors, "pixels": images}
widgets.feature_map(spaces, images, [0, 0, 0, 1, 1, 1], ["low", "high"], neighbours=2)"""


@pytest.fixture
def notebook(chromium, tmp_path):
    """A notebook with the widget, in a copy of the course."""
    course = copy_course(tmp_path / "course")
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [nbformat.v4.new_code_cell(SOURCE, id="map")]
    page = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(page, course / "map.ipynb")
    with ExitStack() as stack:
        address = stack.enter_context(jupyterlab(course, tmp_path / "home"))
        window = stack.enter_context(browser(chromium))
        notebook = OpenNotebook(window.new_page(), address, "map.ipynb", trouble=tmp_path)
        stack.enter_context(notebook.pictured(tmp_path))
        yield notebook


@pytest.mark.browser
def test_map_when_used_by_mouse_and_keyboard_then_point_and_neighbours_follow(notebook):
    notebook.run("map")
    shown = notebook.output("map")
    sentence, chart, gallery = (
        shown.get_by_test_id(f"features-{name}") for name in ("sentence", "chart", "gallery")
    )
    expect(sentence).to_contain_text("Point 0 is low", **WAIT)
    expect(gallery.locator("button")).to_have_count(3)
    chart.press("ArrowRight")
    expect(sentence).to_contain_text("Point 1 is low", **WAIT)
    gallery.locator(".cn-neighbours button").first.click()
    expect(sentence).to_contain_text("Point 0 is low", **WAIT)
    shown.get_by_test_id("features-point").fill("4")
    shown.get_by_test_id("features-point").press("Enter")
    expect(sentence).to_contain_text("Point 4 is high", **WAIT)
    expect(sentence).to_contain_text("2 are of the same class", **WAIT)
    box = chart.bounding_box()
    chart.click(position={"x": box["width"] - 40, "y": 20})
    expect(sentence).to_contain_text("is high", **WAIT)
    shown.get_by_test_id("features-space").select_option("pixels")
    expect(sentence).to_contain_text("in pixels", **WAIT)
