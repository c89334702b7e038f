# Each verb sets up what it needs first; .ci/setup.sh says how. What is set on make's own line (PORT=8001,
# PYTHON=..., CHROMIUM=...) reaches the commands as their environment.

# Relative, as every path here: the folder's name may hold a space.
bin := .venv/bin

.NOTPARALLEL:
.PHONY: help play test test-long check fix lock bench check-rules check-format check-types check-imports check-packs

help: ## print this
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

play: ## set up and serve the game; HOST and PORT as you like, else 127.0.0.1 and 8000
	@.ci/setup.sh play
	@exec $(bin)/quiz serve

test: ## set up, then all checks and all tests; T=tests/bank for a part
	@.ci/setup.sh test
	@$(if $(T),:,$(MAKE) --no-print-directory check)
	$(bin)/python -m pytest $(T)

test-long: ## set up, then the tests that take minutes; T=tests/bank for a part
	@.ci/setup.sh test
	$(bin)/python -m pytest -m long $(T)

check: ## ruff, mypy, imports, packs
	@.ci/setup.sh check
	@$(MAKE) --no-print-directory --keep-going $(checks)

# All are run, so that all problems come at once.
checks := check-rules check-format check-types check-imports check-packs

check-rules:
	$(bin)/python -m ruff check

check-format:
	$(bin)/python -m ruff format --check

check-types:
	$(bin)/python -m mypy

check-imports:
	$(bin)/lint-imports --no-logo --no-cache

check-packs:
	$(bin)/quiz check

fix: ## let ruff mend and format the code
	@.ci/setup.sh check
	$(bin)/python -m ruff check --fix
	$(bin)/python -m ruff format

bench: ## print how fast it is on this machine, beside plain ways; B=loading for a part
	@.ci/setup.sh check
	$(bin)/python -m bench $(B)

lock: ## write the lock files anew from pyproject.toml and package.json; needs uv and npm
	uv pip compile $(uv_flags) pyproject.toml --group build --output-file requirements.lock
	uv pip compile $(uv_flags) pyproject.toml --group build --group dev --constraints requirements.lock --output-file requirements-dev.lock
	uv pip compile $(uv_flags) --group node --output-file requirements-node.lock
	npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund

uv_flags := --quiet --no-config --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links
