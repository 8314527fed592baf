# The course's commands. `make help` lists them.
#
# Each begins with `set-up`, which makes .venv where it is missing and takes a second where it is
# not. All paths are relative, and Python's programs are started as modules (python -m ...), so
# that a checkout may lie in a folder with a space in its name.

PY = .venv/bin/python

# Where it is set, each of the many interpreters that the tests start would compile cnnlib anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL = help
.PHONY: help set-up lab test lessons solutions grade lock test-colab bench clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/make \1|\2/p' Makefile | \
		while IFS='|' read -r name does; do printf '%-18s %s\n' "$$name" "$$does"; done

set-up: ## only make or mend .venv (PYTHON=python3.12 chooses the Python)
	@sh tools/set-up.sh $(firstword $(MAKECMDGOALS))

lab: set-up ## open JupyterLab on lessons/ (ARGS="--port 9000" for its options)
	@$(PY) tools/lab.py $(ARGS)

test: set-up ## every check of the course (ARGS="-k images" for pytest's options)
	@$(PY) tools/test.py $(ARGS)

lessons: set-up ## write lessons/ anew from solutions/
	@$(PY) -m cnnlib.grading.release $(ARGS)

solutions: set-up ## execute the notebooks in solutions/ anew
	@$(PY) -m cnnlib.grading.execute $(ARGS)

grade: set-up ## grade a class: LESSON=03-convolution-by-hand, and FROM=folder or zip of hand-ins
	@test -n "$(LESSON)" || { echo 'which? make grade LESSON=03-convolution-by-hand' >&2; exit 2; }
	@$(PY) -m cnnlib.grading.grade "$(LESSON)" $(if $(FROM),"$(FROM)") $(ARGS)

lock: set-up ## renew requirements.lock and environment.yml from pyproject.toml (ARGS=--upgrade)
	@$(PY) -m uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--python $(PY) --generate-hashes --no-annotate --no-emit-index-url \
		--custom-compile-command 'make lock' --quiet --output-file requirements.lock $(ARGS)
	@$(PY) tools/environment_yml.py

test-colab: set-up ## execute everything with Colab's versions (needs a Python 3.13)
	@$(PY) tests/colab/run.py $(ARGS)

bench: set-up ## what is measured: imports, operations beside torch's, loading, training, signs, augmentation
	@$(PY) benchmarks/import_time.py
	@$(PY) benchmarks/functional.py
	@$(PY) benchmarks/data_loading.py
	@$(PY) benchmarks/training.py
	@$(PY) benchmarks/signs.py
	@$(PY) benchmarks/augment.py

clean: ## remove what can be made again: environments, caches, builds (never a student's work)
	@rm -rf .venv .venv-colab .ruff_cache .pytest_cache .hypothesis .benchmarks build dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
