# Dateline on a fresh machine: `make dashboard` or `make test`. What they need is git, make and any Python from 3.9.

PORT ?= 8501
.DEFAULT_GOAL := help
.PHONY: help dashboard test lock audit sbom supply clean setup
# Images for containers often set it; without compiled files every start takes seven seconds longer.
unexport PYTHONDONTWRITEBYTECODE

# Any Python from 3.9 may run the set-up. It is tried first, since the first on the PATH may be a shim that only prints
# an error; the set-up then looks for a Python 3.12 or 3.13 of Dateline's own in the same spirit.
define bootstrap
	@for python in python3 python python3.13 python3.12 "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/3.*/bin/python; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 9))' >/dev/null 2>&1; then \
	    exec "$$python" tools/bootstrap.py $(1); \
	  fi; \
	done; \
	echo "set-up: no Python works here; install one, for example with apt install python3.12" >&2; exit 1
endef

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18

dashboard: setup ## show the dashboard on the sample articles, at http://localhost:8501 (or PORT=…)
	.venv/bin/python -m dashboard sample
	.venv/bin/streamlit run --server.port $(PORT)

# Modules in the order of their names: those of browser and pages take longest and come first, so that at the end both
# processes have something short to do. By the number of their tests, xdist's own order, the slow ones come last.
# One BLAS thread a process: as many as there are cores in each of two wait for one another, for a third more time.
test: export OPENBLAS_NUM_THREADS = 1
test: setup ## check the style, the types and the tests
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/pytest --numprocesses 2 --dist loadscope --no-loadscope-reorder

lock: ## write requirements.lock again after a change of pyproject.toml; UPGRADE=1 takes the newest versions
	$(call bootstrap,lock $(if $(UPGRADE),--upgrade))

audit: supply ## look up known vulnerabilities of requirements.lock; needs a network (OPTIONS="--vulnerability-service osv …")
	.tools/supply/bin/pip-audit --requirement requirements.lock --disable-pip --require-hashes --strict $(OPTIONS)

sbom: supply ## write dateline.cdx.json, a software bill of materials of requirements.lock in CycloneDX
	.tools/supply/bin/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible \
	  --output-file dateline.cdx.json

supply:
	$(call bootstrap,supply)

setup: ## set up .venv and nothing else
	$(call bootstrap)

clean: ## remove the environment and the caches of the tools; tables stay
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
