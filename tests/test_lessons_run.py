"""Every lesson, unsolved and solved, runs with the network cut and within its time budget."""

import json
from pathlib import Path

import pytest
import without_network

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted(
    path
    for folder in ("lessons", "solutions")
    for path in (ROOT / folder).glob("*/*.ipynb")
    if ".ipynb_checkpoints" not in path.parts
)
LESSON_BUDGET = 60  # units of the calibration loop: seconds on the machine of the budgets
CELL_BUDGET = 20


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def run(request):
    """One notebook, executed offline: its times, and the cells that raised."""
    done = without_network.run(
        [str(ROOT / "tests" / "run_lesson.py"), str(request.param)],
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    result = json.loads(done.stdout.splitlines()[-1])
    print(f"{request.param.name}: {result['seconds']:.1f} s, unit {result['unit']:.2f} s")
    return result


@pytest.mark.slow
def test_lesson_when_network_is_cut_then_no_cell_raises(run):
    assert run["cells"]
    assert run["errors"] == []


@pytest.mark.slow
def test_lesson_when_executed_then_within_the_time_budget(run):
    slow = {name: round(units, 1) for name, units in run["cells"].items() if units > CELL_BUDGET}
    assert slow == {}
    assert sum(run["cells"].values()) <= LESSON_BUDGET


def test_network_when_cut_then_nothing_outside_is_reached_and_loopback_is():
    program = (
        "import socket\n"
        "server = socket.create_server(('127.0.0.1', 0))\n"
        "socket.create_connection(server.getsockname(), 1).close()\n"
        "try:\n"
        "    socket.create_connection(('192.0.2.1', 80), 3)\n"
        "except TimeoutError:\n"
        "    print('sent')\n"
        "except OSError:\n"
        "    print('cut')\n"
    )
    done = without_network.run(["-c", program], capture_output=True, text=True)
    assert done.stdout == "cut\n", done.stderr


def test_network_when_no_namespaces_then_sockets_are_blocked(monkeypatch):
    monkeypatch.setattr(without_network, "has_namespaces", lambda: False)
    program = (
        "import socket\n"
        "try:\n"
        "    socket.create_connection(('192.0.2.1', 80), 3)\n"
        "except OSError as error:\n"
        "    print(error)\n"
    )
    done = without_network.run(["-c", program], capture_output=True, text=True)
    assert "the network is cut" in done.stdout
