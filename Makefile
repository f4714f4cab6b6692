# Running, testing and keeping the newsroom. `make` alone lists the targets.

BIN := .venv/bin
DEVELOPMENT := DJANGO_SETTINGS_MODULE=cms.settings.development
TESTING := DJANGO_SETTINGS_MODULE=cms.settings.test
SOURCES := cms news videos accounts
LOCK := $(BIN)/pip-compile --quiet --allow-unsafe --generate-hashes --strip-extras \
	--no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

.DEFAULT_GOAL := help
.PHONY: help setup base run work develop test test-fast test-distributed soak lint format types imports messages \
	messages-check migrations migrations-check openapi docs lock check demo bench bench-accounts bench-video

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | \
		awk -F '\t' '{ printf "  make %-18s%s\n", $$1, $$2 }'

base:
	@sh bin/bootstrap base

setup: ## Create .venv with everything for development
	@sh bin/bootstrap dev

run: base ## Start the newsroom: web, files, workers, scheduler
	@exec $(BIN)/python manage.py start

work: base ## Do media work for a newsroom on another machine
	@exec $(BIN)/python manage.py work

develop: setup ## Start it reloading on changes, with tracebacks
	@exec env $(DEVELOPMENT) $(BIN)/python manage.py start --reload

test: setup ## Run every test (ARGS="..." is passed on)
	@sh bin/test-needs
	@$(BIN)/pytest -n 2 --dist loadfile $(ARGS)

test-fast: setup ## Run the tests without a browser or a started server
	@$(BIN)/pytest -n 2 --dist loadfile --ignore tests/functional $(ARGS)

test-distributed: setup ## Run the tests of several machines (PostgreSQL and Redis must be there)
	@DISTRIBUTED=1 $(BIN)/pytest -v tests/distributed $(ARGS)

soak: setup ## Run every "must hold" at full size (SEED=... repeats a run)
	@sh bin/test-needs
	@SOAK=1 $(BIN)/pytest -v -m must_hold $(if $(SEED),--randomly-seed=$(SEED)) $(ARGS)

lint: setup ## Check style: ruff, formatting, templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint --quiet --lint $(SOURCES)

format: setup ## Put code into shape
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

types: setup ## Check types with mypy
	@$(BIN)/mypy

imports: setup ## Check who imports whom
	@$(BIN)/lint-imports

messages: setup ## Collect texts into the catalogues and compile them
	@$(BIN)/python bin/messages.py update

messages-check: setup ## Fail on missing, fuzzy or empty translations
	@sh bin/test-needs
	@$(BIN)/python bin/messages.py check

migrations: setup ## Make migrations for changed models
	@$(TESTING) $(BIN)/python manage.py makemigrations

migrations-check: setup ## Fail when a model change has no migration
	@$(TESTING) $(BIN)/python manage.py makemigrations --check --dry-run

openapi: setup ## Write the committed OpenAPI description
	@$(TESTING) $(BIN)/python manage.py build_openapi

docs: setup ## Check the documentation against the code
	@$(BIN)/pytest -q -n0 tests/architecture $(ARGS)

lock: setup ## Pin requirements/*.txt with hashes (see docs/how-to/dependencies.md)
	@cd requirements && ../$(LOCK) --output-file base.txt base.in
	@cd requirements && ../$(LOCK) --output-file dev.txt dev.in
	@sh bin/bootstrap dev

check: lint types imports messages-check migrations-check test ## Everything a change must pass

demo: base ## Load the demo newsroom into an empty installation
	@$(BIN)/python manage.py demo

bench: setup ## Compare the content API with others on this machine
	@$(BIN)/python benchmarks/api.py $(ARGS)

bench-accounts: setup ## Measure sign-ins, codes, and readers during a burst of registrations
	@$(BIN)/python benchmarks/accounts.py $(ARGS)

bench-video: setup ## Measure the video pipeline against the plain engine
	@$(BIN)/python benchmarks/video.py $(ARGS)
