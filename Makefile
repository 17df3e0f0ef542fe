# Everything is set up on the way: `make run` starts the service, `make test` runs what CI runs.
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null && command -v $$p && break; done)
OPS = $(if $(PYTHON),$(PYTHON) -m ops.bootstrap,$(error Python 3.11 or newer is needed. Install: sudo apt-get install python3))

.PHONY: run test check drill look backup restore requirements format environment

run:
	@exec $(OPS) run

test:
	@$(OPS) test

check:
	@$(OPS) check

drill:
	@$(OPS) drill

look:
	@$(OPS) look

backup:
	@$(OPS) backup $(FILE)

restore:
	@$(OPS) restore $(FILE)

environment:
	@$(OPS) environment

format: environment
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix .

# Pin anew, with hashes and without addresses. Needs uv.
requirements:
	for name in tools runtime dev bench; do \
		uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
			requirements/$$name.in --output-file requirements/$$name.txt || exit 1; done
