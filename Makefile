# Every line is a command that a person could type.

PRESET ?= quick
OUT ?= reports/latest
DB ?= $(OUT)/results.sqlite
BUILD ?= .build/release
# Links Swift's own libraries statically: trials start three times as fast, and the programs run on other
# machines.
STATIC := $(if $(filter Linux,$(shell uname -s)),--static-swift-stdlib)
# The counterpart of link-time optimization in the Tokio peers: generic code of one module, such as a channel,
# is specialized in the module that uses it. The condition lets the programs report the setting.
WHOLE := -Xswiftc -cross-module-optimization -Xswiftc -DCROSS_MODULE_OPTIMIZATION
SOURCES := Package.swift Sources Tests Workloads

.PHONY: report test peers fuzz faults sanitize bench check format install build

report: build
	@scripts/build-peers || echo "Some peers are missing; the report will say which. Fix it with: make peers"
	mkdir -p $(OUT)
	$(BUILD)/parallax measure --preset $(PRESET) --db $(DB)
	$(BUILD)/parallax import --db $(DB)
	$(BUILD)/parallax report --db $(DB) --out $(OUT)

# Each test that waits for a process blocks a thread. With more such tests than threads, tests with a time
# limit would exceed it.
test: install
	@scripts/embed-tree
	swift build --build-tests --explicit-target-dependency-import-check error
	SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$$(getconf _NPROCESSORS_ONLN) swift test --skip-build

# make peers GO="1.23 1.25" TOKIO="1.43 1.53" builds with these versions; all stands for those that the language's
# runtime.json lists. The newest is the default one.
peers:
	scripts/build-peers $(addprefix go@,$(GO)) $(addprefix tokio@,$(TOKIO))

# Tries a hundred thousand damaged files with each reader; `make test` tries a thousand. Then runs libFuzzer
# for a minute, if the toolchain has it.
fuzz: install
	PARALLAX_FUZZ_INPUTS=100000 swift test --filter ExternalFuzzTests
	scripts/fuzz

# Kills commands, fills disks, and passes hostile databases, programs and files to the tool; takes an hour.
faults: build
	scripts/faults

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

# SwiftPM does not rebuild a program if a change to its source changed no code. The programs are touched so
# that `measure` can tell that they match the current sources.
#
# make build LABEL=6.2.3 SWIFT=/path/to/usr/bin/swift builds the trial programs alone, with another compiler beside
# the default one; FLAGS=-Ounchecked adds flags of the compiler.
ifdef LABEL
build: install
	SWIFT=$(SWIFT) scripts/build-swift $(LABEL) $(FLAGS)
else
build: install
	@scripts/embed-tree
	swift build -c release $(STATIC) $(WHOLE)
	@find $(BUILD)/ -maxdepth 1 -type f -perm -u+x -exec touch {} +
endif
