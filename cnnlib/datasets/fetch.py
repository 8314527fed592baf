"""Download one file: with a bar, a time-out, several tries, and a hash check at the end."""

import contextlib
import logging
from pathlib import Path

from cnnlib.progress import is_static

TIMEOUT = (10, 30)  # seconds: to reach the server, and then between two pieces
RETRIES = 2  # more than the first try, at each address


class NotFetched(Exception):
    """No address gave the file; the message says, of each, why."""


def fetch(addresses, md5, folder):
    """Put a file into a folder, unless it is there and right.

    The file comes under another name and gets its own only after the hash was checked: one that
    broke off is never taken for a whole one.

    Parameters
    ----------
    addresses : iterable of str
        Of the same file, tried in this order.
    md5 : str
    folder : path-like

    Returns
    -------
    pathlib.Path
        Named as at the end of the address.

    Raises
    ------
    NotFetched
        If no address gives a file with this hash.
    """
    from requests.exceptions import RequestException

    failures = []
    for address in addresses:
        try:
            return _retrieve(address, md5, folder)
        except (RequestException, ValueError) as error:  # a ValueError is pooch's wrong hash
            failures.append(f"{address}: {_in_words(error)}")
    raise NotFetched("\n".join(failures))


def _retrieve(address, md5, folder):
    import pooch

    name = address.rsplit("/", 1)[1]
    registry = pooch.create(
        path=folder,
        base_url="",
        registry={name: f"md5:{md5}"},
        urls={name: address},
        retry_if_failed=RETRIES,
    )
    with _quiet(pooch.get_logger()):
        return Path(registry.fetch(name, downloader=_download))


def _download(address, file, registry):
    """What pooch calls at each try."""
    import pooch

    with _bar(address) as bar:
        pooch.HTTPDownloader(progressbar=bar, timeout=TIMEOUT)(address, file, registry)


def _bar(address):
    if is_static():
        return contextlib.nullcontext(False)
    from tqdm.auto import tqdm

    # A bar whose total is 0 counts as False, and pooch would not use it; it sets the true one.
    return tqdm(desc=address.rsplit("/", 1)[1], total=1, unit="B", unit_scale=True, leave=False)


@contextlib.contextmanager
def _quiet(logger):
    """Without a line on stderr for each file."""
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)


def _in_words(error):
    """What happened, for people: the libraries' own messages are a line of nested objects."""
    from requests import exceptions

    if isinstance(error, exceptions.Timeout) or "timed out" in str(error):
        return "no answer in time"
    if isinstance(error, exceptions.HTTPError):
        return f"the server answers {error.response.status_code} {error.response.reason}"
    if isinstance(error, exceptions.ChunkedEncodingError):
        return "the connection broke off"
    if isinstance(error, exceptions.ConnectionError):
        return "no connection"
    if isinstance(error, ValueError) and "hash" in str(error):
        return "what comes is not the right file (its MD5 hash is another)"
    return f"{type(error).__name__}: {error}"
