# One runner for people and CI. `make` alone says what there is.

PYTHON ?= python3
BIN := .venv/bin
# -qq: errors only
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
STAMP := .venv/.installed

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo test check format schema bench clean

help: ## show these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(STAMP) ## make .venv with the pinned packages and this project in it

$(STAMP): requirements-dev.txt pyproject.toml
	@echo "installing into .venv (first time: about a minute)"
	@rm -f $@
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) install --require-hashes --requirement requirements-dev.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

demo: install ## a whole year in seconds, in out/demo/
	@$(BIN)/aarshjul demo

test: install ## all tests
	@$(BIN)/python -m pytest --numprocesses auto --dist loadscope

check: install ## format, lint, types and layers; changes nothing
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: install ## format the code and mend what ruff can
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

schema: install ## write schema/ from the models
	$(BIN)/python -m bot.schema

bench: install ## measure against the peers
	$(BIN)/python -m benchmarks

clean: ## remove .venv, caches and out/ (never state/ or in/)
	rm -rf .venv out build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info
	find bot tests benchmarks -type d -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
