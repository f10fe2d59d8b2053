# make help lists the commands.
PORT ?= 8000
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python

.DEFAULT_GOAL := help
.PHONY: help demo serve clean-demo test bench check lock words

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.run ## start the service with demo data on http://127.0.0.1:8000 (PORT=8123 for another port)
	@$(RUN) -m lms demo --port $(PORT)

serve: $(VENV)/.run ## start the service without demo data; prints a sign-in link for the first administrator
	@$(RUN) -m lms serve --port $(PORT)

clean-demo: $(VENV)/.run ## remove the demo data, so that the next `make demo` starts over
	@$(RUN) -m lms clean-demo

check: $(VENV)/.run ## look for faults in courses/ and quizzes/
	@$(RUN) -m lms check

test: $(VENV)/.test ## install what the tests need and run every check there is
	@.ci/install
	@.ci/checks

bench: $(VENV)/.test ## measure the targets for speed and memory, both sides in one run
	@$(RUN) -m benchmarks

words: $(VENV)/.run ## bring the catalogues of the nine other languages up to date with the texts of the interface
	@$(RUN) -m lms words

lock: $(VENV)/.test ## write the lock files anew from pyproject.toml
	@$(RUN) -m pip install --quiet uv
	@$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-header pyproject.toml --output-file .requirements/run.txt
	@$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-header --group test pyproject.toml --constraint .requirements/run.txt --output-file .requirements/test.txt

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "Python 3.11 or newer is needed; name it with PYTHON=python3.11."; exit 1; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { rm -rf $(VENV); .ci/install python3-venv; $(PYTHON) -m venv $(VENV); }

$(VENV)/.run: .requirements/run.txt | $(VENV)/bin/python
	@echo "Installing the locked dependencies ..."
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement .requirements/run.txt
	@touch $@

$(VENV)/.test: .requirements/test.txt $(VENV)/.run
	@echo "Installing what the tests need ..."
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement .requirements/test.txt
	@touch $@
