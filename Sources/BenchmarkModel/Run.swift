public import FoundationEssentials

/// One invocation of `measure`: a plan of trials on one machine with one set of toolchains.
public struct Run: Sendable, Hashable {
  /// An identifier in the form of a UUID, lower case, the same in every database it is copied to:
  /// random, or for a piece of a divided plan the digest of plan and machine, so that the pieces of
  /// one machine become one run.
  public var id: String
  /// When it began.
  public var startedAt: Date
  /// When the last planned trial was stored; nil while trials are missing.
  public var finishedAt: Date?
  /// The preset's name.
  public var preset: String
  /// The seed of the order of trials and of the bootstrap.
  public var seed: UInt64
  /// The version of Parallax.
  public var toolVersion: String
  /// The commit of the source tree; nil outside a git checkout.
  public var commit: String?
  /// Whether the source tree had changes that are not in the commit; nil outside a git checkout.
  public var isDirty: Bool?
  /// What it ran on.
  public var machine: Machine
  /// What built and ran the implementations.
  public var toolchains: [Toolchain]
  /// The measured source files.
  public var listings: [Listing]
  /// What a reader should know before believing the numbers.
  public var warnings: [RunWarning]
  /// The load average of the last minute when it began and when it ended; nil when not read.
  public var loadBefore, loadAfter: Double?
  /// What was seen of the machine's noise before it began, in nanoseconds; empty when not looked at.
  public var calibration: [CalibrationFigure: Double]
  /// When a case is measured well enough; nil for a fixed number of trials.
  public var goal: PrecisionGoal?
  /// The time after which no further block is planned, in seconds; nil for no budget.
  public var budgetSeconds: Double?

  /// Makes a run.
  public init(
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
public struct Machine: Sendable, Hashable {
  /// The key of comparability: a digest of the facts that make two machines the same for timing.
  public var fingerprint: String
  /// The processor's name as it states itself.
  public var cpuModel: String?
  /// The instruction set, for example `x86_64`.
  public var architecture: String
  /// Logical processors that a process may use, at least 1.
  public var logicalCores: Int
  /// Memory in bytes.
  public var memoryBytes: Int?
  /// The operating system and its version, for example `Debian GNU/Linux 12 (bookworm)`.
  public var operatingSystem: String?
  /// The kernel and its release, for example `Linux 6.1.0`.
  public var kernel: String?
  /// Further facts by name, such as `governor`, `virtualization`, `libc`, `threadsMax`.
  public var facts: [String: String]

  /// Makes a machine.
  public init(
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
public struct Toolchain: Sendable, Hashable {
  /// The tool, for example `swift on the path`.
  public var name: String
  /// Its version as it states itself.
  public var version: String

  /// Makes a toolchain.
  public init(name: String, version: String) {
    self.name = name
    self.version = version
  }
}

/// A measured source file as it was when the run began.
public struct Listing: Sendable, Hashable {
  /// What it implements.
  public var implementation: Implementation
  /// The path from the root of the source tree.
  public var path: String
  /// The SHA-256 of its bytes, lower-case hexadecimal.
  public var sha256: String

  /// Makes a listing.
  public init(implementation: Implementation, path: String, sha256: String) {
    self.implementation = implementation
    self.path = path
    self.sha256 = sha256
  }
}

/// What a reader should know before believing a run's numbers.
public struct RunWarning: Sendable, Hashable {
  /// What kind of trouble it is.
  public enum Kind: String, Sendable, CaseIterable {
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
  public var kind: Kind
  /// What was seen and what to do, in a sentence or two.
  public var message: String

  /// Makes a warning.
  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }
}
