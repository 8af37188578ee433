# Two commands do everything on a fresh machine: make demo, make test. Both are safe to repeat.
.PHONY: demo test setup lint types floors unit messages bench bench-full bench-watch clean
BIN := .venv/bin

demo: ## install what is missing, run the main job on the samples, say what to open
	@scripts/setup.sh
	@$(BIN)/energy-audit doctor
	@if $(BIN)/python -c "import weasyprint" >/dev/null 2>&1; \
	  then $(BIN)/energy-audit demo --out demo-output; \
	  else $(BIN)/energy-audit demo --out demo-output --format html,xlsx,data; fi
	@echo "打开 / open: $(CURDIR)/demo-output/index.html"
	@echo "再用 / go on:  . .venv/bin/activate && energy-audit --help"

test: ## install what is missing, then lint, types, floors, rule cases and all tests
	@scripts/setup.sh --browser
	@$(MAKE) --no-print-directory lint types floors unit

setup:
	@scripts/setup.sh --browser

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

floors:
	$(BIN)/lint-imports

unit:
	$(BIN)/energy-audit rules test
	$(BIN)/python -m pytest -n 2 -q

messages: ## bring the English catalogue up to date with the source; says what has no English yet
	$(BIN)/python scripts/messages.py

BENCH := .venv-bench/bin/python

bench: $(BENCH) ## the project beside its peers, in under ten minutes on an idle machine; the table goes into README.md
	$(BIN)/python benchmarks/run.py --readme

bench-full: $(BENCH) ## the same with 10^7 energy rows; takes hours and some 40 GB of disk
	$(BIN)/python benchmarks/run.py --full --readme

bench-watch: ## one inspection of 10^7 energy rows: seconds a stage, dearest calls, memory over time
	@scripts/setup.sh
	$(BIN)/python benchmarks/watch.py --out bench-watch.txt

$(BENCH): benchmarks/requirements.txt
	@scripts/setup.sh
	$(BIN)/python -m venv .venv-bench
	.venv-bench/bin/pip install -q -r benchmarks/requirements.txt
	@touch $(BENCH)

clean:
	rm -rf .venv .venv-bench demo-output dist build
