# The verbs a person and CI use alike. Each does its own set-up.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
HOST ?= 127.0.0.1
PORT ?= 7860
HOME_DIR ?= .policyqa
DOCS ?=
BIN := .venv/bin

.PHONY: setup chat test check faults fuzz page-speed crash soak

setup: .venv/.installed

.venv/.installed: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "正在安装依赖（首次约两分钟）… Installing dependencies" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

# What only developers need comes on top, so that a user's first start stays short.
.venv/.developing: .venv/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

chat: setup
	@$(BIN)/python -m indexing build --home '$(HOME_DIR)' $(if $(DOCS),'$(DOCS)')
	@$(BIN)/python -m chat serve --home '$(HOME_DIR)' --host '$(HOST)' --port '$(PORT)'

test: .venv/.developing
	@bash tests/install_browser.sh
	@$(BIN)/python -m pytest -n 2

check: .venv/.developing
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest tests/test_layers.py

# Every fault of a chat model's endpoint twenty times over; `make test` has each once.
faults: .venv/.developing
	@POLICYQA_FAULT_ROUNDS=20 $(BIN)/python -m pytest tests/chat/test_llm.py -k every_fault -n 2

# 10,000 mutated files of every format; `make test` has 500.
fuzz: .venv/.developing
	@$(BIN)/python tests/corpus/fuzz.py 10000

# How quickly the page answers, as medians.
page-speed: .venv/.developing
	@bash tests/install_browser.sh
	@$(BIN)/python scripts/page_speed.py

# Kills, full disks, backups under writes, homes of earlier versions, deletion, swaps under load (an hour or so alone; disks as root).
# `make test` has small versions of all.
crash: .venv/.developing
	@for trial in kills disk backups upgrades deletion swaps; do echo "== $$trial" && $(BIN)/python -m tests.crash $$trial || exit 1; done

# An hour of ten readers and one who uploads and deletes.
soak: .venv/.developing
	@$(BIN)/python -m tests.crash soak
