package import FoundationEssentials

/// One invocation of `measure`: a plan of trials on one machine with one set of toolchains.
package struct Run: Sendable, Hashable {
  /// A lower-case UUID, the same in every database that the run is copied to.
  ///
  /// Random, or for a piece of a divided plan derived from the digest of plan and machine, so that the
  /// pieces of one machine form one run.
  package var id: String
  package var startedAt: Date
  /// When the last planned trial was stored; nil while trials are missing.
  package var finishedAt: Date?
  package var preset: String
  /// The seed of the order of trials and of the bootstrap.
  package var seed: UInt64
  /// The version of Parallax.
  package var toolVersion: String
  /// The commit of the source tree; nil outside a git checkout.
  package var commit: String?
  /// Whether the source tree had changes that are not in the commit; nil outside a git checkout.
  package var isDirty: Bool?
  package var machine: Machine
  /// The compilers and libraries of the implementations.
  package var toolchains: [Toolchain]
  /// The measured source files.
  package var listings: [Listing]
  /// The variables that the user added to the environment of every trial, by name; usually empty.
  package var environment: [String: String]
  /// What may make the numbers unreliable.
  package var warnings: [RunWarning]
  /// The load averages over one minute at the start and the end of the run; nil when unknown.
  package var loadBefore, loadAfter: Double?
  /// The noise of the machine before the run, in nanoseconds; empty when it was not measured.
  package var calibration: [CalibrationFigure: Double]
  /// When measuring a case stops; nil for a fixed number of trials.
  package var goal: PrecisionGoal?
  /// The time after which no further block is planned, in seconds; nil for no limit.
  package var budgetSeconds: Double?
  /// How often its planner could look at the values to decide which cases get more trials; 1 when the
  /// number of trials did not depend on them.
  package var lookCount: Int

  package init(
    id: String, startedAt: Date, finishedAt: Date? = nil, preset: String, seed: UInt64,
    toolVersion: String, commit: String? = nil, isDirty: Bool? = nil, machine: Machine,
    toolchains: [Toolchain] = [], listings: [Listing] = [], environment: [String: String] = [:],
    warnings: [RunWarning] = [],
    loadBefore: Double? = nil, loadAfter: Double? = nil,
    calibration: [CalibrationFigure: Double] = [:], goal: PrecisionGoal? = nil,
    budgetSeconds: Double? = nil, lookCount: Int = 1
  ) {
    self.id = id
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.preset = preset
    self.seed = seed
    self.toolVersion = toolVersion
    self.commit = commit
    self.isDirty = isDirty
    self.machine = machine
    self.toolchains = toolchains
    self.listings = listings
    self.environment = environment
    self.warnings = warnings
    self.loadBefore = loadBefore
    self.loadAfter = loadAfter
    self.calibration = calibration
    self.goal = goal
    self.budgetSeconds = budgetSeconds
    self.lookCount = lookCount
  }
}

/// The machine of a run.
///
/// A fact that cannot be read is nil, never a guess.
package struct Machine: Sendable, Hashable {
  /// A digest of the facts that must be equal for the times of two machines to be compared.
  package var fingerprint: String
  /// The processor's name as the system reports it.
  package var cpuModel: String?
  /// The instruction set, for example `x86_64`.
  package var architecture: String
  /// The number of logical processors that a process may use, at least 1: those in its affinity, or
  /// the whole cores of its control group's quota if these are fewer.
  package var logicalCores: Int
  package var memoryBytes: Int?
  /// The operating system and its version, for example `Debian GNU/Linux 12 (bookworm)`.
  package var operatingSystem: String?
  /// The kernel and its release, for example `Linux 6.1.0`.
  package var kernel: String?
  /// Other facts by name, such as `governor`, `virtualization`, `libc`, `threadsMax`.
  package var facts: [String: String]

  package init(
    fingerprint: String, cpuModel: String?, architecture: String, logicalCores: Int,
    memoryBytes: Int?, operatingSystem: String?, kernel: String?, facts: [String: String] = [:]
  ) {
    self.fingerprint = fingerprint
    self.cpuModel = cpuModel
    self.architecture = architecture
    self.logicalCores = logicalCores
    self.memoryBytes = memoryBytes
    self.operatingSystem = operatingSystem
    self.kernel = kernel
    self.facts = facts
  }
}

extension Machine {
  /// The memory that a process may use: the machine's, or its control group's limit if that is less.
  package var usableMemoryBytes: Int? {
    [memoryBytes, facts["memoryLimitBytes"].flatMap { Int($0) }].compactMap(\.self).min()
  }

  /// The cores that a process may use in words, for example `2` or `2 of 64 allowed`.
  package var coresText: String {
    guard let online = facts["onlineCores"].flatMap({ Int($0) }), online > logicalCores else {
      return "\(logicalCores)"
    }
    return "\(logicalCores) of \(online) allowed"
  }
}

/// A compiler or library of the implementations of one runtime.
package struct Toolchain: Sendable, Hashable {
  /// For example `swift on the path`.
  package var name: String
  /// The version as the tool states it.
  package var version: String

  package init(name: String, version: String) {
    self.name = name
    self.version = version
  }
}

/// A measured source file as of the start of the run.
package struct Listing: Sendable, Hashable {
  package var implementation: Implementation
  /// The path relative to the root of the source tree.
  package var path: String
  /// The SHA-256 of its bytes in lower-case hexadecimal.
  package var sha256: String
  /// The SHA-256 of the program that was measured; nil if there was none.
  package var programSHA256: String?

  package init(
    implementation: Implementation, path: String, sha256: String, programSHA256: String? = nil
  ) {
    self.implementation = implementation
    self.path = path
    self.sha256 = sha256
    self.programSHA256 = programSHA256
  }
}

/// A reason why the numbers of a run may be unreliable.
package struct RunWarning: Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable {
    /// The machine was doing other work when the run began.
    case busyMachine
    /// The tool or a program is a debug build.
    case debugBuild
    /// A listed source is newer than the program built from it.
    case staleProgram
    /// The source tree had changes that are not in its commit.
    case dirtyTree
    /// A setting of the machine makes times vary.
    case unsteadyClock
    /// Before the run, equal work took unequal times or sleeps took too long.
    case noisyMachine
    /// Other work or the hypervisor took processor time during some trials.
    case disturbedTrials
    /// A stored value cannot be used; found when the run is read, and never stored.
    case unusableValue
  }

  package var kind: Kind
  /// What was observed and what to do about it, in one or two sentences.
  package var message: String

  package init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }
}

extension Run {
  /// The added variables as typed after `--env`, for example `GOGC=off`, sorted by name.
  package var environmentTexts: [String] {
    environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
  }

  /// The stated toolchains of languages beside the default ones, each named as in ``Implementation/toolchain``.
  package var otherToolchains: [(language: String, label: String, version: String)] {
    toolchains.compactMap { toolchain in
      let parts = toolchain.name.split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, Implementation.isToolchainLabel(String(parts[1])) else { return nil }
      return (String(parts[0]), String(parts[1]), toolchain.version)
    }
  }

  /// The first group of the identifier, enough to distinguish the runs of a page.
  package var shortID: String { String(id.prefix { $0 != "-" }) }

  /// The preset of runs that repeat one case.
  package static let reproductionPreset = "reproduce"

  /// The preset of runs that measure two commits beside each other.
  package static let pairPreset = "ab"

  /// The presets of runs for special purposes: no report shows them, and none is the latest run.
  package static let presetsApart = [Certification.preset, reproductionPreset, pairPreset]
}

extension Machine {
  /// Whether a user can mean a machine by this: the beginning of its fingerprint, or a part of its
  /// processor's name in any case.
  package static func isMeant(by name: String, fingerprint: String, cpuModel: String?) -> Bool {
    fingerprint.hasPrefix(name) || cpuModel?.lowercased().contains(name.lowercased()) == true
  }
}
