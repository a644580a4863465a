# Each target makes .venv first where it must; what the set-up says goes to standard error.
.PHONY: setup demo test check

PYTHON = $(firstword $(foreach name, python3 python3.14 python3.13 python3.12 python3.11, $(shell \
	$(name) -c 'import sys; sys.version_info >= (3, 11) and print("$(name)")' 2>/dev/null </dev/null)))
STAMP = .venv/.ready

setup: $(STAMP)
	@:

demo: $(STAMP)
	@.venv/bin/python -m bot demo

test: $(STAMP)
	@.venv/bin/python -m pytest -q -n auto

check: $(STAMP)
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy bot tests
	@.venv/bin/python -m bot check

# Once, and again when what it installs has changed.
$(STAMP): requirements-dev.txt pyproject.toml
	@{ set -e; \
		test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed"; exit 1; }; \
		echo "Setting up .venv, once:"; \
		$(PYTHON) -m venv .venv; \
		.venv/bin/python -m pip install --disable-pip-version-check --require-hashes -r requirements-dev.txt; \
		.venv/bin/python -m pip install --disable-pip-version-check --no-deps --no-build-isolation -e .; \
		touch $(STAMP); \
	} >&2 </dev/null
