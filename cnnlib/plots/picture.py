"""A finished figure with its caption and alt text."""

import base64
import html
import io
from pathlib import Path

from PIL import Image

from cnnlib.plots.style import DPI

# A notebook must stay under 1 MB: figures beyond the first size get a palette of 256 colours, and
# those beyond the second fewer dots.
FULL_COLOUR_BYTES = 10_000
MOST_BYTES = 150_000
# A drawing has few colours, or few that fill nearly all of it: dithering would speckle it. A
# photograph without it has bands.
MOST_COLOURS_OF_A_DRAWING = 5_000
FILLED_BY_256_COLOURS = 0.9
NEARLY_WHITE = 240
SAMPLE = (160, 160)  # dots of a photograph from which its palette is chosen


def _drawn(figure, dpi):
    buffer = io.BytesIO()
    # Matplotlib would write its own version into the file; the same figure shall be the same bytes.
    figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    return buffer.getvalue()


def _is_drawing(picture):
    counts = sorted((n for n, _ in picture.getcolors(picture.width * picture.height)), reverse=True)
    filled = sum(counts[:256]) / sum(counts)
    return len(counts) <= MOST_COLOURS_OF_A_DRAWING or filled >= FILLED_BY_256_COLOURS


def _with_palette(png):
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    if _is_drawing(picture):
        # Rare colours count, too: words and thin lines keep theirs.
        method = Image.Quantize.MAXCOVERAGE
        reduced = picture.quantize(256, method=method, kmeans=1, dither=Image.Dither.NONE)
    else:
        sample = picture.copy()
        sample.thumbnail(SAMPLE, Image.Resampling.NEAREST)
        # Without the k-means step, small patches of a colour (a mark, a flag) turn grey.
        palette = sample.quantize(256, method=Image.Quantize.MEDIANCUT, kmeans=1)
        reduced = picture.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG)
        _whiten(reduced)
    buffer = io.BytesIO()
    reduced.save(buffer, format="png", optimize=True)
    return buffer.getvalue()


def _whiten(picture):
    """The paper of a figure, and only that, is white also after its colours were averaged."""
    colours, paper = picture.getpalette(), 3 * picture.getpixel((0, 0))
    if min(colours[paper : paper + 3]) >= NEARLY_WHITE:
        colours[paper : paper + 3] = [255, 255, 255]
        picture.putpalette(colours)


def _png(figure):
    """The figure as PNG: in full colour while that is small, else in 256 colours, else smaller."""
    png = _drawn(figure, DPI)
    if len(png) <= FULL_COLOUR_BYTES:
        return png
    for dpi in (DPI, 85, 70, 55, 40):
        png = _with_palette(_drawn(figure, dpi))
        if len(png) <= MOST_BYTES:
            break
    return png


class Picture:
    """A figure that is finished: drawn once, with a caption and a text for those who cannot see it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Drawn at 100 dots an inch, then let go.
    caption : str
        What to see in it; shown below.
    alt : str
        What it shows, for a screen reader, and where pictures are not shown.

    Raises
    ------
    ValueError
        Where caption or alt text is missing.

    Examples
    --------
    >>> import numpy as np
    >>> from cnnlib import plots
    >>> picture = plots.images(np.eye(3), caption="Ones on the diagonal.", alt="A diagonal line.")
    >>> picture
    [Figure] Ones on the diagonal. (A diagonal line.)
    """

    def __init__(self, figure, *, caption, alt):
        for name, text in (("caption", caption), ("alt", alt)):
            if not isinstance(text, str) or not text.strip():
                raise ValueError(
                    f"a figure needs a {name}, got {text!r}: say in a sentence what is to be seen"
                )
        self.caption = " ".join(caption.split())
        self.alt = " ".join(alt.split())
        self.png = _png(figure)

    def __repr__(self):
        return f"[Figure] {self.caption} ({self.alt})"

    def _repr_html_(self):
        source = base64.b64encode(self.png).decode("ascii")
        # White behind the drawing: axis labels stay readable in a dark notebook.
        return (
            '<figure class="cnnlib-figure" style="margin: 0.5em 0; max-width: 100%">'
            f'<img alt="{html.escape(self.alt)}" src="data:image/png;base64,{source}" '
            'style="max-width: 100%; height: auto; background: white; border-radius: 3px">'
            '<figcaption style="max-width: 46em; margin-top: 0.4em; line-height: 1.4; '
            f'font-style: italic">{html.escape(self.caption)}</figcaption></figure>'
        )

    def _repr_mimebundle_(self, include=None, exclude=None, **kwargs):
        return {"text/html": self._repr_html_(), "text/plain": repr(self)}

    def save(self, path):
        """Write the drawing to a PNG file.

        Parameters
        ----------
        path : str or pathlib.Path
            Ends in ``.png``.

        Raises
        ------
        ValueError
            Where the name ends otherwise.
        """
        path = Path(path)
        if path.suffix.lower() != ".png":
            raise ValueError(f"a figure is saved as PNG, so its name ends in .png: {path.name!r}")
        path.write_bytes(self.png)
