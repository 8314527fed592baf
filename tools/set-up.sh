#!/bin/sh
# Makes .venv and keeps it equal to requirements.lock. `make` calls it before everything else.
#
# Ready means that .venv/set-up.stamp holds this place, this Python and this lock. The stamp is
# written last, so an interrupted set-up leaves a .venv without one, and that is made anew. A
# moved or copied checkout is made anew too: a virtual environment has its own path inside.
#
# PYTHON=python3.12 chooses the Python; without it the first that works is taken.
set -eu

cd "$(dirname "$0")/.."

python=.venv/bin/python
stamp=.venv/set-up.stamp
export UV_HTTP_TIMEOUT="${UV_HTTP_TIMEOUT:-300}" # torch is large, and student networks are slow
export UV_PYTHON_DOWNLOADS=never # the Python is chosen here, not by uv
# As pip does: half a minute here, and each `import torch` afterwards takes a third of the time
# (always so where PYTHONDONTWRITEBYTECODE is set, and elsewhere the first time).
export UV_COMPILE_BYTECODE=1
unset PYTHONHOME PYTHONPATH VIRTUAL_ENV CONDA_PREFIX

say() { echo "set-up: $*" >&2; }

# What is wrong with the Python "$1" for making a .venv; nothing where it will do.
complaint() {
    # A shim of a version manager may exist and still not run, so it is run.
    "$1" -c '' 2>/dev/null || { echo "does not run"; return; }
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        { echo "is $("$1" -V 2>&1), older than 3.11"; return; }
    "$1" -c 'import venv, ensurepip' 2>/dev/null ||
        echo "has no venv module (on Debian and Ubuntu: apt install python3-venv)"
}

choose_python() {
    if [ -n "${PYTHON:-}" ]; then
        set -- "$PYTHON"
    else
        set -- python3.13 python3.12 python3.11 python3
    fi
    tried=
    for candidate in "$@"; do
        command -v "$candidate" >/dev/null 2>&1 || continue
        wrong=$(complaint "$candidate")
        [ -n "$wrong" ] || { echo "$candidate"; return; }
        tried="$tried
  $candidate $wrong"
    done
    say "the course needs Python 3.11 or newer, with its venv module, and found none:${tried:-
  there is no ${PYTHON:-python3}}
Install one, or name it: make $goal PYTHON=/path/to/python3"
    exit 1
}

# What the environment is made from. Another value means another environment.
fingerprint() {
    pwd -P
    "$python" -VV
    cksum requirements.lock pyproject.toml tools/set-up.sh
}

# Everything of the lock is there, in its version, and cnnlib. (Offline, about 0.1 s. Asking for
# no more than that leaves alone what a student has installed beside it.)
complete() {
    "$python" -m uv pip install --python "$python" --dry-run --offline --no-deps \
        --require-hashes -r requirements.lock 2>&1 | grep -q 'no changes' &&
        "$python" -c 'import importlib.util as u, sys; sys.exit(u.find_spec("cnnlib") is None)'
}

# A .venv can be kept where it works, is at home here, and is of the Python that was asked for.
usable() {
    [ -f "$stamp" ] && [ "$(head -n 1 "$stamp")" = "$(pwd -P)" ] &&
        [ -z "$(complaint "$python")" ] && "$python" -m uv --version >/dev/null 2>&1 || return 1
    [ -z "${PYTHON:-}" ] || [ "$("$PYTHON" -VV 2>&1)" = "$("$python" -VV)" ]
}

# uv comes from the lock too, so that pip can check its hash; the rest uv installs much faster.
install_uv() {
    sed -n '/^uv==/,/[^\\]$/p' requirements.lock >.venv/uv.txt
    "$python" -m pip install --quiet --disable-pip-version-check --no-deps \
        --require-hashes -r .venv/uv.txt
}

# uv does not read pip's configuration; a mirror that is named there is named for uv as well.
follow_pip() {
    [ -z "${UV_DEFAULT_INDEX:-}" ] || return 0
    mirror=${PIP_INDEX_URL:-$("$python" -m pip config get global.index-url 2>/dev/null || true)}
    [ -z "$mirror" ] || export UV_DEFAULT_INDEX="$mirror"
}

goal=${1:-lab}
if usable; then
    [ "$(fingerprint)" = "$(cat "$stamp")" ] && complete && exit 0
    say "bringing .venv up to requirements.lock"
else
    chosen=$(choose_python)
    [ ! -e .venv ] || say ".venv is unfinished, broken or from elsewhere: making it anew"
    say "making .venv with $("$chosen" -V) (about 5 GB on Linux; minutes, the first time)"
    rm -rf .venv
    "$chosen" -m venv .venv
fi

rm -f "$stamp"
"$python" -m uv --version >/dev/null 2>&1 || install_uv
follow_pip
"$python" -m uv pip sync --python "$python" --quiet --require-hashes requirements.lock
# The lock has the build backend: nothing is fetched that it does not name.
"$python" -m uv pip install --python "$python" --quiet --no-deps --no-build-isolation \
    --reinstall-package cnnlib --editable .
fingerprint >"$stamp"
say "ready"
