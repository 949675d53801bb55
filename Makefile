# Two commands: `make run` publishes what is under raw/, `make test` checks that it does so rightly; HEAVY=yes adds the
# tests that install other people's tools, open LibreOffice or R, or take long.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test bench docs pictures seeds wheel lock clean

# Exit code 1 means findings that hold figures back: they are told, and nothing has failed.
run: .venv/installed
	@$(BIN)/numerim run || [ $$? -eq 1 ]

test: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	POLARS_MAX_THREADS=1 $(BIN)/pytest -n 2 $(if $(HEAVY),,-m 'not heavy')

# What a person waits for, stage by stage beside the floor, and validators beside each other: 10 to 15 minutes on an idle
# machine. benchmarks/README.md says what was measured before, and has the longer ones.
bench: .venv/installed
	$(BIN)/python benchmarks/times.py
	$(BIN)/python benchmarks/pipeline.py $(FIGURES)
	$(BIN)/python benchmarks/validate.py

.venv/installed: requirements.lock pyproject.toml
	@[ -d src/numerim/schemas ] || { echo "src/numerim/schemas is no symbolic link to schemas/: git made a file of it."; \
		echo "Clone again where there are symbolic links, with: git clone -c core.symlinks=true ..."; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "numerim needs Python 3.11 or later; say which with: make PYTHON=python3.12 …"; exit 2; }
	@$(PYTHON) -m venv .venv \
		|| { echo "Python's venv is missing; on Debian and Ubuntu: apt install python3-venv"; exit 2; }
	@echo "installing from requirements.lock; this takes a minute or two the first time"
	@mkdir -p build
	@{ $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock \
		&& $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . ; } \
		> build/install.log 2>&1 || { tail -n 20 build/install.log; echo "all of it is in build/install.log"; exit 1; }
	@touch $@

# docs/rules.md follows from schemas/rules/, docs/facts.md from schemas/facts/, the answers in docs/sql.md from published/.
docs: .venv/installed
	$(BIN)/numerim show --markdown > docs/rules.md
	$(BIN)/python docs/facts.py > docs/facts.md
	$(BIN)/python docs/answers.py

# The pictures of the site in README.md; they need Debian’s chromium.
pictures: .venv/installed
	$(BIN)/python docs/pictures.py

# The cases of names of units follow from those that people wrote: seeds/inflect.py.
seeds: .venv/installed
	$(BIN)/python seeds/inflect.py

# numerim to be installed elsewhere: docs/install.md
wheel: .venv/installed
	rm -rf dist
	$(BIN)/python -m hatchling build --target wheel --directory dist

# After a change of the dependencies in pyproject.toml. The lock names no index.
lock: .venv/installed
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra schedule --extra site --universal --generate-hashes --no-emit-index-url \
		--no-annotate --custom-compile-command "make lock" --output-file requirements.lock --quiet --upgrade
	$(BIN)/uv pip compile pyproject.toml --extra spark --universal --generate-hashes --no-emit-index-url --constraints requirements.lock \
		$(foreach name,$(shell sed -n 's/^\([a-z0-9.-]*\)==.*/\1/p' requirements.lock),--no-emit-package $(name)) \
		--no-annotate --custom-compile-command "make lock" --output-file requirements-spark.lock --quiet --upgrade

clean:
	rm -rf build dist .venv
