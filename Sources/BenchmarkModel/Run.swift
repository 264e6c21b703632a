package import FoundationEssentials

/// One invocation of `measure`: a plan of trials on one machine with one set of toolchains.
package struct Run: Sendable, Hashable {
  /// An identifier in the form of a UUID, lower case, the same in every database it is copied to:
  /// random, or for a piece of a divided plan the digest of plan and machine, so that the pieces of
  /// one machine become one run.
  package var id: String
  /// When it began.
  package var startedAt: Date
  /// When the last planned trial was stored; nil while trials are missing.
  package var finishedAt: Date?
  /// The preset's name.
  package var preset: String
  /// The seed of the order of trials and of the bootstrap.
  package var seed: UInt64
  /// The version of Parallax.
  package var toolVersion: String
  /// The commit of the source tree; nil outside a git checkout.
  package var commit: String?
  /// Whether the source tree had changes that are not in the commit; nil outside a git checkout.
  package var isDirty: Bool?
  /// What it ran on.
  package var machine: Machine
  /// What built and ran the implementations.
  package var toolchains: [Toolchain]
  /// The measured source files.
  package var listings: [Listing]
  /// What a reader should know before believing the numbers.
  package var warnings: [RunWarning]
  /// The load average of the last minute when it began and when it ended; nil when not read.
  package var loadBefore, loadAfter: Double?
  /// What was seen of the machine's noise before it began, in nanoseconds; empty when not looked at.
  package var calibration: [CalibrationFigure: Double]
  /// When a case is measured well enough; nil for a fixed number of trials.
  package var goal: PrecisionGoal?
  /// The time after which no further block is planned, in seconds; nil for no budget.
  package var budgetSeconds: Double?

  /// Makes a run.
  package init(
    id: String, startedAt: Date, finishedAt: Date? = nil, preset: String, seed: UInt64,
    toolVersion: String, commit: String? = nil, isDirty: Bool? = nil, machine: Machine,
    toolchains: [Toolchain] = [], listings: [Listing] = [], warnings: [RunWarning] = [],
    loadBefore: Double? = nil, loadAfter: Double? = nil,
    calibration: [CalibrationFigure: Double] = [:], goal: PrecisionGoal? = nil,
    budgetSeconds: Double? = nil
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
    self.warnings = warnings
    self.loadBefore = loadBefore
    self.loadAfter = loadAfter
    self.calibration = calibration
    self.goal = goal
    self.budgetSeconds = budgetSeconds
  }
}

/// What a run ran on.
///
/// A fact that cannot be read is nil, never a guess.
package struct Machine: Sendable, Hashable {
  /// The key of comparability: a digest of the facts that make two machines the same for timing.
  package var fingerprint: String
  /// The processor's name as it states itself.
  package var cpuModel: String?
  /// The instruction set, for example `x86_64`.
  package var architecture: String
  /// Logical processors that a process may use, at least 1.
  package var logicalCores: Int
  /// Memory in bytes.
  package var memoryBytes: Int?
  /// The operating system and its version, for example `Debian GNU/Linux 12 (bookworm)`.
  package var operatingSystem: String?
  /// The kernel and its release, for example `Linux 6.1.0`.
  package var kernel: String?
  /// Further facts by name, such as `governor`, `virtualization`, `libc`, `threadsMax`.
  package var facts: [String: String]

  /// Makes a machine.
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

/// What built or ran the implementations of one runtime.
package struct Toolchain: Sendable, Hashable {
  /// The tool, for example `swift on the path`.
  package var name: String
  /// Its version as it states itself.
  package var version: String

  /// Makes a toolchain.
  package init(name: String, version: String) {
    self.name = name
    self.version = version
  }
}

/// A measured source file as it was when the run began.
package struct Listing: Sendable, Hashable {
  /// What it implements.
  package var implementation: Implementation
  /// The path from the root of the source tree.
  package var path: String
  /// The SHA-256 of its bytes, lower-case hexadecimal.
  package var sha256: String

  /// Makes a listing.
  package init(implementation: Implementation, path: String, sha256: String) {
    self.implementation = implementation
    self.path = path
    self.sha256 = sha256
  }
}

/// What a reader should know before believing a run's numbers.
package struct RunWarning: Sendable, Hashable {
  /// What kind of trouble it is.
  package enum Kind: String, Sendable, CaseIterable {
    /// The machine did other work when the run began.
    case busyMachine
    /// The tool or the programs are debug builds.
    case debugBuild
    /// A listed source is newer than the program built from it.
    case staleProgram
    /// The source tree had changes that are not in its commit.
    case dirtyTree
    /// A setting of the machine makes times vary.
    case unsteadyClock
    /// Equal work took unequal times, or sleeps overshot, before the run began.
    case noisyMachine
    /// Other work or the hypervisor took processor time during some of the trials.
    case disturbedTrials
  }

  /// The kind.
  package var kind: Kind
  /// What was seen and what to do, in a sentence or two.
  package var message: String

  /// Makes a warning.
  package init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }
}

extension Run {
  /// The first group of the identifier, enough to tell runs apart on a page.
  package var shortID: String { String(id.prefix { $0 != "-" }) }
}
