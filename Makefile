# Hansa: every target sets up what it needs in .venv, from nothing but Python 3.11+ and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
ARGS ?=

.PHONY: help install demo web test lint bench conformance image soak train clean

help:
	@echo "make demo     read the sample statements, answer three questions, serve on port 8000"
	@echo "make test     run every test       make lint   types, style and layers"
	@echo "make web      build the workbench and GraphiQL with npm, for browsers (demo and test do so too)"
	@echo "make install  only set up .venv    make bench  measure speed and quality"
	@echo "make conformance  standard suites of SPARQL and GraphQL, and real clients (ARGS: the suites' folder)"
	@echo "make image    run the build stage of the Dockerfile in an empty folder, and serve from it (ARGS: the folder)"
	@echo "make soak     let a data directory live through random faults (ARGS: minutes, seed)"
	@echo "make train    fit names, relations and confidences again on the annotated statements"

install: $(VENV)/.run

web: $(VENV)/.node
	@$(BIN)/python -m api.web.build

# Whatever becomes of the pages' scripts, all else goes on without them.
demo: $(VENV)/.run
	@$(MAKE) --no-print-directory web || true
	@$(BIN)/hansa demo $(ARGS)

test: $(VENV)/.dev
	@$(MAKE) --no-print-directory web || true
	@$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

lint: $(VENV)/.dev $(VENV)/.node
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m api.web.build --check

bench: $(VENV)/.dev
	@$(BIN)/python -m tests.benchmarks $(ARGS)

conformance: $(VENV)/.dev
	@$(BIN)/python -m tests.conformance $(ARGS)

image: $(VENV)/.dev
	@$(BIN)/python -m tests.packaging $(ARGS)

soak: $(VENV)/.dev
	@$(BIN)/python -m tests.soak $(ARGS)

train: $(VENV)/.dev
	@$(BIN)/python -m ingest.training $(ARGS)

clean:
	rm -rf $(VENV) api/static api/web/node_modules build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# A broken or half-made .venv has no pip: made again. The two checks give one sentence each,
# where Python's own answer would be a page.
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Hansa needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "Python's venv module is missing; on Debian or Ubuntu run: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)

# Build isolation would fetch an unpinned backend, so the pinned one is installed first.
$(VENV)/.run: $(BIN)/pip pyproject.toml constraints.txt
	@echo "Setting up $(VENV) (about a minute) ..." >&2
	@$(PIP) install -c constraints.txt pip hatchling editables
	@$(PIP) install -c constraints.txt --no-build-isolation -e .
	@touch $@

# Node.js of the machine, or from PyPI where it has none.
$(VENV)/.node: $(VENV)/.run
	@command -v npm >/dev/null || $(PIP) install -c constraints.txt --group node
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	@$(PIP) install -c constraints.txt --group dev
	@touch $@
