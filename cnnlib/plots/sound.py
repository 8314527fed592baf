"""A sound, as the sequence that it is, and as the image that can be made of it."""

import numpy as np

from cnnlib.plots.picture import Picture
from cnnlib.plots.style import PALETTE, new_figure, styled


@styled
def waveform_and_spectrogram(waveform, spectrogram, *, sample_rate, caption, alt=None):
    """A waveform above its spectrogram, over the same time axis.

    Parameters
    ----------
    waveform : (T,) ndarray
        Sound pressure, in any unit.
    spectrogram : (F, frames) ndarray
        Loudness in decibels: row 0 is 0 Hz, the last row half the sample rate.
    sample_rate : float
        Samples per second, in Hz.
    caption, alt : str
        As for `Picture`.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        Where the waveform is not 1D, or the spectrogram not 2D.

    Examples
    --------
    >>> import numpy as np
    >>> tone = np.sin(np.arange(800) / 4)
    >>> waveform_and_spectrogram(
    ...     tone, np.zeros((33, 20)), sample_rate=8000, caption="A tone."
    ... ).alt
    'A waveform of 800 samples in 0.1 seconds; its spectrogram of 33 frequencies by 20 times.'
    """
    waveform, spectrogram = np.asarray(waveform), np.asarray(spectrogram)
    if waveform.ndim != 1 or spectrogram.ndim != 2:
        raise ValueError(
            "a waveform is (T,), a spectrogram (F, frames); the shapes are "
            f"{waveform.shape} and {spectrogram.shape}"
        )
    seconds = len(waveform) / sample_rate
    figure, axes = new_figure(5.8, 3.7, 2, 1, sharex=True, height_ratios=(1, 1.6))
    above, below = axes[:, 0]
    above.plot(
        np.arange(len(waveform)) / sample_rate, waveform, color=PALETTE["blue"], linewidth=0.5
    )
    above.set(ylabel="pressure", title=f"waveform, shape {waveform.shape}")
    shown = below.imshow(
        spectrogram,
        origin="lower",
        aspect="auto",
        cmap="gray",
        interpolation="nearest",
        extent=(0, seconds, 0, sample_rate / 2000),
    )
    below.set(
        xlabel="time (s)",
        ylabel="frequency (kHz)",
        title=f"spectrogram, shape {spectrogram.shape}",
    )
    figure.colorbar(shown, ax=below, label="loudness (dB)", pad=0.02)
    if alt is None:
        alt = (
            f"A waveform of {len(waveform)} samples in {seconds:g} seconds; its spectrogram of "
            f"{spectrogram.shape[0]} frequencies by {spectrogram.shape[1]} times."
        )
    return Picture(figure, caption=caption, alt=alt)
