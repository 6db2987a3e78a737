# make demo | test | check | bench — everything happens in .venv, made on first use.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8080
# The tests wait more than they compute: more of them at once than there are cores.
WORKERS ?= 4

.PHONY: demo test check bench kill clean

demo: $(VENV)/.installed
	$(BIN)/linli demo --port $(PORT)

test: $(VENV)/.installed-dev check
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/linli rules check

# The alert's story killed at fifty random instants on each database; the tests kill it at two.
kill: $(VENV)/.installed-dev
	LINLI_KILLS=50 $(BIN)/pytest -q -s --timeout 3000 tests/e2e/test_kill.py -k random_instants

bench: $(VENV)/.installed-dev
	$(BIN)/python -m tests.bench

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Linli needs Python 3.11 or newer, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet -c constraints.txt -e .
	touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev]'
	touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache
