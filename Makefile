# The habits of this project. Needs make, Python 3.11 or newer, and a package index; nothing else.
# Another Python: make demo PYTHON=python3.13

PYTHON ?= python3
VENV ?= .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
ACTIVATE := $(VENV)\Scripts\activate
else
BIN := $(VENV)/bin
ACTIVATE := . $(VENV)/bin/activate
endif
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Solver tests use one core each, so two files at a time; PYTEST_FLAGS= runs them one by one.
PYTEST_FLAGS ?= -n 2 --dist worksteal

SCENARIO := scenarios/implementoring-2013.yaml
PLAN := out/implementoring-2013.plan.json

.PHONY: help demo test soak lint format bench clean

help:
	@echo "make demo    plan the ImpleMentoring programme and write its calendars to out/"
	@echo "make test    run every test"
	@echo "make soak    plan thousands of random programmes, for hours; goes on where it was (SOAK_FLAGS=\"--count 100\")"
	@echo "make lint    style, types, layers, and generated pages that have fallen behind"
	@echo "make format  mend what lint can mend by itself"
	@echo "make bench   measure how fast the program starts and plans"
	@echo "make clean   remove everything that make has made"

# A stamp says that a step is done; it is repeated only when pyproject.toml has changed.
$(VENV)/stamp-package: pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'mentoring needs Python 3.11 or newer: make ... PYTHON=python3.x')"
	@echo "Installing mentoring and what it needs into $(VENV) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --upgrade "pip>=25.1"
	@$(PIP) install --editable .
	@touch $@

$(VENV)/stamp-dev: $(VENV)/stamp-package
	@echo "Installing the tools for tests and checks ..."
	@$(PIP) install --group dev
	@touch $@

demo: $(VENV)/stamp-package
	@mkdir -p out
	$(BIN)/mentoring plan $(SCENARIO) -o $(PLAN) --calendars out/calendars
	@echo 'To type mentoring by itself in this terminal: $(ACTIVATE)'

test: $(VENV)/stamp-dev
	$(BIN)/python -m pytest $(PYTEST_FLAGS)

soak: $(VENV)/stamp-dev
	$(BIN)/python -m tests.soak $(SOAK_FLAGS)

lint: $(VENV)/stamp-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(if $(wildcard scripts/generate.py),$(BIN)/python scripts/generate.py --check)

format: $(VENV)/stamp-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(if $(wildcard scripts/generate.py),$(BIN)/python scripts/generate.py)

bench: $(VENV)/stamp-package
	$(BIN)/python benchmarks/start_up.py
	$(BIN)/python benchmarks/planning.py

clean:
	rm -rf $(VENV) out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
