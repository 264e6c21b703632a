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
# The level of zstd: a low one is faster and makes a larger archive.
KIT_LEVEL ?= 19
SOURCES := Package.swift Sources Tests Workloads

.PHONY: report test peers fuzz faults sanitize bench power check format dependencies build install kit release

report: build
	@scripts/build-peers || echo "Some peers are missing; the report will say which. Fix it with: make peers"
	mkdir -p $(OUT)
	$(BUILD)/parallax measure --preset $(PRESET) --db $(DB)
	$(BUILD)/parallax import --db $(DB)
	$(BUILD)/parallax report --db $(DB) --out $(OUT)

test: dependencies
	@scripts/embed-tree
	swift build --build-tests --explicit-target-dependency-import-check error
	@scripts/test

# make peers GO="1.23 1.25" TOKIO="1.43 1.53" builds with these versions; all stands for those that the language's
# runtime.json lists. The newest is the default one.
peers:
	scripts/build-peers $(addprefix go@,$(GO)) $(addprefix tokio@,$(TOKIO))

# Tries a hundred thousand damaged files with each reader; `make test` tries a thousand. Then runs libFuzzer
# for a minute, if the toolchain has it.
fuzz: dependencies
	PARALLAX_FUZZ_INPUTS=100000 swift test --filter ExternalFuzzTests
	scripts/fuzz

# Kills commands, fills disks, and passes hostile databases, programs and files to the tool; takes an hour.
faults: build
	scripts/faults

sanitize: build
	BUILD=$(BUILD) scripts/sanitize

bench: build
	scripts/bench

# What a run decides in its budget, how often verdicts are false, and which regressions are found; takes hours
# and a quiet machine. scripts/power --help names its parts.
power: build
	scripts/power

check: build
	$(BUILD)/parallax check
	swift format lint --strict --recursive $(SOURCES)

format:
	swift format --in-place --recursive $(SOURCES)

dependencies:
	@scripts/install-dependencies

# The tool with its manual pages and completions: make install PREFIX=/usr/local
install: build
	@BUILD=$(BUILD) scripts/install-tool "$(PREFIX)"

# SwiftPM does not rebuild a program if a change to its source changed no code. The programs are touched so
# that `measure` can tell that they match the current sources.
#
# With BUILD=.build/debug, the debug build that the tests use: enough to see that everything runs. With
# PRODUCT=skynet, that program alone.
#
# make build LABEL=6.2.3 SWIFT=/path/to/usr/bin/swift builds the trial programs alone, with another compiler beside
# the default one; FLAGS=-Ounchecked adds flags of the compiler.
ifdef LABEL
build: dependencies
	SWIFT=$(SWIFT) scripts/build-swift $(LABEL) $(FLAGS)
else ifneq ($(filter command,$(origin SWIFT) $(origin FLAGS)),)
build:
	$(error SWIFT and FLAGS build a toolchain beside the default one, which needs a name: make build LABEL=6.2.3 SWIFT=/path/to/usr/bin/swift)
else
build: dependencies
	@scripts/embed-tree
	swift build $(if $(filter .build/debug,$(BUILD)),,-c release $(STATIC) $(WHOLE)) $(addprefix --product ,$(PRODUCT))
	@find $(BUILD)/ -maxdepth 1 -type f -perm -u+x -exec touch {} +
endif

# Debian's archives of SQLite and cmark-gfm are found before the shared libraries, whose names differ from
# system to system.
kit: build
	@scripts/build-peers || echo "Some peers are missing, and the kit will lack them. Fix it with: make peers"
	@scripts/kit-libraries .build/static
	swift build -c release $(STATIC) $(WHOLE) --product parallax -Xlinker -L$(CURDIR)/.build/static
	@touch $(BUILD)/parallax
	scripts/kit $(KIT_LEVEL)

# What a release consists of, from a clean tree: make release DB=sample.sqlite
release: kit
	scripts/release "$(DB)"
