"""A notebook in real JupyterLab in headless Chromium: for tests, and to look at a lesson.

``python tests/jupyter_in_chromium.py NOTEBOOK FOLDER`` writes pictures of the whole notebook,
from top to bottom, into the folder. A notebook without outputs is run first.

The server is the one of ``make lab``, started in a copy of the course: nothing here is changed.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path
from urllib.parse import quote

import psutil
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 120  # seconds for what should take a few: machines are shared, kernels start slowly
A_LESSON = 300  # seconds for all cells of a lesson

# The whole notebook is on the page, also what is out of sight; and nobody asks about news.
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}

# Cells by id: the page itself does not name them.
CELL_INDEX = """id => [...jupyterapp.shell.currentWidget.content.model.cells]
    .findIndex(cell => cell.id === id)"""
IS_READY = """() => {
    const panel = window.jupyterapp?.shell.currentWidget;
    return panel?.context?.isReady && panel.sessionContext?.session?.kernel?.status === "idle";
}"""
RUN_ALL = """seconds => Promise.race([
    jupyterapp.commands.execute("notebook:run-all-cells"),
    new Promise((_, fail) => setTimeout(() => fail(new Error(
        `not all cells had run after ${seconds} s`)), 1000 * seconds)),
])"""
# Widgets draw themselves, and figures are decoded, after their cell has run.
ALL_IS_DRAWN = """() => [...document.images].every(image => image.complete)"""

# Of the part of the notebook that is in sight, and of all cells: below them there is empty space.
HEIGHTS = """pane => {
    pane.scrollTop = 0;
    const last = [...pane.querySelectorAll(".jp-Cell")].at(-1);
    const bottom = last.getBoundingClientRect().bottom - pane.getBoundingClientRect().top;
    return [pane.clientHeight, Math.ceil(bottom)];
}"""


def copy_course(folder, root=ROOT):
    """Copy what `make lab` serves, except cnnlib, which stays where it is installed.

    Parameters
    ----------
    folder : path-like
        Made here.
    root : path-like
        The course.

    Returns
    -------
    pathlib.Path
        The folder.
    """
    root, folder = Path(root), Path(folder)
    folder.mkdir(parents=True)
    for name in ("nbgrader_config.py", "pyproject.toml", "README.md"):
        shutil.copy(root / name, folder)
    for name in ("lessons", "solutions", "tools"):
        rest = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
        shutil.copytree(root / name, folder / name, ignore=rest)
    return folder


@contextmanager
def jupyterlab(course, home):
    """JupyterLab on a course, as `make lab` starts it, on a free port of this machine alone.

    Parameters
    ----------
    course : path-like
        With ``tools/lab.py``; a copy, since notebooks in it will be saved.
    home : path-like
        For settings, logs and all else that Jupyter would keep in the user's own folders.

    Yields
    ------
    str
        The server's address, ending in a slash. It asks for no token.

    Raises
    ------
    RuntimeError
        Where the server does not start; with what it said.
    """
    course, home = Path(course), Path(home)
    for name, settings in SETTINGS.items():
        file = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(settings), encoding="utf-8")
    folders = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    environment = os.environ | {f"JUPYTER_{name}": str(home / name.lower()) for name in folders}
    environment |= {
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    environment.pop("CNNLIB_STATIC", None)  # widgets are what is tried here
    command = [
        *(sys.executable, course / "tools" / "lab.py", "--no-browser"),
        *("--ServerApp.ip=127.0.0.1", f"--port={_free_port()}", "--IdentityProvider.token="),
        "--LabApp.expose_app_in_browser=True",
    ]
    log = home / "jupyterlab.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=environment
        )
    try:
        yield _address(server, home / "runtime_dir", log)
    finally:
        _stop(server)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _address(server, runtime, log):
    """The address that the server writes down when it listens (the port may be another)."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        for file in runtime.glob("jpserver-*.json"):
            try:
                return json.loads(file.read_text(encoding="utf-8"))["url"]
            except ValueError:
                pass  # half written
        time.sleep(0.1)
    said = log.read_text(encoding="utf-8", errors="replace")
    raise RuntimeError(f"JupyterLab did not start within {PATIENCE} s. It said:\n{said[-3000:]}")


def _stop(server):
    """End the server; it ends its kernels. What is left after a while is killed."""
    try:
        family = psutil.Process(server.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(20)
    _, alive = psutil.wait_procs(family, timeout=5)
    for process in alive:
        process.kill()


@contextmanager
def browser(executable):
    """Headless Chromium.

    Parameters
    ----------
    executable : str
        Its path.

    Yields
    ------
    playwright.sync_api.Browser
    """
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        try:
            yield chromium
        finally:
            chromium.close()


class OpenNotebook:
    """A notebook in JupyterLab, with its kernel started.

    Parameters
    ----------
    page : playwright.sync_api.Page
    address : str
        The server's.
    path : str
        The notebook's, below the server's root, with ``/``.
    trouble : pathlib.Path, optional
        Folder for a picture of the screen, in case that the notebook does not open.
    """

    def __init__(self, page, address, path, trouble=None):
        self.page = page
        self.path = path
        page.set_default_timeout(1000 * PATIENCE)
        with self.pictured(trouble) if trouble else nullcontext():
            page.goto(f"{address}lab/tree/{quote(path)}?reset")
            page.wait_for_function(IS_READY)

    def content(self):
        """The notebook as it is now, with outputs, as nbformat's JSON."""
        return self.page.evaluate("() => jupyterapp.shell.currentWidget.content.model.toJSON()")

    def code_cells(self):
        """The code cells as they are now, by id."""
        cells = self.content()["cells"]
        return {cell["id"]: cell for cell in cells if cell["cell_type"] == "code"}

    def cell(self, name):
        """Locator of the cell with an id; it is scrolled into view."""
        index = self.page.evaluate(CELL_INDEX, name)
        if index < 0:
            raise ValueError(f"no cell has the id {name!r} in {self.path}")
        located = self.page.locator(".jp-NotebookPanel:visible .jp-Notebook .jp-Cell").nth(index)
        located.scroll_into_view_if_needed()
        return located

    def output(self, name):
        """Locator of what is below the cell with an id."""
        return self.cell(name).locator(".jp-Cell-outputWrapper")

    def run_all(self):
        """Run all cells and wait until the last has ended."""
        self.page.evaluate(RUN_ALL, A_LESSON)
        self.page.wait_for_function(IS_READY)
        self.page.wait_for_function(ALL_IS_DRAWN)

    def write(self, name, source):
        """Replace a cell's source, with mouse and keyboard."""
        self.cell(name).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(source)

    def run(self, name):
        """Run one cell, with the keyboard, and wait until it has ended."""
        prompt = self.cell(name).locator(".jp-InputPrompt")
        before = prompt.inner_text()
        self.cell(name).locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_function(
            "([prompt, before]) => /\\d/.test(prompt.innerText) && prompt.innerText !== before",
            arg=[prompt.element_handle(), before],
        )

    def validate(self):
        """Click nbgrader's button Validate.

        Returns
        -------
        str
            What its dialogue says; the dialogue is closed.
        """
        self.page.locator(".jp-NotebookPanel:visible .validate-button").click()
        dialogue = self.page.locator(".nbgrader-SuccessDialog, .nbgrader-ErrorDialog")
        dialogue.wait_for(timeout=1000 * A_LESSON)
        said = dialogue.inner_text()
        dialogue.get_by_role("button").last.click()
        dialogue.wait_for(state="detached")
        return said

    @contextmanager
    def pictured(self, folder):
        """Add to an error that is raised meanwhile a picture of what was on the screen.

        Parameters
        ----------
        folder : pathlib.Path
            Where the picture goes.
        """
        try:
            yield
        except BaseException as error:
            file = folder / "jupyterlab.png"
            try:
                self.page.screenshot(path=file)
                error.add_note(f"what was on the screen: {file}")
            except PlaywrightError as another:
                error.add_note(f"there is no picture of the screen: {another}")
            raise

    def pictures(self, folder, overlap=60):
        """Pictures of the whole notebook, from top to bottom, each as high as the window.

        Parameters
        ----------
        folder : path-like
            Made where it is missing; pictures that an earlier call left there are removed.
        overlap : int
            Pixels of one picture that the next shows again.

        Returns
        -------
        list of pathlib.Path
        """
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("[0-9][0-9].png"):
            old.unlink()
        self.page.evaluate("() => jupyterapp.shell.collapseLeft()")
        self.page.mouse.move(0, 0)
        pane = self.page.locator(".jp-NotebookPanel:visible .jp-WindowedPanel-outer")
        height, end = pane.evaluate(HEIGHTS)
        files = []
        for top in range(0, end - overlap, height - overlap):
            pane.evaluate("(pane, top) => { pane.scrollTop = top; }", top)
            files.append(folder / f"{len(files) + 1:02}.png")
            pane.screenshot(path=files[-1])
        return files


def page_pictures(notebook, folder, executable, size=(1000, 1400)):
    """Pictures of a notebook as JupyterLab shows it; one without outputs is run first.

    Parameters
    ----------
    notebook : path-like
    folder : path-like
        Where the pictures go: 01.png, 02.png, ...
    executable : str
        Path of Chromium.
    size : (int, int)
        Width and height of the window, in pixels.

    Returns
    -------
    list of pathlib.Path
    """
    notebook = Path(notebook)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        course = copy_course(Path(temporary) / "course")
        shutil.copy(notebook, course)
        viewport = dict(zip(("width", "height"), size, strict=True))
        with (
            jupyterlab(course, Path(temporary) / "home") as address,
            browser(executable) as chromium,
        ):
            opened = OpenNotebook(chromium.new_page(viewport=viewport), address, notebook.name)
            if not any(cell["outputs"] for cell in opened.code_cells().values()):
                opened.run_all()
            return opened.pictures(folder)


def main(notebook, folder):
    from conftest import find_chromium

    for file in page_pictures(notebook, folder, find_chromium()):
        print(file)


if __name__ == "__main__":
    main(*sys.argv[1:])
