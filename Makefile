# Everything a newcomer needs: `make demo` and `make test`. Both set up what they need first.
SHELL := /bin/bash
PYTHON ?= python3.11
BIN := .venv/bin
WEB := frontend-api/web
# Two at a time: these tests wait more than they compute. A file's tests share their stage.
PYTEST := OMP_NUM_THREADS=1 $(BIN)/pytest -p no:ape_test --numprocesses 2 --dist loadfile
FORGE := PATH="$(CURDIR)/node_modules/.bin:$$PATH" forge

# Passed on to the demo to the letter, `$` included; unset stays unset, for an empty brief is an error.
$(foreach v,BRIEF PLATFORM ONCE PORT RPC_PORT TROUPE_MODEL,$(if \
	$(filter-out undefined,$(origin $(v))),$(eval override export $(v) := $$(value $(v)))))

# What is installed or made carries its own stamp, so that removing it makes it anew.
BASE := .venv/.base
MODELS := .venv/.models
PREDICT := .venv/.predict
DEV := .venv/.dev
NODE := node_modules/.installed
SERVERS := tests/servers/ipfs/node_modules/.installed
COMPILED := .solcx/.compiled
PAGE := $(WEB)/dist/.built

# A URL needs no model on this machine; a hub id or a folder does.
ifneq ($(filter-out http://% https://%,$(TROUPE_MODEL)),)
DEMO_MODELS := $(MODELS)
endif

CONTRACTS := $(shell find contracts -name '*.sol' -not -path '*/.cache/*')
PAGE_SOURCES := $(shell find $(WEB) deployments/abi frontend-api/openapi.json -type f -not -path '*/chain/abi/*' \
	-not -path '*/api/generated/*' -not -path '*/node_modules/*' -not -path '*/dist/*' -not -path '*/docs/*')

.PHONY: help demo test setup models predict check test-contracts test-forge analyse gas layout coverage fuzz mutations \
	test-python test-web e2e bench chaos services chromium clean

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 18

demo: $(COMPILED) $(PAGE) $(DEMO_MODELS) ## Play a round on a local chain: BRIEF="…" PLATFORM=x|linkedin|… ONCE=1
	@$(BIN)/ape run demo

test: check test-contracts test-forge analyse test-python test-web ## Run all the tests, installing what they need

setup: $(COMPILED) $(PAGE) ## Install what the demo needs

models: $(MODELS) ## Install what language models need (torch, transformers)

predict: $(PREDICT) ## Install what predictions need (LightGBM, matplotlib)

check: $(DEV) ## Lint, types, import direction
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test-contracts: $(COMPILED) $(DEV) ## Test what the contracts do
	$(BIN)/ape run export_abi --check
	$(BIN)/ape test tests/contracts

test-forge: $(NODE) ## Fuzz the contracts: invariants, traps, attacks (quick)
	$(FORGE) test --no-match-path 'tests/contracts/forge/gas/*'

analyse: $(DEV) $(NODE) ## Check gas, storage layout, sizes, coverage, and what Slither finds
	$(MAKE) gas
	$(MAKE) layout
	$(MAKE) coverage
	$(BIN)/python -m tests.contracts.checks.slither

gas: $(DEV) $(NODE) ## Print the gas of each operation; ACCEPT=1 keeps it as the snapshot
	@$(BIN)/python -m tests.contracts.checks.gas $(if $(ACCEPT),--accept)

layout: $(DEV) $(NODE) ## Check sizes and storage layout; ACCEPT=1 keeps the layout
	@$(BIN)/python -m tests.contracts.checks.layout $(if $(ACCEPT),--accept)

coverage: $(DEV) $(NODE) ## Check how much of the contracts the Forge tests run
	@$(BIN)/python -m tests.contracts.checks.coverage

fuzz: $(NODE) ## Fuzz the contracts for an hour: SEED=… draws other calls
	FOUNDRY_PROFILE=deep $(FORGE) test --match-path 'tests/contracts/forge/invariants/*.t.sol' $(if $(SEED),--fuzz-seed $(SEED))

mutations: $(DEV) $(NODE) ## Remove each guard in a copy of the contracts and see its test go red
	$(BIN)/python -m tests.contracts.mutations

test-python: $(COMPILED) $(PAGE) $(DEV) $(SERVERS) chromium services ## Test oracle, API, page and the whole
	$(PYTEST)

e2e: $(COMPILED) $(PAGE) $(DEV) chromium ## Test the pages in a browser, on a chain with operators and API: SCREENSHOTS=folder keeps pictures
	$(if $(SCREENSHOTS),mkdir -p $(SCREENSHOTS) && TROUPE_SCREENSHOTS=$(abspath $(SCREENSHOTS))) $(PYTEST) tests/e2e/page

test-web: $(NODE) ## Check the page's types and test its logic
	npm run lint --workspace $(WEB)
	npm test --workspace $(WEB)

bench: $(COMPILED) $(DEV) services ## Measure all that README has figures of
	@for each in tests/bench/[a-z]*.py; do $(BIN)/python -m tests.bench.$$(basename $$each .py) || exit 1; done
	@$(BIN)/python -m oracle predictor train --folder .troupe/bench
	@$(BIN)/python -m oracle feedback simulate
	@$(BIN)/python -m oracle audience validate --readers 1000000 --cascades 50000

chaos: $(COMPILED) $(DEV) ## Break a round in every way and see each effect once: SCENARIOS=500 SEED=1
	@$(BIN)/python -m tests.chaos --scenarios $(or $(SCENARIOS),500) --seed $(or $(SEED),1)

services: ## Install the servers that tests start, and wrk: PostgreSQL, RabbitMQ, Prometheus's promtool
	@command -v rabbitmq-server >/dev/null && command -v promtool >/dev/null && command -v wrk >/dev/null && test -d /usr/lib/postgresql \
		|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
			&& apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql rabbitmq-server prometheus wrk >/dev/null; } \
		|| echo "tests of PostgreSQL, RabbitMQ and alerts, and the feed's benchmark, can't run: sudo apt-get install postgresql rabbitmq-server prometheus wrk"

chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null \
		|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
			&& apt-get update -qq && apt-get install -y -qq chromium; } \
		|| echo "chromium is missing, browser tests can't run: sudo apt-get install chromium"

clean: ## Remove what was installed and made; operators' databases stay
	rm -rf .venv node_modules $(WEB)/dist .solcx .troupe/demo

$(BASE): pyproject.toml constraints.txt $(wildcard scripts/_toolchain/*.toml scripts/_toolchain/ape_toolchain/*)
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing: install Python 3.11, or make PYTHON=<its name>"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv || { echo "no venv: install python3.11-venv"; exit 1; }
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[ape]' ./scripts/_toolchain
	@rm -rf scripts/_toolchain/build scripts/_toolchain/*.egg-info
	@touch $@

$(MODELS): $(BASE)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[ape,models]'
	@touch $@

$(PREDICT): $(BASE)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[ape,predict]'
	@touch $@

$(DEV): $(MODELS) $(PREDICT)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[ape,models,quantized,predict,scale,dev]'
	@touch $@

$(NODE): package.json package-lock.json .npmrc $(WEB)/package.json
	@command -v node >/dev/null || { echo "node is missing: install Node.js 20.19 or newer"; exit 1; }
	@command -v npm >/dev/null || { echo "npm is missing: install it beside Node.js"; exit 1; }
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(SERVERS): tests/servers/ipfs/package.json tests/servers/ipfs/package-lock.json
	npm ci --omit=optional --ignore-scripts --no-audit --no-fund --loglevel=error --prefix tests/servers/ipfs
	@touch $@

$(COMPILED): $(BASE) $(NODE) ape-config.yaml foundry.toml $(CONTRACTS)
	@mkdir -p .troupe $(@D)
	@echo "compiling the contracts"
	@$(BIN)/ape compile --force >.troupe/compile.log 2>&1 || { tail -20 .troupe/compile.log; exit 1; }
	@touch $@

$(PAGE): $(NODE) $(PAGE_SOURCES)
	@mkdir -p .troupe
	@echo "building the page"
	@npm run build --workspace $(WEB) --loglevel=error >.troupe/web.log 2>&1 || { tail -20 .troupe/web.log; exit 1; }
	@touch $@
