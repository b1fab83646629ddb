# make demo: everything set up, the seed county graded, the report printed.   make test: every test, against the real engine.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test test-full test-security check bench schema client lock clean

demo: .venv/ready
	@$(BIN)/graph-service demo

test: .venv/ready
	@$(BIN)/graph-service doctor --quiet
	@$(BIN)/pytest -n 2

# The same with many more random worlds, graphs and questions; takes hours.
test-full: .venv/ready
	@$(BIN)/graph-service doctor --quiet
	@GRAPH_SERVICE_TEST_EXTENT=full $(BIN)/pytest -n 2

# The proofs of docs/security.md in full; they take hours.
test-security: .venv/ready
	@GRAPH_SERVICE_TEST_EXTENT=full $(BIN)/pytest tests/audit tests/access tests/sealing tests/test_crash.py $(addprefix tests/api/test_,$(PROOFS))

PROOFS := staying.py audited.py check_lists.py hostile.py noninterference.py visibility.py break_glass.py changes_by_role.py

check: .venv/ready
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/pyright
	@$(BIN)/lint-imports
	@$(BIN)/deptry .
	@$(BIN)/typos
	@$(BIN)/graph-service schema --since schema.graphql

bench: .venv/ready
	@$(BIN)/python -m benchmarks

# schema.graphql as the code has it; first what breaks for clients of the one before.
schema: .venv/ready
	@$(BIN)/graph-service schema --since schema.graphql || true
	@$(BIN)/graph-service schema > schema.graphql

# The Python client, from schema.graphql and the operations in graph_service/api/queries.
client: .venv/ready
	@rm -rf clients/python/graph_service_client
	@cd clients/python && PYTHONPATH=. $(CURDIR)/$(BIN)/ariadne-codegen

# Versions are pinned in requirements.lock; `make lock` renews them.
.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "graph-service needs Python 3.11 or newer; run: make PYTHON=/path/to/python3.11")'
	@echo "Setting up .venv …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip install --quiet --require-hashes -r requirements.lock
	@VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip install --quiet --no-deps -e . -e clients/python
	@touch $@

lock: .venv/ready
	@$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-header --extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf .venv .graph-service
