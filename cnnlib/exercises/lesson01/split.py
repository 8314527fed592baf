"""The exercise `split`: a picture cut into patches, and put together again by `join`."""

from cnnlib import images
from cnnlib.check import Case, Exercise, Law, Mistake, Part
from cnnlib.exercises.lesson01.shared import assert_for_raise, constant_answer, whole_numbers


def _split_by(image, rows, cols):
    height, width, *channels = image.shape
    return image.reshape(rows, height // rows, cols, width // cols, *channels)


def _grid_swapped(image, grid):
    return images.split(image, (grid[1], grid[0]))


def _patches_transposed(image, grid):
    return images.split(image, grid).swapaxes(0, 1)


def _no_swap(image, grid):
    return _split_by(image, *grid)


def _reshape_only(image, grid):
    rows, cols = grid
    height, width, *channels = image.shape
    return image.reshape(rows, cols, height // rows, width // cols, *channels)


def _grid_as_size(image, grid):
    return images.split(image, (image.shape[0] // grid[0], image.shape[1] // grid[1]))


def _one_row(image, grid):
    patches = images.split(image, grid)
    return patches.reshape(-1, *patches.shape[2:])


def _rest_cut_off(image, grid):
    rows, cols = grid
    height, width = image.shape[0] // rows * rows, image.shape[1] // cols * cols
    return images.split(image[:height, :width], grid)


def _grey_only_split(image, grid):
    height, width = image.shape  # ValueError: too many values to unpack
    return images.split(image, grid)


def _grey_only_reshape(image, grid):
    (rows, cols), (height, width) = grid, image.shape[:2]
    return image.reshape(rows, height // rows, cols, width // cols).swapaxes(1, 2)


def _grey_only_join(patches):
    rows, cols, height, width = patches.shape
    return images.join(patches)


def _corners(image, grid):
    """Four equal patches only: what a split into 2 x 2 that was written out gives."""
    half_height, half_width = image.shape[0] // 2, image.shape[1] // 2
    return images.split(image[: 2 * half_height, : 2 * half_width], (2, 2))


def _joined_without_swap(patches):
    rows, cols, height, width, *channels = patches.shape
    return patches.reshape(rows * height, cols * width, *channels)


def _joined_transposed(patches):
    return images.join(patches.swapaxes(0, 1))


def _joined_turned_patches(patches):
    return images.join(patches.swapaxes(2, 3))


_SAYS_NO_SWAP = (
    "reshape cuts the numbers up in the order in which they lie in memory: row after row of the "
    "whole picture. A patch, however, has rows that are not neighbours in memory."
)

split = Exercise(
    "lesson01.split",
    functions={"split": images.split, "join": images.join},
    parts=(
        Part(
            "split",
            2,
            (
                Case(whole_numbers(2, 6), (1, 3), note="one row of three patches"),
                Case(whole_numbers(4, 6), (2, 3), note="2 x 3 patches of 2 x 2 pixels"),
                Case(whole_numbers(2, 4, 3), (1, 2), note="colour, (H, W, 3)"),
            ),
        ),
        Part(
            "join",
            1,
            (
                Case(
                    images.split(whole_numbers(2, 6), (1, 3)),
                    function="join",
                    note="three patches of 2 x 2 pixels in a row",
                ),
                Case(
                    images.split(whole_numbers(2, 4, 3), (1, 2)),
                    function="join",
                    note="colour, (rows, columns, h, w, 3)",
                ),
            ),
        ),
        Part(
            "inverse of each other",
            1,
            (
                Law(
                    "join(split(image, grid)) equals image",
                    lambda f, image, grid: f.join(f.split(image, grid)),
                    lambda f, image, grid: image,
                    whole_numbers(4, 6),
                    (2, 3),
                ),
            ),
            needs=("split", "join"),
        ),
        Part(
            "bad input",
            1,
            (Case(whole_numbers(5, 4), (2, 2), note="5 rows cannot be cut into 2 equal parts"),),
            needs=("split",),
        ),
    ),
    mistakes=(
        Mistake(
            "rows and columns of the grid swapped",
            {"split": _grid_swapped},
            "You took the grid for (columns, rows). It is (rows, columns), like every shape in "
            "NumPy.",
            "rows, cols = grid",
        ),
        Mistake(
            "patches at the wrong place",
            {"split": _patches_transposed},
            "The patches are right, but rows and columns of the grid are swapped in the result: "
            "patches[i, j] must be the patch in row i and column j.",
            "Put the axis of the rows first.",
        ),
        Mistake(
            "grid taken for the size of a patch",
            {"split": _grid_as_size},
            "You took the grid for the size of one patch. It says how many patches there are: "
            "(rows, columns).",
            "A patch has H / rows rows and W / cols columns.",
        ),
        Mistake(
            "reshape without the transpose",
            {"split": _reshape_only},
            "The shape is right, but the pixels are not. " + _SAYS_NO_SWAP,
            "First reshape to (rows, h, cols, w), then swap the two axes in the middle.",
        ),
        Mistake(
            "axes not swapped",
            {"split": _no_swap},
            "Your axes are (rows, h, cols, w). That is the right first step; the two in the "
            "middle still have to change places.",
            "Then swapaxes(1, 2).",
        ),
        Mistake(
            "patches in one row",
            {"split": _one_row},
            "Your patches stand in one long row, so join cannot know the grid.",
            "Keep two axes for the grid: (rows, cols, h, w).",
        ),
        Mistake(
            "always 2 x 2",
            {"split": _corners},
            "Your function cuts into 2 x 2 patches whatever the grid is.",
            "Use the two numbers in grid.",
        ),
        Mistake(
            "remainder cut off",
            {"split": _rest_cut_off},
            "Where the grid does not divide the picture, you drop the last rows or columns, and "
            "nobody is told that pixels are gone.",
            "Raise a ValueError when H % rows or W % cols is not 0.",
        ),
        Mistake(
            "join without the swap",
            {"join": _joined_without_swap},
            "join: the shape is right, but the pixels are not. You only reshaped, so each patch "
            "is laid out as if it were a strip of the picture.",
            "First swap the axes (rows, cols, h, w) to (rows, h, cols, w), then reshape.",
        ),
        Mistake(
            "join transposed",
            {"join": _joined_transposed},
            "join puts the patches at transposed places: what belongs in row i and column j is "
            "in row j and column i.",
            "Join the columns of one row of patches first, then the rows.",
        ),
        Mistake(
            "patches transposed in join",
            {"join": _joined_turned_patches},
            "The patches are in their places, but each is transposed: its rows became columns.",
            "Only the axes 1 and 2 change places.",
        ),
        *(
            Mistake(
                "only grey",
                models,
                "This works for grey pictures only. A colour picture has one axis more, at the "
                "end, which just comes along.",
                "height, width, *channels = image.shape takes both; *channels goes to the end of "
                "the shape in reshape.",
            )
            for models in (
                {"split": _grey_only_split},
                {"split": _grey_only_reshape},
                {"join": _grey_only_join},
                {"split": _grey_only_split, "join": _grey_only_join},
            )
        ),
        Mistake(
            "both only reshaped",
            {"split": _reshape_only, "join": _joined_without_swap},
            "Your join does undo your split, but both only reshape, so the patches are not pieces "
            "of the picture. " + _SAYS_NO_SWAP,
            "First reshape to (rows, h, cols, w), then swap the two axes in the middle.",
        ),
        assert_for_raise(split=images.split, join=images.join),
        constant_answer(split=images.split(whole_numbers(2, 6), (1, 3)), join=whole_numbers(2, 6)),
    ),
    hints=(
        "Draw a 4 x 6 picture and mark which rows and columns patch (0, 1) takes.",
        "Give every row index two parts: which patch, and which row in it. A reshape to "
        "(rows, h, cols, w) does that. Then bring the two grid axes to the front.",
        "image.reshape(rows, h, cols, w).swapaxes(1, 2); join does the same backwards. Colour "
        "adds one axis at the end: *image.shape[2:].",
    ),
    ready_made=(
        "cnnlib.images.split",
        "cnnlib.images.join",
        "skimage.util.view_as_blocks",
        "skimage.util.montage",
    ),
)
