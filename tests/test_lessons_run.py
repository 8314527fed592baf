"""Every lesson, unsolved and solved, runs with the network cut; the solved one within its time."""

import json
from pathlib import Path

import pytest
import without_network

ROOT = Path(__file__).resolve().parents[1]
LESSON_BUDGET = 60  # units of the calibration loop: seconds on the machine of the budgets
CELL_BUDGET = 20


def notebooks(folder):
    found = sorted((ROOT / folder).glob("*/*.ipynb"))
    return pytest.mark.parametrize("path", found, ids=lambda path: path.stem)


def run_offline(path):
    """Execute a notebook without a network: its times, in units. Fails where a cell raises."""
    done = without_network.run(
        [str(ROOT / "tests" / "run_lesson.py"), str(path)],
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    result = json.loads(done.stdout.splitlines()[-1])
    print(f"{path.stem}: {result['seconds']:.1f} s, a unit is {result['unit']:.2f} s")
    return result


@pytest.mark.slow
@notebooks("lessons")
def test_lesson_when_unsolved_and_offline_then_no_cell_raises(path):
    assert run_offline(path)["cells"]


@pytest.mark.timing
@notebooks("solutions")
def test_solution_when_offline_then_within_its_time_budget(path):
    units = run_offline(path)["cells"]
    slow = {name: round(taken, 1) for name, taken in units.items() if taken > CELL_BUDGET}
    assert slow == {}
    assert 0 < sum(units.values()) <= LESSON_BUDGET


def test_notebooks_when_listed_then_there_are_some():
    names = {
        folder: sorted(p.stem for p in (ROOT / folder).glob("*/*.ipynb"))
        for folder in ("lessons", "solutions")
    }
    assert names["lessons"] == names["solutions"] != []


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
