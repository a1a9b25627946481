# Everything a newcomer needs: `make demo` and `make test`. Both set up what they need first.
SHELL := /bin/bash
PYTHON ?= python3.11
BIN := .venv/bin
STAMPS := .troupe/setup

# An unset variable must stay unset: an empty brief is an error, no brief is the default one.
$(foreach v,BRIEF PLATFORM ONCE PORT RPC_PORT,$(if $(filter-out undefined,$(origin $(v))),$(eval export $(v))))
export TROUPE_MODEL

# A URL needs no model on this machine; a hub id or a folder does.
ifneq ($(filter-out http://% https://%, $(TROUPE_MODEL)),)
DEMO_SETUP := $(STAMPS)/models
endif

.PHONY: help demo test setup check lint test-contracts test-python test-web clean

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 18

demo: $(STAMPS)/compile $(STAMPS)/web $(DEMO_SETUP) ## Play a round on a local chain: BRIEF="…" PLATFORM=x|linkedin|… ONCE=1
	@$(BIN)/ape run demo

test: check test-contracts test-python test-web ## Run all the tests, installing what they need

setup: $(STAMPS)/compile $(STAMPS)/web ## Install what the demo needs

check: $(STAMPS)/dev ## Lint, types, import direction
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test-contracts: $(STAMPS)/compile $(STAMPS)/dev ## Test the contracts
	$(BIN)/ape run export_abi --check
	$(BIN)/ape test tests/contracts

test-python: $(STAMPS)/compile $(STAMPS)/web $(STAMPS)/dev $(STAMPS)/chromium ## Test oracle, API and the whole
	OMP_NUM_THREADS=1 $(BIN)/pytest -p no:ape_test

test-web: $(STAMPS)/node ## Test the page's logic
	npm test --workspace frontend-api/web

clean: ## Remove what was installed and made
	rm -rf .venv node_modules frontend-api/web/dist .troupe .solcx .build

$(STAMPS)/python: pyproject.toml constraints.txt $(wildcard scripts/_toolchain/*.toml scripts/_toolchain/ape_toolchain/*)
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing: install Python 3.11, or make PYTHON=<its name>"; exit 1; }
	@mkdir -p $(STAMPS)
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[ape]' ./scripts/_toolchain
	@rm -rf scripts/_toolchain/build scripts/_toolchain/*.egg-info
	@touch $@

$(STAMPS)/dev: $(STAMPS)/python
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[ape,models,dev]'
	@touch $@ $(STAMPS)/models

$(STAMPS)/models: $(STAMPS)/python
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[ape,models]'
	@touch $@

$(STAMPS)/node: package.json package-lock.json frontend-api/web/package.json
	@command -v node >/dev/null || { echo "node is missing: install Node.js 20 or newer"; exit 1; }
	@command -v npm >/dev/null || { echo "npm is missing: install it beside Node.js"; exit 1; }
	@mkdir -p $(STAMPS)
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(STAMPS)/compile: $(STAMPS)/python $(STAMPS)/node ape-config.yaml $(shell find contracts -name '*.sol')
	$(BIN)/ape compile --force >.troupe/compile.log 2>&1 || { tail -20 .troupe/compile.log; exit 1; }
	@touch $@

$(STAMPS)/web: $(STAMPS)/node $(shell find frontend-api/web deployments/abi -type f -not -path '*/node_modules/*' -not -path '*/dist/*')
	npm run build --workspace frontend-api/web --loglevel=error >.troupe/web.log 2>&1 || { tail -20 .troupe/web.log; exit 1; }
	@touch $@

$(STAMPS)/chromium: $(STAMPS)/python
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
		&& apt-get update -qq && apt-get install -y -qq chromium; } \
		|| echo "chromium is missing: the browser tests will be skipped (apt-get install chromium)"
	@touch $@
