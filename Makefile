# Two commands matter: `make demo` and `make test`. Both need Python 3.11 or newer and nothing else.

PYTHON ?= python3
BIN := .venv/bin
CODE := crawler extractors storage tests benchmarks
# The tests start hundreds of processes. Where bytecode is not kept, each compiles the project again.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test environments lint lock sbom audit s3 pywb readers bench compiled clean help soak

help: ## what there is
	@grep -E '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | sort

demo: .venv/.runtime ## crawl small sites on this machine, modelled on the three outlets
	$(BIN)/python -m tests.replica.demo

test: lint environments ## everything: linters, types, imports, tests with branch coverage
	sh tests/install_s3.sh $(if $(CI),,|| true)
	sh tests/install_browser.sh $(if $(CI),,|| true)
	$(BIN)/python -m pytest -q --cov --cov-report=term --durations=40 --durations-min=2

environments: .venv/.dev .venv-pywb/.installed .venv-readers/.installed .venv-researcher/.installed # that the tests need

lint: .venv/.dev ## ruff, mypy, import-linter
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports

lock: .venv/.dev ## requirements*.txt anew from pyproject.toml, for Python 3.11 to 3.13, with hashes
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --extra crawler pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -c requirements.txt --extra crawler pyproject.toml --group dev -o requirements-dev.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -c requirements.txt --extra researcher pyproject.toml -o requirements-researcher.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" tests/readers-requirements.in -o tests/readers-requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" deploy/sbom-requirements.in -o deploy/sbom-requirements.txt

sbom: .venv-sbom/.installed ## the CycloneDX bill of materials of the locked requirements, sbom.json
	.venv-sbom/bin/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml --output-reproducible --of JSON -o sbom.json

audit: .venv/.dev ## the locked requirements against a saved database of vulnerabilities (OSV), without the network
	$(BIN)/python -m tests.audit

s3: .venv/.dev ## an S3 server (Ceph RADOS Gateway) on this machine, to try the archive in a bucket
	sh tests/install_s3.sh
	$(BIN)/python -m tests.ceph run var/s3 --port 7480

bench: .venv-bench/.installed ## the benchmarks of benchmarks/README.md
	.venv-bench/bin/python -m benchmarks

compiled: .venv/.dev ## the extractors compiled to C, in var/compiled (needs gcc): a seventh less time a page, docs/operations.md
	sh deploy/compile.sh var/compiled

soak: .venv/.dev .venv-soak/.installed ## every hostile case alone; every fault with 500 kills (KILLS=500); power cuts; sixty days of a simulated outlet, every hour (HOURS=1); fuzzing, ten minutes a target (SECONDS=600)
	$(BIN)/python -m tests.soak.crash_matrix --kills $(or $(KILLS),500) --write
	$(BIN)/python -m tests.soak.power_cuts
	$(BIN)/python -m tests.soak.hostile --write
	$(BIN)/python -m tests.soak.simulator --every $(or $(HOURS),1)
	for target in warc archive_files decoder sitemap feed robots dates; do \
	  .venv-soak/bin/python -m tests.soak.fuzz_$$target --seconds $(or $(SECONDS),600) || exit 1; \
	done

pywb: .venv-pywb/.installed ## pywb, which the replay tests ask, in an environment of its own

readers: .venv-readers/.installed .venv-researcher/.installed ## DuckDB, pandas, polars and others, which the tests let read an archive

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

define locked_environment
$(PYTHON) -m venv $(@D)
$(@D)/bin/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r $<
touch $@
endef

.venv-pywb/.installed: tests/pywb-requirements.txt
	$(locked_environment)

# What an operator has: where NumPy and pandas are installed, PyArrow loads them, and a crawl takes 40 MB more.
.venv-bench/.installed: requirements.txt
	$(locked_environment)

.venv-sbom/.installed: deploy/sbom-requirements.txt
	$(locked_environment)

# uv installs them: it links what it has, and is done in half the time.
.venv-readers/.installed: tests/readers-requirements.txt .venv/.dev
	$(BIN)/uv venv -q --allow-existing --python $(PYTHON) .venv-readers
	$(BIN)/uv pip install -q --python .venv-readers/bin/python --no-deps --require-hashes -r tests/readers-requirements.txt
	touch $@

.venv-researcher/.installed: requirements-researcher.txt .venv/.dev
	$(BIN)/uv venv -q --allow-existing --python $(PYTHON) .venv-researcher
	$(BIN)/uv pip install -q --python .venv-researcher/bin/python --no-deps --require-hashes -r requirements-researcher.txt
	touch $@

.venv-soak/.installed: requirements.txt tests/soak/requirements.txt
	$(PYTHON) -m venv .venv-soak
	.venv-soak/bin/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	.venv-soak/bin/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r tests/soak/requirements.txt
	touch $@

clean: ## what the demo and the tests left
	rm -rf archive var .coverage* .hypothesis .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
