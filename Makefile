# What a clone on Debian 12 needs: `make demo` to see it, `make test` to check it. Nothing here is needed to build with
# cmake by hand once `make deps` has run.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
PREFIX ?= /usr/local
FUZZ_SECONDS ?= 3

SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
PACKAGES := cmake ninja-build g++ pkg-config clang-14 clang-tidy-14 clang-format-14 lld-14 libclang-rt-14-dev llvm-14 \
  libyaml-dev libyaml-cpp-dev libre2-dev nlohmann-json3-dev libfmt-dev libcli11-dev doctest-dev libexpected-dev \
  libbenchmark-dev libmd-dev zlib1g-dev patch curl python3 python3-jsonschema python3-venv git ca-certificates
BENCH_PACKAGES := valgrind

# $(call install_missing,packages): silent and fast when all are there.
define install_missing
missing=$$(for package in $(1); do \
    dpkg-query -W -f='$${db:Status-Abbrev}' $$package 2>/dev/null | grep -q '^ii' || echo $$package; done); \
  if [ -n "$$missing" ]; then \
    echo "installing:" $$missing; \
    $(SUDO) apt-get update -qq; \
    $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
  fi
endef

CONFIGURE := cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release
CONFIGURE_ASAN := cmake -S . -B build-asan -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_C_COMPILER=clang-14 \
  -DCMAKE_CXX_COMPILER=clang++-14 -DCMAKE_CXX_FLAGS_RELWITHDEBINFO='-O1 -g1' \
  -DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=lld-14 -DPLUMBLINE_FUZZ=ON
SOURCES = $$(git ls-files -co --exclude-standard -- '*.h' '*.cpp')
ASAN_ENVIRONMENT := ASAN_SYMBOLIZER_PATH=/usr/bin/llvm-symbolizer-14

.PHONY: help deps build test test-release test-asan demo bench lint format-check docs install clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' Makefile | column -t -s $$'\t'

deps: ## install what is missing: Debian packages, and the grammars by their lock file
	@$(call install_missing,$(PACKAGES))
	@command -v npm >/dev/null || { $(call install_missing,npm); }
	@grammars/fetch

build: deps ## the release binary, build/plumbline
	@$(CONFIGURE) >/dev/null
	ninja -C build plumbline

test: deps format-check test-release test-asan ## build and run every test: release, sanitizers, a short fuzz run

test-release: deps
	$(CONFIGURE) >/dev/null
	ninja -C build
	ctest --test-dir build --output-on-failure --no-tests=error -j2

test-asan: deps
	$(CONFIGURE_ASAN) >/dev/null
	ninja -C build-asan
	$(ASAN_ENVIRONMENT) ctest --test-dir build-asan --output-on-failure --no-tests=error -LE release-only -j2
	$(ASAN_ENVIRONMENT) tests/fuzz/run build-asan $(FUZZ_SECONDS)

demo: build ## check fixtures/shop; reports under build/demo/
	@mkdir -p build/demo
	@build/plumbline check --root fixtures/shop -o sarif=build/demo/report.sarif -o json=build/demo/report.json \
	  -o log=build/demo/implementation-log.md || [ $$? -le 2 ]
	@echo "reports:"; ls build/demo/*

bench: deps ## ratios against a bare read and a bare parse of the same files
	@$(call install_missing,$(BENCH_PACKAGES))
	$(CONFIGURE) >/dev/null
	ninja -C build
	tests/bench/run build

format-check: deps
	@clang-format-14 --dry-run -Werror $(SOURCES)

lint: deps format-check ## clang-format and clang-tidy
	@$(CONFIGURE_ASAN) >/dev/null
	tests/support/lint build-asan

docs: deps ## regenerate docs/ from the tables and rules
	@$(CONFIGURE) >/dev/null
	ninja -C build plumbline-docs
	build/plumbline-docs docs

install: build ## into $(DESTDIR)$(PREFIX)
	install -D -m 755 build/plumbline $(DESTDIR)$(PREFIX)/bin/plumbline

clean: ## remove what was built; fetched grammars stay
	rm -rf build build-asan
