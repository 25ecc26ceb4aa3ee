# Ringmaster's chores. `make help` lists them.

PYTHON ?= python3
BIN    := .venv/bin
# Tests wait for processes, servers and a browser: two workers more than there are cores. What they compile
# once, the next run need not.
WORKERS ?= $(shell $(PYTHON) -c "import os; print((os.cpu_count() or 1) + 2)")
LOCK   := uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11

.PHONY: help venv demo test check docs lock audit bench soak clean
.DEFAULT_GOAL := help

help:  ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

venv: .venv/.program  ## Make .venv with the program in it

demo: venv  ## Start the bot in the playground, at http://127.0.0.1:8765
	$(BIN)/ringmaster demo

test: .venv/.dev  ## Run the tests, on every core
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n $(WORKERS) --dist worksteal $(ARGS)

check: .venv/.dev  ## Format, lint, types, imports, and docs up to date
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/ringmaster docs --check

docs: venv  ## Write the generated parts of README.md, .env.example and manifest.yml
	$(BIN)/ringmaster docs

lock: .venv/.dev  ## Resolve the dependencies again, with hashes
	$(BIN)/$(LOCK) pyproject.toml --output-file requirements.txt --custom-compile-command "make lock"
	$(BIN)/$(LOCK) pyproject.toml --extra otel --constraint requirements.txt --output-file requirements-otel.txt --custom-compile-command "make lock"
	$(BIN)/$(LOCK) pyproject.toml --group dev --extra charts --extra otel --constraint requirements-otel.txt --output-file requirements-dev.txt --custom-compile-command "make lock"
	$(BIN)/$(LOCK) --group pyproject.toml:audit --constraint requirements-dev.txt --output-file requirements-audit.txt --custom-compile-command "make lock"

audit: .venv/.program .venv/audit/.tools  ## Look for known holes in the requirements, and list the parts
	rm -f .venv/audit/found.json
	PYTHONWARNINGS=ignore .venv/audit/bin/cyclonedx-py requirements requirements-otel.txt --pyproject pyproject.toml --output-reproducible --output-file ringmaster.cdx.json
	-.venv/audit/bin/pip-audit --requirement requirements-otel.txt --require-hashes --disable-pip --progress-spinner off --format json --output .venv/audit/found.json
	$(BIN)/python -m tests.audit .venv/audit/found.json

bench: .venv/.dev  ## Measure, variants side by side
	$(BIN)/python -m tests.bench $(ARGS)

soak: .venv/.dev  ## Kill processes, take services away, read nonsense: count what is lost
	$(BIN)/python -m tests.soak $(ARGS)
	SOAK=1 $(BIN)/pytest tests/following/test_order.py

clean:  ## Remove what the targets made
	rm -rf .venv ringmaster.cdx.json .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

.venv/.python:
	$(PYTHON) -m venv .venv
	touch $@

.venv/.program: .venv/.python requirements.txt pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

.venv/.dev: .venv/.program requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	touch $@

.venv/audit/.tools: .venv/.python requirements-audit.txt
	$(PYTHON) -m venv .venv/audit
	.venv/audit/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-audit.txt
	touch $@
