# Two commands matter: `make demo` and `make test`. Both need Python 3.11 or newer and nothing else.

PYTHON ?= python3
BIN := .venv/bin
CODE := crawler extractors storage tests benchmarks

.PHONY: demo test lint lock s3 pywb bench clean help

help: ## what there is
	@grep -E '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | sort

demo: .venv/.runtime ## crawl small sites on this machine, modelled on the three outlets
	$(BIN)/python -m tests.replica.demo

test: lint .venv/.dev .venv-pywb/.installed ## everything: linters, types, imports, tests with branch coverage
	sh tests/install_s3.sh $(if $(CI),,|| true)
	sh tests/install_browser.sh $(if $(CI),,|| true)
	$(BIN)/python -m pytest -q --cov --cov-report=term

lint: .venv/.dev ## ruff, mypy, import-linter
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports

lock: .venv/.dev ## requirements*.txt anew from pyproject.toml, for Python 3.11 to 3.13, with hashes
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -c requirements.txt pyproject.toml --group dev -o requirements-dev.txt

s3: .venv/.dev ## an S3 server (Ceph RADOS Gateway) on this machine, to try the archive in a bucket
	sh tests/install_s3.sh
	$(BIN)/python -m tests.ceph run var/s3 --port 7480

bench: .venv/.dev ## the benchmarks of benchmarks/README.md
	$(BIN)/python -m benchmarks

pywb: .venv-pywb/.installed ## pywb, which the replay tests ask, in an environment of its own

.venv/bin/python:
	$(PYTHON) -m venv .venv

# --no-deps: the lock names everything, and the pip of Python 3.11 (23.2) would look for newer
# releases of what is asked for with an extra (`coverage[toml]`), which hashes forbid.
.venv/.runtime: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	touch $@

.venv/.dev: requirements-dev.txt | .venv/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	touch $@ .venv/.runtime

.venv-pywb/.installed: tests/pywb-requirements.txt
	$(PYTHON) -m venv .venv-pywb
	.venv-pywb/bin/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r tests/pywb-requirements.txt
	touch $@

clean: ## what the demo and the tests left
	rm -rf archive var .coverage* .hypothesis .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
