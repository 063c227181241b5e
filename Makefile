# Everything by one word. Each target sets up first; when nothing is to be set up, that takes no time.

PYTHON ?=
export PYTHON
bin := .venv/bin
workers ?= 2

.PHONY: brief test messages coverage bench endurance mail lock setup clean
.NOTPARALLEL:

# The tests have finished files read by programs that are not ours; systemd reads what is made for it.
test coverage endurance bench: export READERS := qpdf poppler-utils systemd

brief: setup            ## set up and build this brief, all versions, into out/latest/
	$(bin)/brief build

test: setup             ## set up and run every check there is
	$(bin)/ruff format --check
	$(bin)/ruff check
	$(bin)/mypy
	$(bin)/lint-imports --no-logo
	$(bin)/pytest --numprocesses $(workers)

messages: setup         ## bring the catalogues of interface words up to date with code and templates
	$(bin)/python -m report.localize.catalogues

coverage: setup         ## run the tests, and say which lines and branches none of them reaches
	$(bin)/pytest --numprocesses $(workers) --cov --cov-report=term

bench: setup            ## measure ours beside Typst, Chromium, XeLaTeX and plain WeasyPrint
	cd tests && ../$(bin)/python -m bench --out bench/RESULTS.md

endurance: setup        ## what takes long: kill builds and senders at many moments, set a long register, let years and cycles pass
	$(bin)/pytest -m endurance

mail: setup             ## have Postfix and Dovecot on loopback carry editions to twelve mailboxes (needs root)
	cd tests && ../$(bin)/python -m mail

lock:                   ## choose the newest versions that pyproject.toml allows (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --all-extras --upgrade --quiet \
	    --generate-hashes --no-annotate --no-header --output-file requirements.lock

setup:
	@.ci/setup

clean:                  ## throw away what was made, but not the finished briefs in out/
	rm -rf .venv dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage
	find report tests -name __pycache__ -type d -prune -exec rm -rf {} +
