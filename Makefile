# Every line is a command that a person could type.

PRESET ?= quick
OUT ?= reports/latest
DB ?= $(OUT)/results.sqlite
BUILD ?= .build/release
# Static linking of Swift's own libraries: trials start three times as fast, the programs travel.
STATIC := $(if $(filter Linux,$(shell uname -s)),--static-swift-stdlib)
# What link-time optimization does for the Tokio peers: generic code of one module, such as a channel, is
# specialized in another that uses it. The condition lets the programs say so.
WHOLE := -Xswiftc -cross-module-optimization -Xswiftc -DCROSS_MODULE_OPTIMIZATION
SOURCES := Package.swift Sources Tests Workloads

.PHONY: report test peers fuzz sanitize bench check format install build

report: build
	@scripts/build-peers || echo "Some peers are missing; the report will say which. Mend: make peers"
	$(BUILD)/parallax measure --preset $(PRESET) --db $(DB)
	$(BUILD)/parallax import --db $(DB)
	$(BUILD)/parallax report --db $(DB) --out $(OUT)

# Tests wait for processes and keep a thread each meanwhile; more of them than threads at a time would
# make those with a time limit wait beyond it.
test: install
	swift build --build-tests --explicit-target-dependency-import-check error
	SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$$(getconf _NPROCESSORS_ONLN) swift test --skip-build

peers:
	scripts/build-peers

# A hundred thousand damaged files for each reader; `make test` gives them a thousand. Then a minute of
# libFuzzer, where the toolchain has it.
fuzz: install
	PARALLAX_FUZZ_INPUTS=100000 swift test --filter ExternalFuzzTests
	scripts/fuzz

sanitize: build
	scripts/sanitize

bench: build
	scripts/bench

check: build
	$(BUILD)/parallax check
	swift format lint --strict --recursive $(SOURCES)

format:
	swift format --in-place --recursive $(SOURCES)

install:
	@scripts/install-dependencies

# SwiftPM leaves a program alone when a change to its source changed no code; the programs are touched
# so that `measure` can tell that they were built from the sources as they are.
build: install
	swift build -c release $(STATIC) $(WHOLE)
	@find $(BUILD)/ -maxdepth 1 -type f -perm -u+x -exec touch {} +
