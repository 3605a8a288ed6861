# `make serve` and `make test` set up everything they need in .venv.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PEERS := .venv-peers/bin
FRAMEWORKS := .venv-frameworks
# Requests run next to each other, and their matrices are small: more BLAS threads only contend.
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: help serve test test-frameworks lint audit fuzz openapi docs lock bench bench-peers docker-test clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

serve: $(VENV)/runtime  ## install and serve on http://127.0.0.1:8000 (HOST=, PORT=)
	$(BIN)/python -m app --host $(HOST) --port $(PORT)

test: $(VENV)/dev  ## install and run all tests
	$(BIN)/python -m pytest -n 2

test-frameworks: $(FRAMEWORKS)/ready  ## run the tests that need PyTorch, JAX and TensorFlow, which take gigabytes
	$(FRAMEWORKS)/bin/python -m pytest clients/python/tests tests/test_how_to.py

lint: $(VENV)/dev  ## ruff, mypy and bandit
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy docs/site.py
	$(BIN)/bandit --quiet --recursive app

audit: $(VENV)/dev  ## ask the advisory database about the pinned dependencies (needs internet access)
	$(BIN)/pip-audit --disable-pip --require-hashes -r requirements.lock

fuzz: $(VENV)/dev  ## send hostile requests to a server (REQUESTS=100000, SEED=0)
	$(BIN)/python -m fuzz --requests $(or $(REQUESTS),100000) --seed $(or $(SEED),0)

openapi: $(VENV)/dev  ## write openapi/openapi.json, docs/operations and the clients' table of operations
	$(BIN)/python -m app.api.openapi
	$(BIN)/python -m app.graph.pages
	PYTHONPATH=. $(BIN)/python clients/python/make_operations.py

docs: $(VENV)/dev  ## build the pages of docs as a site, into site/
	PYTHONPATH=. NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

lock: pyproject.toml  ## pin every dependency with its hashes (needs uv)
	uv pip compile pyproject.toml --extra jwt --extra otel --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -o requirements.lock
	uv pip compile pyproject.toml --extra jwt --extra otel --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -o requirements-dev.lock

bench: $(VENV)/dev  ## measure speed beside the peers (SHORT=1: only see that answers are right; GRADBENCH=its checkout)
ifdef SHORT
	$(BIN)/python -m benchmarks.engine --short
	$(BIN)/python -m benchmarks.growth --short
	$(BIN)/python -m benchmarks.wire --short
	$(BIN)/python -m benchmarks.gradbench.run --short
else
	@test -x $(PEERS)/python || (echo "run 'make bench-peers' first"; exit 1)
	$(PEERS)/python -m benchmarks.engine
	$(PEERS)/python -m benchmarks.growth
	$(PEERS)/python -m benchmarks.wire --python $(BIN)/python
	$(if $(GRADBENCH),$(BIN)/python -m benchmarks.gradbench.run --source $(GRADBENCH) --peers)
	$(if $(GRADBENCH),$(BIN)/python -m benchmarks.gradbench.table)
	$(BIN)/python -m benchmarks.report
	$(BIN)/python -m benchmarks.jacobian
	$(BIN)/python -m benchmarks.scan
endif

bench-peers: requirements.lock benchmarks/peers.txt  ## install the libraries that speed is compared with
	@test -x $(PEERS)/python || $(PYTHON) -m venv .venv-peers
	$(PEERS)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(PEERS)/python -m pip install --quiet --disable-pip-version-check -r benchmarks/peers.txt

docker-test:  ## build the image, run it, call it, stop it
	tests/docker/run.sh

clean:  ## remove what the targets made
	rm -rf $(VENV) build dist site *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

# The stamps are newer than the locks they were installed from.
$(VENV)/runtime: requirements.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/dev: requirements-dev.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/runtime

$(FRAMEWORKS)/ready: requirements-dev.lock clients/python/frameworks.txt
	@test -x $(FRAMEWORKS)/bin/python || $(PYTHON) -m venv $(FRAMEWORKS)
	$(FRAMEWORKS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(FRAMEWORKS)/bin/python -m pip install --quiet --disable-pip-version-check -r clients/python/frameworks.txt
	@touch $@
