"""Sets in the data root: read if whole, and else fetched from a server, here one on this machine.

The server is good, bad or slow as a test wants it. Nothing asks the network.
"""

import functools
import gzip
import hashlib
import http.server
import io
import os
import pickle
import socket
import tarfile
import threading
import warnings

import numpy as np
import pytest
import torch
import torchvision

from cnnlib import datasets
from cnnlib.datasets import fetch, mnist
from cnnlib.datasets.downloaded import SETS

COUNTS = {"train": 6, "t10k": 3}


def idx(array):
    """A file in MNIST's format: 0, 0, 8 (bytes), the number of axes, their lengths, the values."""
    lengths = np.array(array.shape, dtype=">i4").tobytes()
    return bytes([0, 0, 8, array.ndim]) + lengths + array.astype(np.uint8).tobytes()


def mnist_arrays():
    rng = np.random.default_rng(0)
    arrays = {}
    for part, count in COUNTS.items():
        arrays[f"{part}-images-idx3-ubyte"] = rng.integers(0, 256, (count, 28, 28))
        arrays[f"{part}-labels-idx1-ubyte"] = rng.integers(0, 10, count)
    return arrays


def put(folder, files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def md5(content):
    return hashlib.md5(content).hexdigest()


# a server that does as it is told


class Server(http.server.ThreadingHTTPServer):
    """Gives `files`; `behaviour` says of a name what to do at its first, second, ... request."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.files, self.behaviour, self.asked = {}, {}, []
        self.address = f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, request, client_address):
        """A client that waits no longer is no news."""


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.rsplit("/", 1)[1]
        turn = self.server.asked.count(name)
        self.server.asked.append(name)
        what = self.server.behaviour.get(name, [])
        what = what[min(turn, len(what) - 1)] if what else "right"
        content = self.server.files.get(name)
        if content is None or what == "refuse":
            self.send_error(404 if content is None else 503)
            return
        if what == "slow":
            threading.Event().wait(1)  # time.sleep is taken away below
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if what == "half":
            content = content[: len(content) // 2]
        if what == "other":
            content = bytes(len(content))
        self.wfile.write(content)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server(monkeypatch):
    """Runs during a test; tries follow each other without a pause, and it may be slow for 0.5 s."""
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        monkeypatch.setattr("pooch.core.time.sleep", lambda seconds: None)
        monkeypatch.setattr(fetch, "TIMEOUT", 0.5)
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.setenv(name, "127.0.0.1")
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def root(monkeypatch, tmp_path):
    """A data root that is not there yet."""
    monkeypatch.setenv("CNNLIB_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def small(monkeypatch):
    """MNIST with 6 and 3 images."""
    monkeypatch.setattr(mnist, "COUNTS", COUNTS)
    return mnist_arrays()


@pytest.fixture
def served(server, small, monkeypatch):
    """The same from the server, under torchvision's names, with the hashes to match."""
    packed = {f"{name}.gz": gzip.compress(idx(array)) for name, array in small.items()}
    server.files = packed
    for kind in (torchvision.datasets.MNIST, torchvision.datasets.FashionMNIST):
        monkeypatch.setattr(kind, "mirrors", [server.address])
        monkeypatch.setattr(kind, "resources", [(n, md5(c)) for n, c in packed.items()])
    return server


def same_as(arrays, data):
    parts = (("train", data.train), ("t10k", data.test))
    for part, split in parts:
        np.testing.assert_array_equal(split.images[:, 0], arrays[f"{part}-images-idx3-ubyte"])
        np.testing.assert_array_equal(split.labels, arrays[f"{part}-labels-idx1-ubyte"])
    return True


# MNIST, in the data root


def test_load_when_mnist_is_in_the_data_root_then_its_images_and_no_request(small, root):
    put(root / "MNIST" / "raw", {name: idx(array) for name, array in small.items()})
    assert datasets.is_here("mnist")
    data = datasets.load("mnist", download=False)
    assert same_as(small, data)
    assert (data.train.images.shape, data.max_value) == ((6, 1, 28, 28), 255)
    data.train.images[:] = 0  # a copy: files stay


def test_load_when_mnist_is_missing_and_no_download_then_error_says_what_is_and_what_is_not(
    small, root
):
    with pytest.raises(FileNotFoundError) as error:
        datasets.load("mnist", download=False)
    assert type(error.value) is datasets.MissingData
    message = str(error.value)
    assert f"MNIST is not in {root}. download=False was asked for" in message
    assert "CNNLIB_DATA" in message
    assert "Sets that are here: 'digits', 'signs', 'glyphs', and your own" in message
    assert not root.exists()
    assert not datasets.is_here("mnist")


def test_load_when_one_file_is_missing_then_error_names_it_alone(small, root):
    put(root / "MNIST" / "raw", {name: idx(array) for name, array in small.items()})
    (root / "MNIST" / "raw" / "t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(datasets.MissingData, match=": t10k-labels-idx1-ubyte is missing. downl"):
        datasets.load("mnist", download=False)


def test_load_when_another_set_is_whole_then_the_error_names_it(small, root):
    put(root / "FashionMNIST" / "raw", {name: idx(array) for name, array in small.items()})
    with pytest.raises(
        datasets.MissingData, match="here: 'digits', 'signs', 'glyphs', 'fashion-mnist'"
    ):
        datasets.load("mnist", download=False)


BROKEN = {
    "cut at the end": (lambda file, array: file[:-1], "is half"),
    "cut in the header": (lambda file, array: file[:6], "does not begin like an IDX file"),
    "empty": (lambda file, array: b"", "does not begin like an IDX file"),
    "a web page": (lambda file, array: b"<!DOCTYPE html>" * 999, "does not begin like an IDX"),
    "still packed": (lambda file, array: gzip.compress(file), "does not begin like an IDX file"),
    "one byte more": (lambda file, array: file + b"0", "is too long"),
    "one image less": (lambda file, array: idx(array[1:]), "has . (images|labels) instead of ."),
}


@pytest.mark.parametrize("file", ["train-images-idx3-ubyte", "t10k-labels-idx1-ubyte"])
@pytest.mark.parametrize("how", BROKEN)
def test_load_when_a_file_is_broken_then_it_is_named_and_not_read(how, file, small, root):
    breaks, says = BROKEN[how]
    files = {name: idx(array) for name, array in small.items()}
    files[file] = breaks(files[file], small[file])
    put(root / "MNIST" / "raw", files)
    assert not datasets.is_here("mnist")
    with pytest.raises(datasets.MissingData, match=f"MNIST is not whole in .*: {file} {says}"):
        datasets.load("mnist", download=False)


@pytest.mark.parametrize(
    ("file", "array", "says"),
    [
        ("train-labels-idx1-ubyte", np.full(6, 10), "has the label 10; labels go from 0 to 9"),
        ("t10k-images-idx3-ubyte", np.zeros((3, 28, 28)), "has nothing but zeros in its last"),
        ("t10k-images-idx3-ubyte", np.ones((3, 28, 27)), r"has images of the size \(28, 27\)"),
        ("t10k-images-idx3-ubyte", np.ones(3), "does not begin like an IDX file"),
    ],
)
def test_load_when_values_cannot_be_mnists_then_the_file_is_named_and_not_read(
    file, array, says, small, root
):
    files = {name: idx(values) for name, values in (small | {file: array}).items()}
    put(root / "MNIST" / "raw", files)
    with pytest.raises(datasets.MissingData, match=f"{file} {says}"):
        datasets.load("mnist", download=False)


# MNIST, downloaded


@pytest.mark.parametrize("name", ["mnist", "fashion-mnist"])
def test_load_when_downloaded_then_the_images_and_torchvision_reads_the_same_files(
    name, served, small, root, capfd
):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        data = datasets.load(name)
    assert same_as(small, data)
    assert data.name == name
    kind = getattr(torchvision.datasets, SETS[name].title)
    for is_train, split in ((True, data.train), (False, data.test)):
        theirs = kind(root, train=is_train, download=False)
        assert torch.equal(theirs.data, split.images[:, 0])
        assert torch.equal(theirs.targets, split.labels)
    assert sorted(served.asked) == sorted(f"{file}.gz" for file in small)
    assert "INFO" not in capfd.readouterr().err


def test_load_when_downloaded_before_then_nothing_is_asked_for(served, small, root):
    datasets.load("mnist")
    served.asked.clear()
    assert same_as(small, datasets.load("mnist"))
    assert served.asked == []


def test_load_when_the_packed_files_are_there_then_they_are_unpacked_without_a_request(
    served, small, root
):
    put(root / "MNIST" / "raw", served.files)
    assert same_as(small, datasets.load("mnist"))
    assert served.asked == []


BAD_STARTS = ["refuse", "half", "other", "slow"]


@pytest.mark.parametrize("bad", BAD_STARTS)
def test_load_when_the_server_fails_twice_then_the_third_try_is_taken(bad, served, small, root):
    name = "train-labels-idx1-ubyte.gz"
    served.behaviour[name] = [bad, bad, "right"]
    assert same_as(small, datasets.load("mnist"))
    assert served.asked.count(name) == 3


SAYS = {
    "refuse": "the server answers 503",
    "half": "the connection broke off|is not the right file",
    "other": "is not the right file",
    "slow": "no answer in time",
}


@pytest.mark.parametrize("bad", BAD_STARTS)
def test_load_when_the_server_always_fails_then_error_says_how_and_no_file_stays(
    bad, served, small, root
):
    served.behaviour["train-labels-idx1-ubyte.gz"] = [bad]
    with pytest.raises(datasets.MissingData) as error:
        datasets.load("mnist")
    assert f"{served.address}train-labels-idx1-ubyte.gz: " in str(error.value)
    assert any(says in str(error.value) for says in SAYS[bad].split("|"))
    assert "Sets that are here: 'digits', 'signs'" in str(error.value)
    left = sorted(path.name for path in (root / "MNIST" / "raw").iterdir())
    assert left == ["train-images-idx3-ubyte", "train-images-idx3-ubyte.gz"]


def test_load_when_the_first_mirror_fails_then_the_second_is_asked(
    served, small, root, monkeypatch
):
    dead = socket.socket()
    dead.bind(("127.0.0.1", 0))  # and nobody listens
    mirrors = [f"http://127.0.0.1:{dead.getsockname()[1]}/", served.address]
    monkeypatch.setattr(torchvision.datasets.MNIST, "mirrors", mirrors)
    assert same_as(small, datasets.load("mnist"))
    monkeypatch.setattr(torchvision.datasets.MNIST, "mirrors", mirrors[:1])
    for path in (root / "MNIST" / "raw").iterdir():
        path.unlink()
    with pytest.raises(datasets.MissingData, match="no connection"):
        datasets.load("mnist")
    dead.close()


def test_load_when_a_file_is_half_then_only_that_is_fetched_again_and_the_old_one_is_kept(
    served, small, root
):
    files = {name: idx(array) for name, array in small.items()}
    half = "train-images-idx3-ubyte"
    put(root / "MNIST" / "raw", files | {half: files[half][:999]})
    with pytest.warns(UserWarning, match=f"fetched again, .*{half} is half") as warned:
        data = datasets.load("mnist")
    assert warned[0].filename == __file__
    assert same_as(small, data)
    assert served.asked == [f"{half}.gz"]
    assert (root / "MNIST" / "raw" / f"{half}.broken").read_bytes() == files[half][:999]


def test_load_when_a_packed_file_is_half_then_it_is_fetched_again(served, small, root):
    half = "train-images-idx3-ubyte.gz"
    put(root / "MNIST" / "raw", {half: served.files[half][:99]})
    assert same_as(small, datasets.load("mnist"))
    assert (root / "MNIST" / "raw" / half).read_bytes() == served.files[half]


def test_load_when_what_was_downloaded_is_not_the_set_then_error_and_nothing_is_read(
    served, small, root, monkeypatch
):
    monkeypatch.setattr(mnist, "COUNTS", {"train": 60_000, "t10k": 10_000})
    with pytest.raises(datasets.MissingData, match="What was downloaded is not what it should be"):
        datasets.load("mnist")


def test_load_when_the_data_root_is_a_file_then_error_names_it_and_the_variable(
    served, small, root
):
    root.write_text("not a folder")
    with pytest.raises(PermissionError, match="nothing can be written into") as error:
        datasets.load("mnist")
    assert str(root) in str(error.value)
    assert "CNNLIB_DATA" in str(error.value)
    assert served.asked == []


@pytest.mark.skipif(
    os.name == "nt" or getattr(os, "geteuid", lambda: 1)() == 0,
    reason="nobody may be kept from writing here",
)
def test_load_when_the_data_root_is_protected_then_error_unless_the_set_is_whole(
    served, small, root
):
    raw = root / "MNIST" / "raw"
    put(raw, {name: idx(array) for name, array in small.items()})
    raw.chmod(0o500)
    try:
        assert same_as(small, datasets.load("mnist"))
        raw.chmod(0o700)
        (raw / "train-labels-idx1-ubyte").unlink()
        raw.chmod(0o500)
        with pytest.raises(PermissionError, match="nothing can be written into"):
            datasets.load("mnist")
    finally:
        raw.chmod(0o700)


# the bar


def bars_of(load, monkeypatch):
    """What the bars were told: of each, (its text, the total, how far it came)."""
    import tqdm.auto

    made = []

    class Bar(tqdm.auto.tqdm):
        def __init__(self, *args, **options):
            super().__init__(*args, file=io.StringIO(), **options)
            made.append(self)

    monkeypatch.setattr(tqdm.auto, "tqdm", Bar)
    load()
    return [(bar.desc, bar.total, bar.n) for bar in made]


def test_load_when_downloading_then_a_bar_for_each_file_counts_its_bytes(served, root, monkeypatch):
    monkeypatch.delenv("CNNLIB_STATIC", raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    bars = bars_of(functools.partial(datasets.load, "mnist"), monkeypatch)
    assert bars == [(name, len(content), len(content)) for name, content in served.files.items()]


def test_load_when_static_then_no_bar_and_nothing_on_stderr(served, root, monkeypatch, capfd):
    monkeypatch.setenv("CNNLIB_STATIC", "1")
    assert bars_of(functools.partial(datasets.load, "mnist"), monkeypatch) == []
    assert capfd.readouterr() == ("", "")


# CIFAR-10


@pytest.fixture
def cifar(server, monkeypatch):
    """CIFAR-10 with 2 images in each of its 6 files, from the server."""
    kind, rng = torchvision.datasets.CIFAR10, np.random.default_rng(0)
    files, names = {}, [f"data_batch_{number}" for number in range(1, 6)]
    for name in (*names, "test_batch"):
        images = rng.integers(0, 256, (2, 3072), dtype=np.uint8)
        content = {"data": images, "labels": rng.integers(0, 3, 2).tolist()}
        files[name] = pickle.dumps(content)
    files["batches.meta"] = pickle.dumps({"label_names": ["bird", "cat", "frog"]})
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"{kind.base_folder}/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    server.files["cifar-10-python.tar.gz"] = packed.getvalue()
    monkeypatch.setattr(kind, "url", f"{server.address}cifar-10-python.tar.gz")
    monkeypatch.setattr(kind, "tgz_md5", md5(packed.getvalue()))
    monkeypatch.setattr(kind, "train_list", [[name, md5(files[name])] for name in names])
    monkeypatch.setattr(kind, "test_list", [["test_batch", md5(files["test_batch"])]])
    meta = {**kind.meta, "md5": md5(files["batches.meta"])}
    monkeypatch.setattr(kind, "meta", meta)
    return files


def test_load_when_cifar10_is_downloaded_then_the_images_that_torchvision_reads(cifar, root):
    assert not datasets.is_here("cifar10")
    data = datasets.load("cifar10")
    assert datasets.is_here("cifar10")
    assert data.class_names == ("bird", "cat", "frog")
    assert (len(data.train), len(data.test)) == (10, 2)
    first = pickle.loads(cifar["data_batch_1"])
    np.testing.assert_array_equal(data.train.images[:2].flatten(1), first["data"])
    assert data.train.labels[:2].tolist() == first["labels"]
    theirs = torchvision.datasets.CIFAR10(root, train=False, download=False)
    np.testing.assert_array_equal(data.test.images.permute(0, 2, 3, 1), theirs.data)


def test_load_when_a_pickle_is_half_then_it_is_unpacked_again_from_the_archive(cifar, server, root):
    datasets.load("cifar10")
    server.asked.clear()
    path = root / "cifar-10-batches-py" / "data_batch_3"
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.warns(UserWarning, match="data_batch_3 is half or broken"):
        data = datasets.load("cifar10")
    assert path.read_bytes() == cifar["data_batch_3"]
    assert len(data.train) == 10
    assert server.asked == []


def test_load_when_a_pickle_is_another_program_then_it_is_not_run(cifar, root):
    datasets.load("cifar10")

    class Harm:
        def __reduce__(self):
            return (os.mkdir, (str(root / "harm"),))

    (root / "cifar-10-batches-py" / "batches.meta").write_bytes(pickle.dumps(Harm()))
    (root / "cifar-10-python.tar.gz").unlink()
    with pytest.raises(datasets.MissingData, match="batches.meta is half or broken"):
        datasets.load("cifar10", download=False)
    assert not (root / "harm").exists()


# the real lists


@pytest.mark.parametrize("name", SETS)
def test_sets_when_torchvision_has_other_lists_then_this_course_has_to_follow(name):
    kind = getattr(torchvision.datasets, SETS[name].title)
    if name == "cifar10":
        files = [file for file, _ in kind.train_list + kind.test_list]
        assert len(files) == 6
        assert kind.url.endswith(".tar.gz")
    else:
        files = [file.removesuffix(".gz") for file, _ in kind.resources]
        parts = ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")
        assert sorted(files) == sorted(f"{part}-ubyte" for part in parts)
        assert all(mirror.endswith("/") for mirror in kind.mirrors)


def test_load_when_real_mnist_is_in_the_data_root_then_as_torchvision_reads_it():
    if not datasets.is_here("mnist"):
        pytest.skip("no MNIST in the data root")
    data = datasets.load("mnist", download=False)
    for is_train, split in ((True, data.train), (False, data.test)):
        theirs = torchvision.datasets.MNIST(datasets.data_root(), train=is_train, download=False)
        assert torch.equal(theirs.data, split.images[:, 0])
        assert torch.equal(theirs.targets, split.labels)
    assert (len(data.train), len(data.test)) == (60_000, 10_000)
    assert torch.allclose(data.mean, torch.tensor(0.1307), atol=1e-4)
    assert torch.allclose(data.std, torch.tensor(0.3081), atol=1e-4)
