"""Every figure of the course.

Each function returns a `Picture`: a finished figure with a caption and alt text, which a notebook
shows by itself. Colours come from one palette that colour-blind readers can tell apart.
"""

from cnnlib.plots.channels import filters_and_maps
from cnnlib.plots.charts import bars, curves, histogram
from cnnlib.plots.classification import confusion_matrix, mistakes
from cnnlib.plots.compositions import pixel_sheet, predictions
from cnnlib.plots.diagrams import connections
from cnnlib.plots.dots import dots
from cnnlib.plots.intervals import intervals
from cnnlib.plots.layers import layer_costs, receptive_field
from cnnlib.plots.matrices import numbers, weights
from cnnlib.plots.neighbourhoods import neighbourhood
from cnnlib.plots.nets import net_costs, published_results
from cnnlib.plots.photographs import boxes_on_image, images, planes
from cnnlib.plots.picture import Picture
from cnnlib.plots.scaling import scaling
from cnnlib.plots.sliding import film, signals
from cnnlib.plots.sound import waveform_and_spectrogram
from cnnlib.plots.stacked import stacked_windows
from cnnlib.plots.style import PALETTE
from cnnlib.plots.training import training_curves
from cnnlib.plots.training_sheet import training_sheet

__all__ = [
    "PALETTE",
    "Picture",
    "bars",
    "boxes_on_image",
    "confusion_matrix",
    "connections",
    "curves",
    "dots",
    "film",
    "filters_and_maps",
    "histogram",
    "images",
    "intervals",
    "layer_costs",
    "mistakes",
    "neighbourhood",
    "net_costs",
    "numbers",
    "pixel_sheet",
    "planes",
    "predictions",
    "published_results",
    "receptive_field",
    "scaling",
    "signals",
    "stacked_windows",
    "training_curves",
    "training_sheet",
    "waveform_and_spectrogram",
    "weights",
]
