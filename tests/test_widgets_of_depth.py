"""The widget of lesson 09, the depth explorer: what it measures and says; in a browser, too."""

from contextlib import ExitStack

import nbformat
import numpy as np
import pytest
import torch
import torch.nn.functional as F
from jupyter_in_chromium import PATIENCE, OpenNotebook, browser, copy_course, jupyterlab
from playwright.sync_api import expect
from traitlets import TraitError

from cnnlib import datasets, models, widgets
from cnnlib.widgets.depth_explorer import IMAGES, measure


@pytest.mark.parametrize("depth", [2, 8, 40])
@pytest.mark.parametrize("skip", [False, True])
@pytest.mark.parametrize("batch_norm", [False, True])
def test_explorer_when_set_then_the_norms_are_those_of_torch(depth, skip, batch_norm):
    state = widgets.depth_explorer(depth, skip, batch_norm).state()
    x, y = next(iter(datasets.load("digits").batches("train", IMAGES)))
    torch.manual_seed(0)
    net = models.DepthNet(depth, skip=skip, batch_norm=batch_norm)
    F.cross_entropy(net(x), y).backward()
    expected = [p.grad.norm().item() for p in net.parameters() if p.ndim > 1]
    np.testing.assert_allclose(state["norms"], expected, rtol=0.02)
    assert len(state["signal"]) == len(state["norms"]) == depth
    assert state["signal"][0] == pytest.approx(x.std(dim=0).mean().item(), rel=1e-4)


def test_explorer_when_changed_then_state_sentences_and_figure_follow():
    explorer = widgets.depth_explorer(depth=20)
    before = explorer.state()["norms"][0]
    assert before < 1e-6
    assert "20 layers without skips, without batch norm" in explorer.scene["sentences"][0]
    explorer.skip = True
    assert explorer.state()["norms"][0] > 1e-3
    explorer.batch_norm = True
    explorer.depth = 4
    assert "4 layers with skips, with batch norm" in explorer.static().caption
    assert len(explorer.scene["norms"]) == 4


def test_explorer_when_plain_and_deep_then_signal_and_gradient_are_gone_and_norm_brings_them_back():
    signal, norms = measure(40, False, False)
    assert signal[-1] < 1e-12
    assert max(norms) < 1e-12
    signal, norms = measure(40, False, True)
    assert min(signal) > 0.1
    assert norms[0] > norms[-2] > 0.01


def test_explorer_when_measuring_then_random_state_and_threads_are_as_they_were():
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    threads = torch.get_num_threads()
    measure.cache_clear()
    widgets.depth_explorer(depth=6)
    assert torch.equal(torch.rand(3), expected)
    assert torch.get_num_threads() == threads


@pytest.mark.parametrize("depth", [0, 7, 42])
def test_explorer_when_the_depth_is_none_of_those_then_the_error_says_which_are(depth):
    with pytest.raises(TraitError, match=f"even, from 2 to 40, not {depth}"):
        widgets.depth_explorer(depth=depth)
    explorer = widgets.depth_explorer(depth=8)
    with pytest.raises(TraitError):
        explorer.depth = depth
    assert explorer.state()["depth"] == 8


def test_explorer_when_shallowest_then_it_is_drawn_all_the_same():
    assert "2 layers" in widgets.depth_explorer(depth=2).static().alt


# In a browser

WAIT = {"timeout": 1000 * PATIENCE}  # in milliseconds, as Playwright counts


@pytest.fixture
def notebook(chromium, tmp_path):
    """A notebook with the widget, in a copy of the course."""
    course = copy_course(tmp_path / "course")
    source = "from cnnlib import widgets\nwidgets.depth_explorer()"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [nbformat.v4.new_code_cell(source, id="explorer")]
    page = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(page, course / "explorer.ipynb")
    with ExitStack() as stack:
        address = stack.enter_context(jupyterlab(course, tmp_path / "home"))
        window = stack.enter_context(browser(chromium))
        notebook = OpenNotebook(window.new_page(), address, "explorer.ipynb", trouble=tmp_path)
        stack.enter_context(notebook.pictured(tmp_path))
        yield notebook


@pytest.mark.browser
def test_explorer_when_used_by_keyboard_then_python_answers_and_the_browser_shows_it(notebook):
    notebook.run("explorer")
    shown = notebook.output("explorer")
    sentences, chart = (shown.get_by_test_id(f"depths-{name}") for name in ("sentences", "chart"))
    expect(sentences).to_contain_text("20 layers without skips", **WAIT)
    expect(chart.locator("circle")).to_have_count(20)
    depth = shown.get_by_test_id("depths-depth")
    depth.press("ArrowRight")
    expect(sentences).to_contain_text("22 layers", **WAIT)
    expect(chart.locator("circle")).to_have_count(22)
    depth.press("End")
    shown.get_by_test_id("depths-skip").press("Space")
    shown.get_by_test_id("depths-batch-norm").press("Space")
    expect(sentences).to_contain_text("40 layers with skips, with batch norm", **WAIT)
    said = widgets.depth_explorer(40, True, True).scene["sentences"]
    expect(chart).to_have_attribute("aria-label", " ".join(said))
