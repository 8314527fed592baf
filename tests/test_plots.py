"""Figures: each is small, described in words, and readable with every colour vision."""

import io
import itertools
import re
import subprocess
import sys

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.text import Text
from PIL import Image

from cnnlib import plots
from cnnlib.exercises.lesson08 import ilsvrc
from cnnlib.plots import picture as picture_module
from cnnlib.plots.charts import _spread_out
from cnnlib.plots.matrices import CELL
from cnnlib.plots.picture import MOST_BYTES, _drawn, _with_palette
from cnnlib.plots.style import DPI, PALETTE, bare_figure, line_styles, short, text_width

RNG = np.random.default_rng(0)
RGB = RNG.integers(0, 256, (40, 50, 3), dtype=np.uint8)
GREY = RNG.random((20, 30))
KERNEL = np.array([[1, 0, -1], [2, 0, -2]])
T = np.linspace(0, 1, 20)
ROWS = [
    {"layer": "Conv2d", "settings": "kernel 3", "output_size": (8, 30, 30), "params": 224}
    | {"macs": 194_400, "memory": 28_800},
    {"layer": "Conv2d", "settings": "kernel 40", "failed": True},
    {"layer": "ReLU"},
]
COUNTS = np.array([[5, 0, 2], [1, 7, 0], [0, 0, 0]])
HISTORY = {
    "train_loss": [2.0, 1.0],
    "train_accuracy": [0.25, 0.5],
    "valid_loss": [1.5, 1.25],
    "valid_accuracy": [0.5, 0.75],
}
TABLE = [
    {"name": "conv1", "kernel_size": 9, "stride": 1, "padding": 2, "dilation": 1}
    | {"output": 16, "size": 9, "jump": 1, "start": -2},
    {"name": "conv2", "kernel_size": 99, "stride": 1, "padding": 2, "dilation": 1}
    | {"output": None, "size": 107, "jump": 1, "start": -4},
]

NETS = {
    "LeNet-5": {"params": (2_572, 59_134), "macs": (357_600, 58_920), "memory": (25_216, 856)},
    "VGG-16": {"params": (14.7e6, 123.6e6), "macs": (15.3e9, 0.1e9), "memory": (5.4e7, 3.7e4)},
}
LAYERS = [(12.0, False), (6.0, False), (0.5, True)]
RESULTS = ilsvrc.RESULTS[:6]
FIGURES = {
    "images": lambda **text: plots.images({"a": GREY, "b": RGB}, **text),
    "planes": lambda **text: plots.planes(RGB, **text),
    "boxes_on_image": lambda **text: plots.boxes_on_image(GREY, {"found": (1, 2, 3, 4)}, **text),
    "numbers": lambda **text: plots.numbers([KERNEL, KERNEL], operators=["="], **text),
    "weights": lambda **text: plots.weights({"band": np.eye(4, 6)}, **text),
    "histogram": lambda **text: plots.histogram({"a": RGB, "b": RGB}, **text),
    "curves": lambda **text: plots.curves(
        {"a": [[1, 2], [3, 4]], "b": [2, 1]}, xlabel="epoch", ylabel="loss", **text
    ),
    "bars": lambda **text: plots.bars({"a": [1, 2]}, ["x", "y"], ylabel="count", **text),
    "intervals": lambda **text: plots.intervals(
        {"a": [(5, 4, 6), (7, 6, 9)], "b": [(1, 0, 2), (8, 7, 9)]},
        ["1", "5"],
        xlabel="shots",
        ylabel="right (%)",
        **text,
    ),
    "neighbourhood": lambda **text: plots.neighbourhood(
        np.arange(18).reshape(9, 2) % 5, np.arange(9) % 3, "abc", [GREY] * 4, 0, [1, 2, 3], **text
    ),
    "dots": lambda **text: plots.dots({"a": [1, 2, 2], "b": [3]}, ylabel="right (%)", **text),
    "connections": lambda **text: plots.connections(**text),
    "predictions": lambda **text: plots.predictions(
        {"left": GREY}, {"MLP": np.full((1, 10), 0.1)}, **text
    ),
    "filters_and_maps": lambda **text: plots.filters_and_maps(
        np.zeros((2, 3, 3)),
        np.zeros((3, 2, 2, 2)),
        np.zeros((3, 2, 2)),
        bias=np.zeros(3),
        window=(0, 1),
        **text,
    ),
    "net_costs": lambda **text: plots.net_costs(NETS, layers=("by layer", LAYERS), **text),
    "published_results": lambda **text: plots.published_results(RESULTS, xlabel="e (%)", **text),
    "layer_costs": lambda **text: plots.layer_costs(ROWS, (3, 32, 32), **text),
    "receptive_field": lambda **text: plots.receptive_field(
        20, (-2, 3, 9), heat=np.eye(20), square=(0, 5, 5), image=RGB, table=TABLE, chosen=0, **text
    ),
    "scaling": lambda **text: plots.scaling(
        {"a": [9.0, 3.0, 1.0], "b": [1.0, 0.1, 0.001]}, [3, 10, 40], xlabel="n", ylabel="ms", **text
    ),
    "film": lambda **text: plots.film(np.eye(3), KERNEL[:, :2], **text),
    "signals": lambda **text: plots.signals(
        {"both": {"f": (T, T), "g": (T, 1 - T)}, "one": {"f": (T, T)}}, xlabel="t", **text
    ),
    "stacked_windows": lambda **text: plots.stacked_windows(**text),
    "waveform_and_spectrogram": lambda **text: plots.waveform_and_spectrogram(
        np.sin(40 * T), np.eye(9, 5), sample_rate=8, **text
    ),
    "confusion_matrix": lambda **text: plots.confusion_matrix(COUNTS, "abc", **text),
    "mistakes": lambda **text: plots.mistakes(GREY[None], [0], [2], "abc", **text),
    "training_curves": lambda **text: plots.training_curves({"a": HISTORY}, **text),
    "training_sheet": lambda **text: plots.training_sheet(
        [2.3, np.nan, 1.0],
        [(0, 0.1), (3, 0.5)],
        [0.1, 0.2, 0.3],
        filters=np.arange(18.0).reshape(2, 1, 3, 3) - 9,
        image=RGB,
        maps=np.zeros((2, 5, 5)),
        guessing=2.3,
        goal=0.9,
        marks=[(1, 0.1)],
        name="7",
        **text,
    ),
    "pixel_sheet": lambda **text: plots.pixel_sheet(RGB, RGB[::-1], 5, 6, **text),
}


@pytest.fixture(params=FIGURES, name="draw")
def _draw(request):
    return FIGURES[request.param]


def test_every_figure_function_is_tried_here():
    drawing = set(plots.__all__) - {"PALETTE", "Picture"}
    assert drawing == set(FIGURES)


@pytest.mark.parametrize("name", FIGURES)
def test_figure_function_when_read_then_its_docstring_has_all_sections_and_an_example(name):
    text = getattr(plots, name).__doc__
    for section in ("Parameters", "Returns", "Examples"):
        assert f"{section}\n    {'-' * len(section)}" in text
    assert f">>> {name}(" in text


def test_figure_when_drawn_then_is_a_small_picture_with_caption_and_alt_text(draw):
    picture = draw(caption="What to see.")
    assert isinstance(picture, plots.Picture)
    assert picture.caption == "What to see."
    assert len(picture.alt) > 10
    assert picture.png.startswith(b"\x89PNG")
    assert len(picture.png) < MOST_BYTES


def test_figure_when_alt_text_is_given_then_it_replaces_the_default(draw):
    assert draw(caption="What to see.", alt="In other words.").alt == "In other words."


def test_figure_when_drawn_twice_then_text_and_picture_are_the_same(draw):
    first, second = draw(caption="Same."), draw(caption="Same.")
    assert repr(first) == repr(second)
    assert first.png == second.png


@pytest.mark.parametrize("missing", ["", "  ", None])
def test_figure_when_caption_is_missing_then_refused(draw, missing):
    with pytest.raises(ValueError, match="caption"):
        draw(caption=missing, alt="A figure.")


@pytest.mark.parametrize(
    ("caption", "alt", "named"), [("", "Seen.", "caption"), ("To see.", "", "alt")]
)
def test_picture_when_a_text_is_empty_then_the_error_names_it(caption, alt, named):
    with pytest.raises(ValueError, match=named):
        plots.Picture(bare_figure(1, 1), caption=caption, alt=alt)


def test_picture_when_displayed_then_html_is_escaped_and_plain_text_says_both():
    picture = plots.images(GREY, caption='a < b & "c"', alt='<script>alert("x")</script>')
    bundle = picture._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    assert "<script>" not in bundle["text/html"]
    assert "a &lt; b &amp; &quot;c&quot;" in bundle["text/html"]
    assert 'alt="&lt;script&gt;' in bundle["text/html"]
    assert bundle["text/plain"] == '[Figure] a < b & "c" (<script>alert("x")</script>)'


def test_picture_when_displayed_then_nbval_replaces_exactly_the_pixels(pytestconfig):
    rules = (pytestconfig.rootpath / "tests" / "nbval_sanitize.cfg").read_text("utf-8")
    regex = re.search(r"^regex: (.+)$", rules, re.MULTILINE)[1]
    replacement = re.search(r"^replace: (.+)$", rules, re.MULTILINE)[1]
    pages = [
        plots.images(array, caption="The same.", alt="The same.")._repr_html_()
        for array in (GREY, GREY.T)
    ]
    assert pages[0] != pages[1]
    clean = [re.sub(regex, replacement, page) for page in pages]
    assert clean[0] == clean[1]
    assert "The same." in clean[0]


def test_picture_when_saved_then_file_is_the_drawing(tmp_path):
    picture = plots.images(GREY, caption="Noise.")
    picture.save(tmp_path / "noise.png")
    assert (tmp_path / "noise.png").read_bytes() == picture.png
    with pytest.raises(ValueError, match=r"noise\.jpg"):
        picture.save(tmp_path / "noise.jpg")


def test_picture_when_pixels_are_noise_then_still_below_the_limit():
    noise = RNG.random((400, 400, 3))
    assert len(plots.images([noise, noise, noise], caption="Noise.").png) < MOST_BYTES


def test_plots_when_imported_then_pyplot_is_not():
    code = "import sys, cnnlib.plots; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_figure_when_the_reader_has_other_settings_then_they_are_kept(draw):
    import matplotlib as mpl

    with mpl.rc_context({"font.size": 31}):
        draw(caption="To see.")
        assert mpl.rcParams["font.size"] == 31


# Colours


def _seen_by(colour, weak):
    """A colour as seen without one kind of cone (Vienot, Brettel and Mollon 1999)."""
    linear = np.array(to_rgb(colour)) ** 2.2
    cones = np.array(
        [[17.8824, 43.5161, 4.11935], [3.45565, 27.1554, 3.86714], [0.0299566, 0.184309, 1.46709]]
    )
    without = {
        "normal": np.eye(3),
        "protan": np.array([[0, 2.02344, -2.52581], [0, 1, 0], [0, 0, 1]]),
        "deutan": np.array([[1, 0, 0], [0.494207, 0, 1.24827], [0, 0, 1]]),
    }[weak]
    seen = np.linalg.solve(cones, without @ cones @ linear)
    return np.clip(seen, 0, 1) ** (1 / 2.2)


@pytest.mark.parametrize("vision", ["normal", "protan", "deutan"])
def test_palette_when_seen_with_a_colour_vision_then_any_two_colours_differ(vision):
    seen = {name: _seen_by(colour, vision) for name, colour in PALETTE.items()}
    for one, other in itertools.combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > 0.12, (one, other)


def test_palette_test_when_given_pure_red_and_green_then_would_refuse_them():
    red, green = _seen_by("#8a5a00", "deutan"), _seen_by("#5a7a00", "deutan")
    assert np.linalg.norm(red - green) < 0.12


def test_line_styles_when_seven_lines_are_drawn_then_no_two_share_colour_or_dashes():
    colours, dashes = zip(*line_styles(7), strict=True)
    assert len(set(colours)) == len(set(dashes)) == 7


# Nothing is cut off, and nothing stands over anything else


@pytest.fixture(name="figures")
def _figures(monkeypatch):
    """The Matplotlib figures behind the pictures that are made."""
    figures = []
    draw = picture_module._png

    def keep(figure):
        figures.append(figure)
        return draw(figure)

    monkeypatch.setattr(picture_module, "_png", keep)
    return figures


def places(figure, texts):
    """Where these words stand in a figure, in dots: left, right, bottom, top."""
    found = [a for a in figure.findobj(Text) if a.get_text() in texts and a.get_visible()]
    assert len(found) >= len(texts)
    return [a.get_window_extent().extents[[0, 2, 1, 3]] for a in found]


def inside(figure, texts):
    return all(
        left >= -1 and right <= figure.bbox.width + 1 and low >= -1 and high <= figure.bbox.height
        for left, right, low, high in places(figure, texts)
    )


def apart(figure, texts):
    return all(
        a[1] < b[0] or b[1] < a[0] or a[3] < b[2] or b[3] < a[2]
        for a, b in itertools.combinations(places(figure, texts), 2)
    )


LONG = ("full light, training's", "a quarter, training's", "camera[80:240, 150:310]")


@pytest.mark.parametrize("size", [0.9, 1.3, 2.6])
def test_images_when_titles_are_longer_than_pictures_then_none_is_cut_off(figures, size):
    plots.images(dict.fromkeys(LONG, GREY), size=size, caption="Long titles.")
    assert inside(figures[0], LONG)
    assert apart(figures[0], LONG)


def test_images_when_no_room_is_left_then_titles_are_broken(figures):
    words = "one two three four five six seven"
    plots.images({f"{words} {k}": GREY for k in range(5)}, caption="Long titles.")
    titles = [panel.get_title() for panel in figures[0].axes]
    assert all("\n" in title and title.replace("\n", " ")[:-2] == words for title in titles)
    assert inside(figures[0], titles)
    assert apart(figures[0], titles)


def test_numbers_when_titles_are_longer_than_matrices_then_none_is_cut_off(figures):
    plots.numbers(dict.fromkeys(LONG, np.eye(2)), operators=["not", "="], caption="Long titles.")
    assert inside(figures[0], LONG)
    assert apart(figures[0], [*LONG, "not", "="])


def test_numbers_when_some_are_longer_then_all_have_one_size_and_fit(figures):
    plots.numbers([[[0.1, 1]], [[-0.27, -0.53]]], caption="Four numbers.")
    texts = figures[0].findobj(lambda a: isinstance(a, Text) and a.get_text()[-1:].isdigit())
    assert len({a.get_fontsize() for a in texts}) == 1
    cell = CELL * DPI
    assert max(a.get_window_extent().width for a in texts) < 0.9 * cell


def test_numbers_when_a_column_has_decimals_then_the_points_stand_in_one_line(figures):
    plots.numbers(np.array([[-0.5], [0.25], [-1.75]]), caption="A column.")
    points = []
    for number in figures[0].findobj(Text):
        before, point, _ = number.get_text().partition(".")
        if point:
            assert number.get_ha() == "left"
            start = number.get_window_extent().x0
            points.append(start + text_width(before, number.get_fontsize()) * DPI)
    assert len(points) == 3
    assert np.ptp(points) < 2.5  # dots


def test_numbers_when_several_windows_are_given_then_each_is_framed(figures):
    plots.numbers([np.eye(3), np.eye(3)], windows=[[(0, 0, 1, 1), (2, 2, 1, 1)], None], caption="c")
    plots.numbers([np.eye(3), np.eye(3)], windows=[(0, 0, 1, 1), None], caption="c")
    several, one = (len(figure.axes[0].patches) for figure in figures)
    assert several == one + 2  # a frame is a line and its edge


def face_colours(panel):
    """The colours of the matrices in a panel, (H, W, 3) each."""
    return [np.asarray(image.get_array())[..., :3] for image in panel.images]


def test_numbers_when_not_told_then_each_matrix_has_its_own_greys(figures):
    plots.numbers([np.array([[0, 1]]), np.array([[0, 0.5]])], caption="Two.")
    first, second = face_colours(figures[0].axes[0])
    np.testing.assert_allclose(first, second)


@pytest.mark.parametrize("limits", ["shared", (0, 1), [0, 1], np.array([0, 1])])
def test_numbers_when_they_share_limits_then_equal_numbers_have_equal_greys(figures, limits):
    plots.numbers(
        [np.array([[0, 1, 0.5]]), np.array([[0.5, np.nan]])], limits=limits, caption="Two."
    )
    first, second = face_colours(figures[0].axes[0])
    np.testing.assert_allclose(first[0, 2], second[0, 0])
    np.testing.assert_allclose(first[0, :2, 0], [0.74, 1])
    np.testing.assert_allclose(second[0, 1], first[0, 1])  # empty cells are light


def test_numbers_when_shades_differ_then_only_those_of_one_shade_share_limits(figures):
    image, kernel = np.array([[0, 200]]), np.array([[-1, 1]])
    for limits in (None, "shared"):
        plots.numbers([image, kernel], shades=["grey", "signed"], limits=limits, caption="Two.")
    alone, shared = (face_colours(figure.axes[0]) for figure in figures)
    for left, right in zip(alone, shared, strict=True):
        np.testing.assert_allclose(left, right)


@pytest.mark.parametrize("shade", ["grey", "signed"])
def test_numbers_when_a_value_is_beyond_the_limits_then_it_has_the_colour_of_the_limit(
    figures, shade
):
    plots.numbers(np.array([[-9, -2, 2, 9]]), shades=shade, limits=(-2, 2), caption="One.")
    (colours,) = face_colours(figures[0].axes[0])
    np.testing.assert_allclose(colours[0, 0], colours[0, 1])
    np.testing.assert_allclose(colours[0, 3], colours[0, 2])


def test_numbers_when_every_cell_is_empty_then_it_is_drawn_all_the_same(figures):
    plots.numbers(np.full((2, 2), np.nan), limits="shared", caption="Nothing.")
    assert np.isfinite(face_colours(figures[0].axes[0])[0]).all()


def spans(segments):
    """From where to where upright lines go."""
    return [np.sort(segment[:, 1]) for segment in segments]


def test_bars_when_several_seeds_are_given_then_the_lines_are_the_sample_deviation(figures):
    plots.bars({"a": [[1, 5], [3, 5]]}, ["x", "y"], ylabel="y", caption="Two seeds.")
    (lines,) = figures[0].axes[0].collections
    low_high = [[2 - 2**0.5, 2 + 2**0.5], [5, 5]]  # of 1 and 3: the root of 2, not 1
    np.testing.assert_allclose(spans(lines.get_segments()), low_high)


@pytest.mark.parametrize("log", [False, True])
def test_curves_when_several_seeds_are_given_then_the_band_is_the_sample_deviation(figures, log):
    seeds = np.array([[10.0, 2], [13, 2], [16, 2]])
    plots.curves({"a": seeds}, xlabel="x", ylabel="y", log=log, caption="Three seeds.")
    (band,) = figures[0].axes[0].collections
    corners = band.get_paths()[0].vertices
    at_first = corners[corners[:, 0] == 1, 1]
    assert (at_first.min(), at_first.max()) == pytest.approx((10, 16))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("values", [[1, 2], [[1, 2]]])
def test_one_seed_when_drawn_then_it_has_no_spread_and_nothing_warns(figures, values):
    plots.bars({"a": values}, ["x", "y"], ylabel="y", caption="One seed.")
    plots.curves({"a": values}, xlabel="x", ylabel="y", caption="One seed.")
    assert not any(figure.axes[0].collections for figure in figures)


@pytest.mark.parametrize("name", ["bars", "curves", "training_curves"])
def test_spread_when_read_about_then_the_docstring_says_which_deviation_it_is(name):
    assert "sample standard deviation" in getattr(plots, name).__doc__
    assert "ddof=1" in getattr(plots, name).__doc__


@pytest.mark.parametrize(
    ("x", "whole"), [(range(5), True), ([0.0, 1, 2], True), ([0, 0.5, 1], False), (None, True)]
)
def test_curves_when_all_x_are_whole_then_so_are_the_ticks(figures, x, whole):
    line = np.arange(3 if x is None else len(x))
    plots.curves({"a": line}, x=x, xlabel="layers", ylabel="y", caption="A line.")
    panel = figures[0].axes[0]
    low, high = panel.get_xlim()
    ticks = [tick for tick in panel.get_xticks() if low <= tick <= high]
    assert len(ticks) > 1
    assert all(tick == round(tick) for tick in ticks) is whole


@pytest.mark.parametrize("square", [(3, 3, 9), (4, 4, 7)])
def test_receptive_field_when_both_squares_are_equal_then_the_dashed_one_is_inside(figures, square):
    side = 200
    plots.receptive_field(side, (3, 3, 9), square=square, caption="Both.")
    frames = [patch for patch in figures[0].axes[0].patches if not patch.get_fill()]
    field, dashed = frames[-2:]
    line = (field.get_linewidth() + dashed.get_linewidth()) / 2 / 72 * figures[0].dpi
    outer, inner = (patch.get_window_extent() for patch in (field, dashed))
    assert inner.x0 - outer.x0 > 0.9 * line
    assert outer.y1 - inner.y1 > 0.9 * line


def test_receptive_field_when_the_squares_are_apart_then_the_dashed_one_is_where_it_is(figures):
    plots.receptive_field(32, (3, 3, 20), square=(8, 8, 10), caption="Both.")
    dashed = figures[0].axes[0].patches[-1]
    assert (dashed.get_x(), dashed.get_y(), dashed.get_width()) == (7.5, 7.5, 10)


def test_scaling_when_x_falls_then_names_stand_beside_the_right_ends(figures):
    lines = {"falls": [9.0, 3.0, 1.0], "rises": [0.1, 0.5, 8.0]}
    plots.scaling(lines, [40, 10, 3], xlabel="step", ylabel="error", caption="Two errors.")
    heights = {name.get_text(): name.get_window_extent().y0 for name in figures[0].axes[0].texts}
    assert heights["falls"] > heights["rises"]


def test_layer_costs_when_settings_are_long_then_the_table_is_as_wide_as_a_notebook(figures):
    long = [
        row | {"settings": "out 16, kernel 3 × 40, stride 2, padding 3, groups 2, no bias"}
        for row in ROWS
    ]
    plots.layer_costs(long, (3, 32, 32), caption="A long table.")
    assert figures[0].get_figwidth() <= 8.4 + 1e-9
    assert inside(figures[0], [long[0]["settings"], "memory (kB)"])


@pytest.mark.parametrize("size", [1.5, 3.5])
def test_boxes_when_the_legend_is_wider_than_the_picture_then_none_of_it_is_cut_off(figures, size):
    names = ("normalised", "raw", "standardised", "zero-mean")
    plots.boxes_on_image(GREY, dict.fromkeys(names, (1, 2, 3, 4)), size=size, caption="Boxes.")
    assert figures[0].get_figwidth() <= max(size, 2.4) + 0.1 + 1e-9
    assert inside(figures[0], names)
    assert apart(figures[0], names)


def test_boxes_when_at_the_border_then_no_frame_reaches_beyond_the_picture(figures):
    height, width = GREY.shape
    corner = (0, width - 4, 5, 4)
    plots.boxes_on_image(GREY, {"a": corner, "b": corner, "c": corner}, caption="A corner.")
    for patch in figures[0].axes[0].patches:
        (left, top), (right, _) = patch.get_xy(), patch.get_corners()[2]
        assert (top, right) == (-0.5, width - 0.5)
        assert 0 < left <= width - 4


def test_boxes_when_one_hangs_over_the_border_then_all_of_it_is_drawn(figures):
    plots.boxes_on_image(GREY, {"a": (-5, -8, 12, 12)}, caption="Half outside.")
    frame = figures[0].axes[0].patches[0].get_window_extent()
    assert frame.x0 > 0
    assert frame.y1 < figures[0].bbox.height


@pytest.mark.parametrize("count", [2, 4, 8])
def test_bars_when_narrow_then_their_values_do_not_meet(figures, count):
    series = {f"series {k}": np.full(6, 100) for k in range(count)}
    plots.bars(series, list("uvwxyz"), ylabel="%", size=(8, 3), caption="All the same.")
    values = [a for a in figures[0].axes[0].texts if a.get_text() == "100"]
    assert len(values) == 6 * count
    spans = sorted((a.get_window_extent().x0, a.get_window_extent().x1) for a in values)
    assert all(a[1] < b[0] for a, b in itertools.pairwise(spans))


def test_signals_when_lines_share_a_panel_then_their_names_stand_beside_them(figures):
    t = np.linspace(-0.5, 1.5, 200)
    box = ((t >= 0) & (t < 1)).astype(float)
    pair = {"f": (t, box), "g": (t, box * (1 - t))}
    plots.signals({"two": pair, "again": pair}, xlabel="t", size=(4, 1.9), caption="Two.")
    panel = figures[0].axes[0]
    assert panel.get_legend() is None
    assert {name.get_text() for name in panel.texts} == {"f", "g"}
    for name in panel.texts:
        where = name.get_window_extent()
        for line in panel.lines[:2]:
            dots = panel.transData.transform(line.get_xydata())
            assert not any(where.contains(*dot) for dot in dots)


def test_histogram_when_three_colours_are_drawn_then_the_legend_is_above_all_lines(figures):
    grey = np.zeros((20, 20), np.uint8)
    plots.histogram({"colour": RGB // 9, "grey": grey}, caption="Dark.")
    panel = figures[0].axes[0]
    legend = panel.get_legend().get_window_extent()
    highest = max(patch.get_window_extent().y1 for patch in panel.patches)
    assert highest < legend.y0


# What a classifier does


LONG_NAMES = ["arrow to the left", "arrow to the right", "stop", "no entry", "pedestrian crossing"]


def cell_texts(panel, classes):
    """The numbers in the cells of a confusion matrix, by (row, column)."""
    found = {}
    for text in panel.texts:
        column, row = text.get_position()
        if text.get_transform() == panel.transData and row < classes:
            found[int(row), int(column)] = text.get_text()
    return found


def test_confusion_matrix_when_drawn_then_what_never_happened_is_left_white_and_empty(figures):
    plots.confusion_matrix(COUNTS, "abc", caption="Three.")
    panel = figures[0].axes[0]
    assert cell_texts(panel, 3) == {(0, 0): "5", (0, 2): "2", (1, 0): "1", (1, 1): "7"}
    (colours,) = face_colours(panel)
    np.testing.assert_array_equal(colours[[0, 1], [1, 2]], np.ones((2, 3)))


def test_confusion_matrix_when_drawn_then_right_answers_are_paler_than_any_mistake(figures):
    plots.confusion_matrix([[90, 1, 9], [0, 80, 0], [0, 0, 3]], "abc", caption="Three.")
    (colours,) = face_colours(figures[0].axes[0])
    right, seldom, often = colours[0]
    np.testing.assert_array_equal(colours[1, 1], right)  # however many
    for vision in ("normal", "protan", "deutan"):
        seen = [_seen_by(colour, vision) for colour in (right, seldom, often)]
        for one, other in itertools.combinations(seen, 2):
            assert np.linalg.norm(one - other) > 0.12
    assert seldom.sum() > often.sum()


def test_confusion_matrix_when_a_class_has_no_examples_then_its_row_says_so(figures):
    picture = plots.confusion_matrix(COUNTS, "abc", caption="Three.")
    (hatched,) = figures[0].axes[0].patches
    assert hatched.get_hatch()
    assert (hatched.get_y(), hatched.get_width()) == (1.5, 3)
    said = [text.get_text() for text in figures[0].axes[0].texts]
    assert said[-4:] == ["correct", "5 of 7", "7 of 8", "no examples"]
    assert picture.alt.endswith("No examples of c.")


def test_confusion_matrix_when_nothing_was_learnt_of_a_class_then_its_zero_is_written(figures):
    plots.confusion_matrix([[0, 4], [0, 3]], "ab", caption="Always b.")
    assert cell_texts(figures[0].axes[0], 2) == {(0, 0): "0", (0, 1): "4", (1, 1): "3"}


@pytest.mark.parametrize("names", [[str(k) for k in range(10)], 2 * LONG_NAMES])
def test_confusion_matrix_when_it_has_ten_classes_then_it_fits_into_a_notebook(figures, names):
    plots.confusion_matrix(np.full((10, 10), 8888), names, caption="Ten.")
    figure, panel = figures[0], figures[0].axes[0]
    assert figure.get_figwidth() <= 8.4 + 1e-9
    labels = {*names, "predicted class", "true class", "correct", "8888 of 88880"}
    assert inside(figure, labels)
    numbers = [text for text in panel.texts if text.get_text() == "8888"]
    cell = panel.get_window_extent().width / 10
    assert len(numbers) == 100
    assert max(text.get_window_extent().width for text in numbers) < cell
    spans = [
        (label.get_window_extent().x0, label.get_window_extent().x1)
        for label in panel.get_xticklabels()
    ]
    assert all(a[1] < b[0] for a, b in itertools.pairwise(spans))


def test_confusion_matrix_when_no_alt_text_is_given_then_the_most_frequent_mistakes_come_first():
    assert plots.confusion_matrix(COUNTS, "abc", caption="Three.").alt == (
        "Confusion matrix of 3 classes: 12 of 15 are correct. "
        "Most frequent mistakes: a read as c (2), b read as a (1). No examples of c."
    )


LABELS, PREDICTED = [0, 1, 2, 0], [0, 2, 1, 2]
FOUR = RNG.random((4, 1, 8, 8))


def titles(figure):
    return [panel.get_title() for panel in figure.axes if panel.get_visible()]


def test_mistakes_when_confidences_are_given_then_the_surest_mistakes_come_first(figures):
    plots.mistakes(FOUR, LABELS, PREDICTED, "abc", confidences=[1, 0.4, 0.6, 0.5], caption="m")
    assert titles(figures[0]) == ["c read as b\n60 %", "a read as c\n50 %", "b read as c\n40 %"]


def test_mistakes_when_logits_are_given_then_their_softmax_is_shown(figures):
    logits = np.log([[0.8, 0.1, 0.1], [0.1, 0.2, 0.7], [1e-9, 0.9995, 5e-4], [0.3, 0.3, 0.4]])
    plots.mistakes(FOUR, LABELS, PREDICTED, "abc", confidences=logits + 500, caption="m")
    shown = [title.split("\n")[1] for title in titles(figures[0])]
    assert shown == ["> 99 %", "70 %", "40 %"]


def test_mistakes_when_there_are_no_confidences_then_order_is_kept_up_to_the_count(figures):
    picture = plots.mistakes(FOUR, LABELS, PREDICTED, "abc", count=2, caption="m")
    assert titles(figures[0]) == ["b read as c", "c read as b"]
    assert picture.alt == "3 of 4 images are read wrongly. Shown: b read as c; c read as b."
    for panel, image in zip(figures[0].axes, FOUR[1:3, 0], strict=True):
        expected = (image - FOUR.min()) / np.ptp(FOUR)
        np.testing.assert_allclose(panel.images[0].get_array(), expected)


def test_mistakes_when_all_is_right_then_a_sentence_says_so():
    picture = plots.mistakes(FOUR, LABELS, LABELS, "abc", caption="m")
    assert picture.alt == "0 of 4 images are read wrongly."


@pytest.mark.parametrize("shape", [(4, 8, 8), (4, 1, 8, 8), (4, 3, 8, 8)])
def test_mistakes_when_names_are_long_then_none_is_cut_off_and_all_fit(figures, shape):
    names = LONG_NAMES[:3]
    plots.mistakes(
        RNG.normal(size=shape), LABELS, PREDICTED, names, confidences=np.full(4, 0.5), caption="m"
    )
    figure = figures[0]
    assert figure.get_figwidth() <= 8.4 + 1e-9
    assert inside(figure, titles(figure))
    assert apart(figure, titles(figure))


def test_training_curves_when_drawn_then_training_is_dashed_and_hollow(figures):
    plots.training_curves({"a": HISTORY}, caption="Two epochs.")
    for panel, what, scale in zip(figures[0].axes, ("loss", "accuracy"), (1, 100), strict=True):
        train, valid = panel.lines
        np.testing.assert_allclose(train.get_ydata(), scale * np.array(HISTORY[f"train_{what}"]))
        np.testing.assert_allclose(valid.get_ydata(), scale * np.array(HISTORY[f"valid_{what}"]))
        assert (train.is_dashed(), valid.is_dashed()) == (True, False)
        assert train.get_markerfacecolor() != valid.get_markerfacecolor()


def test_training_curves_when_seeds_are_given_then_the_band_is_the_sample_deviation(figures):
    seeds = [{"valid_loss": [value, 2], "valid_accuracy": [0.5, 0.5]} for value in (10.0, 13, 16)]
    plots.training_curves({"a": seeds}, caption="Three seeds.")
    corners = figures[0].axes[0].collections[0].get_paths()[0].vertices
    at_first = corners[corners[:, 0] == 1, 1]
    assert (at_first.min(), at_first.max()) == pytest.approx((10, 16))


@pytest.mark.parametrize("epochs", [1, 2, 7, 60])
@pytest.mark.parametrize("log", [False, True])
def test_training_curves_when_drawn_then_ticks_are_epochs_that_there_were(figures, epochs, log):
    history = {"train_loss": np.linspace(2, 1e-3, epochs), "train_accuracy": [0.1] * epochs}
    plots.training_curves(history, log=log, caption="Some epochs.")
    for panel in figures[0].axes:
        low, high = panel.get_xlim()
        ticks = [tick for tick in panel.get_xticks() if low <= tick <= high]
        assert len(ticks) >= min(2, epochs)
        assert all(tick == round(tick) and 1 <= tick <= epochs for tick in ticks)


def test_training_curves_when_given_objects_or_a_history_alone_then_draws_the_same(figures):
    class Record:
        def __init__(self, columns):
            vars(self).update(columns)

    for history in (HISTORY, Record(HISTORY), [Record(HISTORY)]):
        plots.training_curves(history, caption="Two epochs.")
    for figure in figures:
        lines = [line.get_ydata() for panel in figure.axes for line in panel.lines]
        np.testing.assert_allclose(lines[1], HISTORY["valid_loss"])
        words = [text.get_text() for text in figure.legends[0].get_texts()]
        assert words == ["training", "validation"]


@pytest.mark.parametrize("missing", [[], None, [None, None]])
def test_training_curves_when_there_was_no_validation_then_only_training_is_drawn(figures, missing):
    history = {**HISTORY, "valid_loss": missing, "valid_accuracy": missing}
    picture = plots.training_curves({"a": history}, caption="No validation.")
    assert all(len(panel.lines) == 1 for panel in figures[0].axes)
    assert "validation" not in picture.alt


@pytest.mark.parametrize(("last", "seen"), [(0.05, True), (0.9, False)])
def test_training_curves_when_classes_are_counted_then_guessing_is_marked(figures, last, seen):
    history = {"train_loss": [3.0, 2.0], "train_accuracy": [0.95, last]}
    plots.training_curves(history, num_classes=10, caption="Against guessing.")
    loss, accuracy = figures[0].axes
    assert loss.lines[-1].get_ydata()[0] == pytest.approx(np.log(10))
    assert (len(accuracy.lines) == 2) is seen
    assert inside(figures[0], ["guessing", "loss (cross-entropy)", "accuracy (%)"])


# Few bytes, and what they cost


def test_palette_when_a_drawing_is_reduced_then_words_and_thin_lines_keep_their_colours(figures):
    seeds = RNG.normal(size=(7, 4, 40)).cumsum(axis=2)
    lines = {f"line {k}": walks + 4 * k for k, walks in enumerate(seeds)}
    picture = plots.curves(lines, xlabel="x", ylabel="y", caption="Seven bands.")
    full = _drawn(figures[0], DPI)
    assert len(picture.png) < len(full) / 2
    before, after = (
        np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=int)
        for png in (full, picture.png)
    )
    assert np.abs(before - after).max() < 25


def reduced(picture):
    buffer = io.BytesIO()
    picture.save(buffer, format="png")
    return Image.open(io.BytesIO(_with_palette(buffer.getvalue()))).convert("RGB")


def test_palette_when_a_photograph_is_reduced_then_only_the_paper_becomes_white():
    pixels = np.full((200, 200, 3), 255, dtype=np.uint8)
    pixels[20:180, 20:180] = RNG.integers(0, 256, (160, 160, 3), dtype=np.uint8)
    pixels[60:140, 60:140] = np.linspace(230, 254, 80).astype(np.uint8)[:, None]  # a bright cloud
    seen = np.asarray(reduced(Image.fromarray(pixels)))
    assert (seen[0] == 255).all()
    assert len(np.unique(seen[60:140, 60:140, 0])) > 3


# Bad input


@pytest.mark.parametrize(
    ("draw_wrongly", "words"),
    [
        (lambda: plots.images(np.zeros((3, 8, 8)), caption="c"), r"\(3, 8, 8\).*moveaxis"),
        (lambda: plots.images(GREY, caption="c", limits="wide"), "wide"),
        (lambda: plots.planes(GREY, caption="c"), r"\(20, 30\)"),
        (lambda: plots.numbers(np.zeros(3), caption="c"), r"\(3,\)"),
        (lambda: plots.numbers([KERNEL, KERNEL], operators=["*", "="], caption="c"), "1 signs"),
        (lambda: plots.numbers([KERNEL], windows=[None, None], caption="c"), "windows"),
        (lambda: plots.numbers(KERNEL, shades="loud", caption="c"), "loud"),
        (lambda: plots.weights(RGB, caption="c"), r"\(40, 50, 3\)"),
        (
            lambda: plots.curves({"a": [1, 2]}, x=[1], xlabel="x", ylabel="y", caption="c"),
            "'a' has 2 values",
        ),
        (lambda: plots.bars({"a": [1]}, ["x", "y"], ylabel="y", caption="c"), "1 values for 2"),
        (lambda: plots.numbers(KERNEL, limits="all", caption="c"), "'all'"),
        (lambda: plots.numbers(KERNEL, limits=(1, 0), caption="c"), r"\(1, 0\)"),
        (lambda: plots.connections(kernel_size=2, caption="c"), "not 2"),
        (lambda: plots.images({}, caption="c"), "nothing to draw"),
        (
            lambda: plots.scaling({"a": [1]}, [1, 2], xlabel="x", ylabel="y", caption="c"),
            "1 values, x has 2",
        ),
        (
            lambda: plots.scaling({"a": [0, 1]}, [1, 2], xlabel="x", ylabel="y", caption="c"),
            "no logarithm",
        ),
        (
            lambda: plots.receptive_field(9, None, heat=np.eye(8), caption="c"),
            r"\(8, 8\).*9 x 9",
        ),
        (lambda: plots.confusion_matrix(COUNTS[:2], "abc", caption="c"), r"square.*\(2, 3\)"),
        (lambda: plots.confusion_matrix(COUNTS, "ab", caption="c"), "3 classes have 2 names: a, b"),
        (lambda: plots.confusion_matrix(COUNTS / 4, "abc", caption="c"), r"counts.*1\.25"),
        (lambda: plots.confusion_matrix(-COUNTS, "abc", caption="c"), "counts.*-5"),
        (lambda: plots.mistakes(FOUR[0], LABELS, LABELS, "abc", caption="c"), "labels.*1 images"),
        (lambda: plots.mistakes(FOUR[0, 0], LABELS, LABELS, "abc", caption="c"), r"\(8, 8\)"),
        (lambda: plots.mistakes(FOUR, LABELS, LABELS, "ab", caption="c"), "from 0 to 1, but 2"),
        (
            lambda: plots.mistakes(FOUR, LABELS, [0.5] * 4, "abc", caption="c"),
            "predictions.*0.5",
        ),
        (
            lambda: plots.mistakes(FOUR, LABELS, LABELS, "abc", confidences=[1], caption="c"),
            r"\(1,\).*\(4,\)",
        ),
        (
            lambda: plots.mistakes(
                FOUR, LABELS, LABELS, "abc", confidences=[0, 1, 0, 7.5], caption="c"
            ),
            "7.5.*logits",
        ),
        (lambda: plots.training_curves({"a": {}}, caption="c"), "nothing to draw.*train, valid"),
        (
            lambda: plots.training_curves(
                {"a": [HISTORY, {"train_loss": [1.0, 2.0, 3.0]}]}, caption="c"
            ),
            "'a' have 2, 3 epochs",
        ),
        (
            lambda: plots.filters_and_maps(
                np.zeros((3, 4, 4)), np.zeros((2, 2, 3, 3)), np.zeros((2, 2, 2)), caption="c"
            ),
            r"\(2, 2, 3, 3\)",
        ),
    ],
)
def test_figure_when_input_does_not_fit_then_the_error_says_what(draw_wrongly, words):
    with pytest.raises(ValueError, match=words):
        draw_wrongly()


# What the default alt texts say


def test_numbers_when_no_alt_text_is_given_then_it_reads_out_every_number():
    picture = plots.numbers({"K": KERNEL}, caption="An edge.")
    assert picture.alt == "K: 1 0 −1; 2 0 −2."


def test_numbers_when_a_cell_is_nan_then_it_is_read_out_as_empty():
    picture = plots.numbers({"Y": np.array([[np.nan, 2.0]])}, caption="Half known.")
    assert picture.alt == "Y: ? 2."


def test_bars_when_several_seeds_are_given_then_the_alt_text_has_their_mean():
    picture = plots.bars({"a": [[50, 1], [60, 3]]}, ["x", "y"], ylabel="%", caption="Means.")
    assert picture.alt == "%: a: x 55, y 2."


def test_weights_when_matrix_is_a_band_then_the_alt_text_counts_what_is_not_zero():
    assert "4 of 24 not zero" in plots.weights({"w": np.eye(4, 6)}, caption="A band.").alt


def test_connections_when_five_units_and_kernel_three_then_25_13_and_3_weights():
    alt = plots.connections(caption="Three layers.").alt
    assert re.findall(r"(\d+) weights", alt) == ["25", "13", "3"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(3.0, "3"), (-0.5, "−0.5"), (0.126, "0.13"), (-0.001, "0"), (100, "100"), (0, "0")],
)
def test_short_when_given_a_number_then_writes_it_without_needless_digits(value, text):
    assert short(value) == text


def test_spread_out_when_labels_are_near_then_order_is_kept_and_gaps_are_wide_enough():
    heights = np.array([10.0, 11.0, 40.0, 10.5])
    placed = _spread_out(heights, gap=5)
    assert list(np.argsort(placed)) == list(np.argsort(heights))
    assert np.diff(np.sort(placed)).min() >= 5 - 1e-9


# Networks


def test_net_costs_when_there_is_no_net_then_refused():
    with pytest.raises(ValueError, match="at least one"):
        plots.net_costs({}, caption="Nothing.")


def test_net_costs_when_drawn_then_names_and_values_stand_inside(figures):
    plots.net_costs(NETS, layers=("by layer", LAYERS), caption="Two.")
    assert inside(figures[0], ["LeNet-5", "VGG-16", "138 M", "15.4 G", "by layer", "dense layers"])


def test_published_results_when_drawn_then_kinds_have_marks_and_validation_is_hollow(figures):
    plots.published_results(RESULTS, xlabel="error (%)", caption="Six.")
    panel = figures[0].axes[0]
    marks = {(line.get_marker(), line.get_markerfacecolor() == "white") for line in panel.lines}
    assert marks == {("s", False), ("o", True), ("D", False)}
    assert all(len(line.get_xdata()) == 1 for line in panel.lines)  # nothing is joined
    assert inside(figures[0], ["28.2", "error (%)", "validation images"])


def test_published_results_when_there_are_none_then_refused():
    with pytest.raises(ValueError, match="0 kinds"):
        plots.published_results([], xlabel="error (%)", caption="Nothing.")
