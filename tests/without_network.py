"""Runs a Python module with the network cut: ``python without_network.py MODULE [ARGUMENTS]``.

Where the system has network namespaces, in an empty one of its own (``unshare``); elsewhere with
sockets that refuse every address but the loopback ones.
"""

import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

BLOCKER = """
import socket
_connect = socket.socket.connect
def _local_only(self, address):
    host = address[0] if isinstance(address, tuple) else ""
    if host and not host.startswith("127.") and host not in ("localhost", "::1"):
        raise OSError(f"the network is cut: {address}")
    return _connect(self, address)
socket.socket.connect = _local_only
socket.socket.connect_ex = lambda self, address: _local_only(self, address) or 0
"""


def has_namespaces():
    """Whether a process may have a network of its own here."""
    if not shutil.which("unshare"):
        return False
    return subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode == 0


def run(arguments, **options):
    """Run this Python with arguments and no network; as `subprocess.run`."""
    if has_namespaces():
        inside = ["unshare", "-rn", sys.executable, __file__, "--loopback", *arguments]
        return subprocess.run(inside, **options)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "sitecustomize.py").write_text(BLOCKER, encoding="utf-8")
        environment = {**(options.pop("env", None) or os.environ), "PYTHONPATH": folder}
        return subprocess.run([sys.executable, *arguments], env=environment, **options)


def _bring_loopback_up():
    """A new namespace's loopback device is down; a kernel speaks through it."""
    import fcntl

    set_flags, is_up = 0x8914, 0x1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as device:
        fcntl.ioctl(device, set_flags, struct.pack("16sh14x", b"lo", is_up))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--loopback"]:
        _bring_loopback_up()
        os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
    sys.exit(run(sys.argv[1:]).returncode)
