# Each target makes .venv first where it must; what the set-up says goes to standard error.
.PHONY: setup demo test check bench load torture conversations fuzz

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
	@.venv/bin/bandit --quiet --recursive --configfile pyproject.toml bot
	@PYTHONPATH=tests .venv/bin/python -m supply.audit requirements.txt requirements-dev.txt
	@.venv/bin/python -m bot check

# Ratios taken in one run on this machine; the retriever compared with needs libraries of its own.
bench: $(STAMP)
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt >&2
	@PYTHONPATH=tests .venv/bin/python -m bench.answers
	@PYTHONPATH=tests .venv/bin/python -m bench.learning
	@PYTHONPATH=tests .venv/bin/python -m bench.demands
	@PYTHONPATH=tests .venv/bin/python -m bench.companies
	@PYTHONPATH=tests .venv/bin/python -m bench.memory
	@PYTHONPATH=tests .venv/bin/python -m bench.reloading
	@PYTHONPATH=tests .venv/bin/python -m bench.many
	@PYTHONPATH=tests .venv/bin/python -m bench.turns

# A burst of 5,000 updates and a steady 30 a second; PRIVASI_LOAD_SECONDS=600 makes it ten minutes.
load: $(STAMP)
	@PYTHONPATH=tests .venv/bin/python -m bench.burst

# Ten thousand random conversations; `make test` has two hundred.
conversations: $(STAMP)
	@PRIVASI_CONVERSATIONS=10000 .venv/bin/python -m pytest -q -n auto tests/services/test_conversations.py

# More than a million inputs, each led by the code that those before it reached; RUNS=intake:5000 for one part.
RUNS = intake:800000 texts:120000 knowledge:50000 forms:40000 answering:20000
fuzz: $(STAMP)
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-fuzz.txt >&2
	@set -e; for each in $(RUNS); do echo "$$each"; \
		PYTHONPATH=.:tests .venv/bin/python -m fuzz $${each%:*} $${each#*:} 2>&1 | tail -n 1; done

# Every seam of a turn and any instant, killed for real, on both databases: long. Prints figures;
# PRIVASI_KILLS and PRIVASI_SEED choose how many and which.
torture: $(STAMP)
	@PRIVASI_SWEEP=1 .venv/bin/python -m pytest -q -s tests/edge/test_crash.py tests/edge/test_mutants.py tests/edge/test_kill_points.py tests/edge/test_unwritable.py tests/edge/test_torture.py tests/edge/test_torture_many.py

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
