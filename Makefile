# Everything a person or a build server does with Evenfield. `make` alone lists it.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

CARGO_TARGET_DIR ?= $(CURDIR)/target
export CARGO_TARGET_DIR
# Tools that `make setup` installed: cargo's, and wasm-opt from npm (Debian's own binaryen breaks the program).
export PATH := $(CURDIR)/node_modules/.bin:$(HOME)/.cargo/bin:$(PATH)

# Where nothing long is computed, dependencies and their macros need no optimisation: this halves the build.
PLAIN := --config 'profile.dev.package."*".opt-level=0'

PORT ?= 8080
BASE ?= /
CHROMEDRIVER ?= $(shell command -v chromedriver 2>/dev/null || echo /usr/bin/chromedriver)

SOURCES := $(shell find src solver patches style js public texts -type f 2>/dev/null) \
  Cargo.toml Cargo.lock Trunk.toml index.html package-lock.json .cargo/config.toml scripts/prepare.mjs scripts/stamp.mjs

.PHONY: help setup dist serve dev test test-native test-wasm test-browser bench bench-browser bench-import bench-map bench-edit bench-scenarios check fmt lint texts catalogue docs licences advisories measure size clean

help: ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/make \1\t\2/' | expand -t 20

setup: ## install what is missing: wasm target, Trunk, wasm-bindgen, npm packages, Chromium
	@bash scripts/setup.sh

dist: setup dist/index.html ## release build into dist/, ready for any static host

dist/index.html: $(SOURCES)
	env -u NO_COLOR trunk build --release --offline
	@touch dist/index.html

serve: setup dist ## release build, served at http://127.0.0.1:8080 (PORT=..., BASE=/demo/evenfield/)
	node scripts/serve.mjs --root dist --port $(PORT) --base $(BASE)

dev: ## debug build that rebuilds and reloads on every change
	env -u NO_COLOR trunk serve --offline --port $(PORT)

test: setup test-native test-wasm test-browser ## all tests

test-native: ## the core, natively
	cargo test --locked --workspace

test-wasm: ## what needs a browser's wasm, in headless Chromium
	CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner CHROMEDRIVER=$(CHROMEDRIVER) \
	WASM_BINDGEN_TEST_TIMEOUT=300 cargo test $(PLAIN) --locked --target wasm32-unknown-unknown --test wasm

test-browser: dist/index.html ## the whole program in Chromium, over a release build
	node --test --test-concurrency=2 --test-reporter=spec tests/browser/*.test.mjs

bench: ## benchmarks of the optimiser, natively: 45 minutes; a part of them: ARGS="--only tm3k --seeds 3"
	cargo run --release --locked --example bench -- suite $(ARGS)

# The worker of the benchmarks is built as the shipped one: same profile, same flags, same pass of wasm-opt.
BENCH_WASM := $(CARGO_TARGET_DIR)/bench-browser

bench-browser: setup ## the same in a Web Worker in headless Chromium, and how wasm compares with native: 50 minutes
	cargo build --release --locked --example bench
	cargo build --profile page --locked --target wasm32-unknown-unknown --example bench
	wasm-bindgen --target web --no-typescript --out-dir $(BENCH_WASM) \
	  $(CARGO_TARGET_DIR)/wasm32-unknown-unknown/page/examples/bench.wasm
	wasm-opt -O1 --output $(BENCH_WASM)/bench_bg.wasm $(BENCH_WASM)/bench_bg.wasm
	node scripts/bench-browser.mjs $(ARGS)

bench-import: dist ## what importing costs in headless Chromium: time, memory, responsiveness; a part: ARGS="--only workbook"
	node scripts/bench-import.mjs $(ARGS)

bench-map: dist ## what the map costs in headless Chromium with 40,000 and 200,000 accounts; a part: ARGS="--only made-up"
	node scripts/bench-map.mjs $(ARGS)

bench-edit: dist ## how soon the figures follow an edit, in headless Chromium; a part: ARGS="--only tb33k"
	node scripts/bench-edit.mjs $(ARGS)

# The larger story's files for the tab.
STORY := $(CARGO_TARGET_DIR)/story

bench-scenarios: dist ## the standard set of scenarios natively and in headless Chromium; a part: ARGS="--only example"
	cargo run --release --locked --example bench -- scenarios $(ARGS)
	cargo run --release --locked -- example --size story --out $(STORY)
	node scripts/bench-scenarios.mjs --story $(STORY) $(ARGS)

check: fmt lint catalogue docs licences advisories size ## formatting, lints, texts, docs, licences, advisories, size budget

fmt:
	cargo fmt --all --check

# Tests may compare floats exactly: the same inputs give the same plan, to the byte.
lint:
	cargo clippy $(PLAIN) --locked --workspace --lib --bins -- -D warnings
	cargo clippy $(PLAIN) --locked --workspace --all-targets -- -D warnings -A clippy::float_cmp
	cargo clippy $(PLAIN) --locked --target wasm32-unknown-unknown --lib --bins --example bench -- -D warnings

texts: ## texts/en.json from the sources; a language: make texts LANGUAGE=de adds what texts/de.json lacks
	node scripts/texts.mjs
	$(if $(LANGUAGE),node scripts/texts.mjs $(LANGUAGE))

# Every text that a person reads is in the catalogue.
catalogue:
	node scripts/texts.mjs --check

docs:
	RUSTDOCFLAGS="-D warnings" cargo doc $(PLAIN) --locked --no-deps --lib -p evenfield -p evenfield-solver
	RUSTDOCFLAGS="-D warnings" cargo doc $(PLAIN) --locked --no-deps --lib -p evenfield -p evenfield-solver --target wasm32-unknown-unknown

licences: ## licences and sources of all crates and npm packages
	cargo deny --offline check licenses bans sources
	node scripts/licences.mjs

advisories: ## known vulnerabilities of crates and npm packages, where their databases can be reached
	bash scripts/advisories.sh

size: dist/index.html ## sizes of what a visitor downloads, against the budget
	node scripts/size.mjs dist

measure: setup dist ## how soon the page is there and how long it blocks, as in the README: 2 minutes
	node scripts/measure.mjs

clean: ## remove everything that was built
	rm -rf dist gen test-results
	cargo clean
