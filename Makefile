# The words of daily work. CI runs the same ones.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Written last, so that an installation that was broken off is started again.
READY := $(VENV)/.ready
# A file of tests stays in one process; the long proofs and the measurements run alone. A process that dies ends the run:
# the one that would replace it waits for work that is never handed out.
BOTH_CORES := --numprocesses 2 --dist loadfile --max-worker-restart 0
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo up test quick verify drill lint bench

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY) ## a province with its real communes, one directive on its way down, alerts included
	@$(BIN)/thac demo

up: $(READY) ## everything one machine needs: Temporal, worker and API on the data folder THAC_HOME
	@$(BIN)/thac up

test: $(READY) ## every test but the long proofs and the measurements
	$(BIN)/pytest $(BOTH_CORES) -m "not verify and not bench"

quick: $(READY) ## the tests to run after each change, a few minutes
	$(BIN)/pytest $(BOTH_CORES) -m "not slow and not verify and not bench"

verify: $(READY) ## the long proofs: kills, a quarter of a year, a whole province
	$(BIN)/pytest -m verify

drill: $(READY) ## a national year in half an hour, everything killed again and again, then the audit
	$(BIN)/python -m tests.drill --seed 20261129

lint: $(READY) ## rules, format, types and the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict
	$(BIN)/lint-imports

bench: $(READY) ## the measurements, each beside its floor
	$(BIN)/python -m tests.bench

$(READY): requirements/dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Thác needs Python 3.11 or newer; name one: make PYTHON=python3.12")'
	@echo "Installing the locked packages into $(VENV) (once; half a minute or so) ..."
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) 2>/dev/null \
		|| { $(PYTHON) -m venv --clear --without-pip $(VENV) && $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; }
	@$(BIN)/pip install --quiet --require-hashes --requirement requirements/dev.lock
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
