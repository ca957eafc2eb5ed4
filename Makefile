# Every target works from a clean clone with Python 3.11 to 3.13, make and a package registry.
PYTHON ?= python3
VENV := .venv
CHECKOV := .venv-checkov
BIN := $(VENV)/bin
# One more than there are cores, because rehearsed applies mostly wait. A file stays on one worker: its tests share dear things.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')
# What examples and tests that run Checkov take, wherever they run it.
export GUARDRAILS_CHECKOV_PYTHON ?= $(CURDIR)/$(CHECKOV)/bin/python
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test browser checkov bench docs plans clean
.DEFAULT_GOAL := demo

# The question of the README, asked of every account of the reference organization.
# A denial is an answer, not a failure.
demo: $(VENV)/run.stamp
	$(BIN)/guardrails simulate ec2:RunInstances p3.16xlarge

# Everything that CI runs.
test: $(VENV)/dev.stamp $(CHECKOV)/run.stamp browser
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict guardrails scripts
	$(BIN)/lint-imports
	$(BIN)/python scripts/build_schemas.py --check
	$(BIN)/python scripts/build_mappings.py --check
	$(BIN)/python scripts/build_mapping_accuracy.py --check
	$(BIN)/python scripts/build_docs.py --check
	$(BIN)/python scripts/build_capabilities.py --check
	$(BIN)/python scripts/build_rehearsal_docs.py --check
	$(BIN)/guardrails trace --write docs/requirements.md --check
	$(BIN)/python scripts/build_rules.py --check
	$(BIN)/python scripts/build_examples.py --check
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# A browser for the tests that look at the HTML report: installed where there is none and we may. Without one, those
# tests are skipped, or fail where CI is set.
browser:
	@for name in "$$CHROMIUM" chromium chromium-browser google-chrome google-chrome-stable; do \
	  if [ -n "$$name" ] && command -v "$$name" > /dev/null; then exit 0; fi; \
	done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-liberation > /dev/null; \
	else \
	  echo "no Chromium on PATH: the tests of the HTML report are skipped"; \
	fi || echo "Chromium could not be installed: the tests of the HTML report are skipped"

# Guardrails, Checkov and cfn-lint in one environment of their own: Checkov holds networkx, packaging and others down to
# versions that the development tools are long past.
checkov: $(CHECKOV)/run.stamp

# Figures beside their bars; nothing fails here, for time is not a test.
bench: $(VENV)/dev.stamp $(CHECKOV)/run.stamp
	$(BIN)/python tests/benchmarks/bench.py

# Rewrites everything that is generated from what stands in the repository.
docs: $(VENV)/dev.stamp $(CHECKOV)/run.stamp
	$(BIN)/python scripts/build_schemas.py
	$(BIN)/python scripts/build_mappings.py
	$(BIN)/python scripts/build_mapping_accuracy.py
	$(BIN)/python scripts/build_docs.py
	$(BIN)/python scripts/build_capabilities.py
	$(BIN)/python scripts/build_rehearsal_docs.py
	$(BIN)/python scripts/build_rules.py
	$(BIN)/guardrails trace --write docs/requirements.md
	$(BIN)/python scripts/build_examples.py

# Rewrites the committed plans with the real AWS provider, and makes the large ones for benchmarks. Needs Terraform.
plans: $(VENV)/dev.stamp
	$(BIN)/python scripts/build_plans.py
	$(BIN)/python scripts/build_rule_plans.py
	$(BIN)/python scripts/build_plans.py --large

clean:
	rm -rf $(VENV) $(CHECKOV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/run.stamp: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/dev.stamp: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/run.stamp

$(CHECKOV)/run.stamp: pyproject.toml constraints-checkov.txt
	test -x $(CHECKOV)/bin/python || $(PYTHON) -m venv $(CHECKOV)
	$(CHECKOV)/bin/python -m pip --disable-pip-version-check --quiet install -c constraints-checkov.txt -e '.[checkov,cfn]'
	@touch $@

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
