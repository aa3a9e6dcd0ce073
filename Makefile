# Every command works from any folder (make -C …), twice, and without a network once installed.
# PYTHON=/path/to/python3 chooses the interpreter, PORT=8001 the port, DATA_DIR=… where the site keeps its data.

SHELL := /bin/bash
MAKEFLAGS += --no-print-directory
MANAGE := .venv/bin/python manage.py
export NAME FROM ARCHIVE KEEP

.PHONY: help run editor new backup restore upgrade test test-corpus lint bench proof lock screenshots

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 20

run: ## install what is missing and serve the site
	@scripts/setup run
	@exec $(MANAGE) serve

editor: ## create a user who may edit, with a one-time password
	@scripts/setup run
	@$(MANAGE) create_editor

new: ## start a site with one profile: make new NAME='Ada Lovelace' [FROM=works.bib]
	@scripts/setup run
	@[ -n "$$NAME" ] || { echo "profile_site: say whose profile: make new NAME='Ada Lovelace'" >&2; exit 1; }
	@$(MANAGE) new_profile --name="$$NAME" $${FROM:+--from="$$FROM"}

backup: ## write database and uploads to one archive, keep the newest 7 and one a week: make backup [KEEP=7]
	@scripts/setup run
	@$(MANAGE) backup --keep "$${KEEP:-7}"

restore: ## make the site that an archive holds, on an empty machine: make restore ARCHIVE=/path/to/archive.tar.gz
	@scripts/setup run
	@[ -n "$$ARCHIVE" ] || { echo "profile_site: say which archive: make restore ARCHIVE=/path/to/archive.tar.gz" >&2; exit 1; }
	@$(MANAGE) restore "$$ARCHIVE"

upgrade: ## after git pull: install, back up, migrate and check, or leave packages and database as they were
	@scripts/upgrade

test: ## every check that this machine can run
	@scripts/test

test-corpus: ## the tests that read a folder of real files: make test-corpus CORPUS=../shared
	@scripts/test-corpus

lint: ## the checks that read the code without running it
	@scripts/setup dev
	@scripts/lint

bench: ## measure what the site costs, against targets: make bench [ONLY=import|pages] [ON=SQLite|PostgreSQL] [ALL=1]
	@scripts/setup run
	@[ "$$ONLY" = import ] || scripts/setup bench .venv-bench
	@.venv/bin/python -m bench $$ONLY $${ON:+--on $$ON} $${ALL:+--all}

proof: ## the long checks, some as root: make proof [ONLY=kills|backups|fuzzing|observatory|overload|writers|full|debian]
	@scripts/setup run
	@scripts/proof

lock: ## choose new versions of everything and write the lock files
	@scripts/lock

screenshots: ## take the pictures in docs/ from the running site
	@scripts/setup dev
	@.venv/bin/python -m scripts.screenshots
