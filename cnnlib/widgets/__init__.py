"""The interactive parts of the lessons.

Each function makes a widget that a notebook displays by itself. Python computes, the browser only
shows: what a widget says is in its traits and in ``state()``, with or without a browser. With the
environment variable ``CNNLIB_STATIC=1``, and where no browser is attached, a widget is displayed
as the figure that its ``static()`` makes.
"""

from cnnlib.widgets.augmentation_wall import AugmentationWall, augmentation_wall
from cnnlib.widgets.convolution_stepper import Stepper, stepper
from cnnlib.widgets.cost_explorer import CostExplorer, cost_explorer
from cnnlib.widgets.depth_explorer import DepthExplorer, depth_explorer
from cnnlib.widgets.feature_map import FeatureMap, feature_map
from cnnlib.widgets.gradient_flow import GradientFlow, gradient_flow
from cnnlib.widgets.moving_digit import DigitMover, digit_mover
from cnnlib.widgets.pixels import PixelInspector, pixel_inspector
from cnnlib.widgets.receptive_fields import ReceptiveFieldExplorer, receptive_field_explorer
from cnnlib.widgets.shape_laboratory import ShapeLaboratory, shape_laboratory
from cnnlib.widgets.training_dashboard import TrainingDashboard, training_dashboard

__all__ = [
    "AugmentationWall",
    "CostExplorer",
    "DepthExplorer",
    "DigitMover",
    "FeatureMap",
    "GradientFlow",
    "PixelInspector",
    "ReceptiveFieldExplorer",
    "ShapeLaboratory",
    "Stepper",
    "TrainingDashboard",
    "augmentation_wall",
    "cost_explorer",
    "depth_explorer",
    "digit_mover",
    "feature_map",
    "gradient_flow",
    "pixel_inspector",
    "receptive_field_explorer",
    "shape_laboratory",
    "stepper",
    "training_dashboard",
]
