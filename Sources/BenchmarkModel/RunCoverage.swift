package import FoundationEssentials

/// What a run has measured, workload by workload, counted without reading its measurements.
package struct RunCoverage: Sendable, Hashable {
  /// The run's identifier.
  package var id: String
  package var startedAt: Date
  package var preset: String
  package var machine: Machine
  /// What was added to the environment of its trials, as typed after `--env`.
  package var environment: [String]
  /// The workloads that have stored trials, sorted by name.
  package var workloads: [WorkloadCoverage]

  package init(
    id: String, startedAt: Date, preset: String, machine: Machine, environment: [String] = [],
    workloads: [WorkloadCoverage] = []
  ) {
    self.id = id
    self.startedAt = startedAt
    self.preset = preset
    self.machine = machine
    self.environment = environment
    self.workloads = workloads
  }

  /// The first group of the identifier, as ``Run/shortID``.
  package var shortID: String { String(id.prefix { $0 != "-" }) }
}

/// What a run has measured of one workload.
package struct WorkloadCoverage: Sendable, Hashable {
  package var workload: String
  /// The identifiers of the runtimes of which the default implementation completed a trial.
  package var runtimes: Set<String>
  /// The toolchains beside the default one whose default implementation completed a trial, each as
  /// `runtime@toolchain`, for example `go@1.25`.
  package var toolchains: Set<String>
  /// The completed trials of all implementations that the default toolchains built.
  package var completedTrials: Int
  /// How many trials recorded what else the machine did.
  package var observedTrials: Int
  /// How many of them were disturbed, as ``Trial/interference(logicalCores:)`` says.
  package var disturbedTrials: Int
  /// The versions that the programs stated, by the runtime's identifier, or for a toolchain beside the default one as
  /// in ``toolchains``; of each case the first and the last in the order of texts.
  package var versions: [String: Set<String>]

  package init(
    workload: String, runtimes: Set<String> = [], toolchains: Set<String> = [],
    completedTrials: Int = 0, observedTrials: Int = 0,
    disturbedTrials: Int = 0, versions: [String: Set<String>] = [:]
  ) {
    self.workload = workload
    self.runtimes = runtimes
    self.toolchains = toolchains
    self.completedTrials = completedTrials
    self.observedTrials = observedTrials
    self.disturbedTrials = disturbedTrials
    self.versions = versions
  }
}

extension WorkloadCoverage {
  /// The identifiers of the runtimes that have ``toolchains``.
  package var runtimesWithToolchains: Set<String> {
    Set(toolchains.map { String($0.prefix { $0 != "@" }) })
  }

  /// The toolchains of a runtime beside the default one.
  package func toolchains(of runtime: String) -> Set<String> {
    toolchains.filter { $0.hasPrefix("\(runtime)@") }
  }

  /// The first three numbers of the newest version in which a runtime was measured; zeros where no program stated
  /// one.
  package func newestVersion(of runtime: String) -> [Int] {
    let stated = toolchains(of: runtime).union([runtime]).flatMap { versions[$0] ?? [] }
    let numbers = stated.compactMap(VersionNumber.stated).map(VersionNumber.numbers)
    let newest = numbers.max { $0.lexicographicallyPrecedes($1) } ?? []
    return Array((newest + [0, 0, 0]).prefix(3))
  }
}
