"""What all widgets have in common: how they are displayed, with a browser and without."""

import sys
from pathlib import Path

import anywidget

from cnnlib.progress import is_static

_HERE = Path(__file__).parent


def browser_code(*names):
    """A widget's JavaScript and CSS, each with what all widgets share before it."""
    return tuple(
        "\n".join((_HERE / f"{part}.{kind}").read_text("utf-8") for part in ("base", *names))
        for kind in ("js", "css")
    )


class LessonWidget(anywidget.AnyWidget):
    """A widget with a figure in its place where no browser is attached."""

    # ipywidgets 7 displays through this method, past the bundle below; version 8 has none.
    _ipython_display_ = None

    def open(self):
        """Connect to the browser, unless widgets are displayed as figures."""
        if not is_static():
            super().open()

    def static(self):
        """The widget as a figure, in its present state.

        Returns
        -------
        cnnlib.plots.Picture
        """
        raise NotImplementedError

    def state(self):
        """What the widget shows, as plain data.

        Returns
        -------
        dict
        """
        raise NotImplementedError

    def _repr_mimebundle_(self, **kwargs):
        figure = self.static()._repr_mimebundle_()
        if is_static() or self.comm is None:
            return figure
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        # JupyterLab, Notebook and nbconvert rank the live view above HTML. Of Colab that is not
        # documented, so the figure is not offered there.
        offered = ("text/plain",) if "google.colab" in sys.modules else ("text/plain", "text/html")
        return data | {kind: figure[kind] for kind in offered}, metadata
