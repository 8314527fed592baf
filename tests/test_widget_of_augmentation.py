"""The widget of lesson 10, the augmentation wall: what it draws and says; in a browser, too."""

from contextlib import ExitStack

import nbformat
import numpy as np
import pytest
import torch
from jupyter_in_chromium import PATIENCE, OpenNotebook, browser, copy_course, jupyterlab
from playwright.sync_api import expect
from traitlets import TraitError

from cnnlib import widgets
from cnnlib.widgets.augmentation_wall import COUNT


def six():
    picture = np.zeros((12, 12))
    picture[2:10, 4] = picture[5:10, 7] = picture[[2, 5, 9], 4:8] = 1
    return picture


def reads_bright_ones(x):
    return ["6" if one.mean() > 0.2 else "8" for one in x]


def test_wall_when_nothing_is_changed_then_all_samples_are_the_picture():
    wall = widgets.augmentation_wall({"6": six()})
    x = wall.samples()
    assert x.shape == (COUNT, 1, 12, 12)
    torch.testing.assert_close(x[5, 0], torch.from_numpy(six()).float(), atol=1e-5, rtol=0)
    assert wall.state()["kept"] == COUNT
    assert wall.state()["answers"] is None


@pytest.mark.parametrize("name", ["rotation", "shift", "shear", "scale", "warp", "noise", "colour"])
def test_wall_when_a_slider_moves_then_the_samples_change_and_differ(name):
    wall = widgets.augmentation_wall({"6": 0.5 * six()})
    before = wall.pixels
    setattr(wall, name, 8)
    if name == "rotation":
        wall.rotation = 60
    assert wall.pixels != before
    assert len(wall.samples().unique(dim=0)) > 3
    assert wall.state()["settings"][name] == getattr(wall, name)


def test_wall_when_a_name_is_misspelt_then_says_what_there_is():
    wall = widgets.augmentation_wall({"6": six()})
    with pytest.raises(AttributeError, match="no 'shfit'; what can be set: rotation, shift"):
        wall.shfit = 3


def test_wall_when_mirrored_then_some_are_and_some_are_not():
    wall = widgets.augmentation_wall({"6": six()}, mirror=True)
    mirrored = torch.from_numpy(six()[:, ::-1].copy()).float()
    count = sum(torch.allclose(one[0], mirrored, atol=1e-4) for one in wall.samples())
    assert 4 < count < 20


def test_wall_when_drawn_again_then_other_samples_and_no_marks():
    wall = widgets.augmentation_wall({"6": six()}, rotation=50)
    before = wall.samples()
    wall.rejected = [3, 1, 3]
    assert wall.state()["rejected"] == [1, 3]
    assert "to 22 of 24" in wall.scene["said"]
    wall.seed = 1
    assert not torch.equal(wall.samples(), before)
    assert wall.state()["rejected"] == []


def test_wall_when_a_network_reads_then_its_answers_are_counted_and_shown_on_request():
    wall = widgets.augmentation_wall({"6": six()}, reads_bright_ones, rotation=20)
    state = wall.state()
    assert state["read"] == state["answers"].count("6")
    assert wall.scene["answers"] == []
    wall.reveal = True
    assert wall.scene["answers"] == state["answers"]
    assert f"The network says it to {state['read']}" in wall.scene["said"]
    assert "24 small pictures" in wall.static().alt


def test_wall_when_the_network_fails_then_the_wall_says_so():
    def fails(x):
        raise RuntimeError("no weights")

    wall = widgets.augmentation_wall({"6": six()}, fails)
    assert wall.scene["message"] == "The model failed: RuntimeError: no weights"
    assert wall.state()["read"] is None


def test_wall_when_random_numbers_are_used_elsewhere_then_it_leaves_them_alone():
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    widgets.augmentation_wall({"6": six()}, rotation=10, noise=10)
    assert torch.equal(torch.rand(3), expected)


def test_wall_when_in_colour_then_three_channels_and_a_figure_with_its_settings():
    sign = np.random.default_rng(0).integers(0, 256, (9, 8, 3)).astype(np.uint8)
    wall = widgets.augmentation_wall({"left": sign, "right": sign[:, ::-1]}, shift=2, mirror=True)
    assert wall.shape == [9, 8, 3]
    wall.selected = "right"
    assert "(right): shift 2 px, mirror images" in wall.static().caption


@pytest.mark.parametrize(
    ("settings", "error", "words"),
    [
        ({"rotation": 181}, TraitError, "rotation goes from 0 to 180"),
        ({"selected": "7"}, TraitError, "no picture '7'; there is: 6"),
        ({"blur": 1}, TypeError, "no setting 'blur'"),
    ],
)
def test_wall_when_a_setting_makes_no_sense_then_the_error_says_why(settings, error, words):
    with pytest.raises(error, match=words):
        widgets.augmentation_wall({"6": six()}, **settings)


def test_wall_when_there_is_no_picture_or_no_such_sample_then_the_error_says_so():
    with pytest.raises(ValueError, match="images is a dict"):
        widgets.augmentation_wall({})
    wall = widgets.augmentation_wall({"6": six()})
    with pytest.raises(TraitError, match="0 to 23, not 24"):
        wall.rejected = [24]


# In a browser

WAIT = {"timeout": 1000 * PATIENCE}  # in milliseconds, as Playwright counts
SOURCE = """\
import numpy as np
from cnnlib import widgets
picture = np.eye(12)
widgets.augmentation_wall({"6": picture, "9": picture[::-1]}, lambda x: ["6"] * len(x))"""


@pytest.fixture
def notebook(chromium, tmp_path):
    """A notebook with the widget, in a copy of the course."""
    course = copy_course(tmp_path / "course")
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [nbformat.v4.new_code_cell(SOURCE, id="wall")]
    page = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(page, course / "wall.ipynb")
    with ExitStack() as stack:
        address = stack.enter_context(jupyterlab(course, tmp_path / "home"))
        window = stack.enter_context(browser(chromium))
        notebook = OpenNotebook(window.new_page(), address, "wall.ipynb", trouble=tmp_path)
        stack.enter_context(notebook.pictured(tmp_path))
        yield notebook


@pytest.mark.browser
def test_wall_when_used_by_keyboard_then_python_answers_and_the_browser_shows_it(notebook):
    notebook.run("wall")
    shown = notebook.output("wall")
    said = shown.get_by_test_id("wall-said")
    expect(said).to_contain_text("You still say 6 to 24 of 24", **WAIT)
    expect(shown.locator("canvas")).to_have_count(24)
    tile = shown.get_by_test_id("wall-tile-2")
    tile.press("Enter")
    expect(said).to_contain_text("to 23 of 24", **WAIT)
    expect(tile).to_have_attribute("aria-pressed", "true")
    shown.get_by_test_id("wall-rotation").press("End")
    expect(said).to_contain_text("to 24 of 24", **WAIT)
    shown.get_by_test_id("wall-reveal").press("Space")
    expect(said).to_contain_text("The network says it to 24", **WAIT)
    shown.get_by_test_id("wall-picture").select_option("9")
    expect(said).to_contain_text("You still say 9 to 24 of 24. The network says it to 0.", **WAIT)
