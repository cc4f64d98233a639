# Two commands for a newcomer: `make demo` and `make test`. CI calls the same targets (.ci/run).

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: demo test docs lint types imports rules format lock audit bench bench-short chaos clean help

help:  ## Show what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.run  ## Run the whole thing on feeds it ships, for about a minute
	$(BIN)/treatywatch demo

test: $(VENV)/.dev  ## Run the whole test suite
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder  # the harness of kills comes early and runs beside the rest

lint: $(VENV)/.dev  ## Check style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev  ## Check types
	$(BIN)/mypy

imports: $(VENV)/.dev  ## Check that imports point down only, and that each library has one door
	$(BIN)/lint-imports

rules: $(VENV)/.run  ## Check the shipped rules and run their examples
	$(BIN)/treatywatch check rules

docs: $(VENV)/.dev  ## Build the documentation's site strictly: a broken link fails
	$(BIN)/zensical build --strict --clean

format: $(VENV)/.dev  ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

audit: $(VENV)/.dev  ## Look for known vulnerabilities in the locked parts, and list the parts (CycloneDX)
	@mkdir -p dist
	$(BIN)/python .ci/audit
	$(BIN)/cyclonedx-py requirements requirements.lock --of JSON -o dist/sbom.cdx.json

chaos: $(VENV)/.dev  ## Kill the worker several hundred times and count what was lost or told twice (ten minutes)
	$(BIN)/python -m tests.chaos --kills 400 --seed 7

bench: $(VENV)/.dev  ## Measure everything, beside its peers (docs/performance.md; half an hour)
	$(BIN)/python -m benchmarks

bench-short: $(VENV)/.dev  ## See in a minute or two that no benchmark is broken; no time fails
	$(BIN)/python -m benchmarks --short

lock: $(VENV)/.dev  ## Remake the locks from pyproject.toml
	$(BIN)/uv pip compile -q pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -o requirements.lock
	$(BIN)/uv pip compile -q pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -o requirements-dev.lock

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Treatywatch needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

clean:  ## Remove what was installed and built
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
