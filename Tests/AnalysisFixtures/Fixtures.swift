package import Analysis
package import BenchmarkModel
package import FoundationEssentials
import RuntimeFixtures

extension SourceListing {
  /// A listing whose language the files of this source tree describe.
  package init(implementation: Implementation, path: String, text: String, sha256: String) {
    self.init(
      implementation: implementation, path: path, text: text,
      syntax: repositoryRuntimes.language(of: implementation.runtime)?.syntax, sha256: sha256)
  }
}

/// The contract that workloads of the tests have.
package let fixtureReadme = """
  # A workload

  ## Question

  How long do `N` tasks take?

  ## Operation

  One task.

  ## Timed region

  All of it, as [the rules](https://example.org/rules) say.

  ## What must be equal

  - The number of tasks,
    whatever they are.
  - The hold.

  ## What may differ

  Nothing.

  ## Known unfairness

  None is known.
  """

package func fixtureMachine() -> Machine {
  Machine(
    fingerprint: "0123abcd", cpuModel: "Test processor", architecture: "x86_64", logicalCores: 2,
    memoryBytes: 8_000_000_000, operatingSystem: "Test OS 1", kernel: "Linux 6.1",
    facts: ["threadsMax": "60000"])
}

package func fixtureRun(
  listings: [Listing] = [], warnings: [RunWarning] = [],
  finishedAt: Date? = Date(unix: 1_700_000_600)
) -> Run {
  Run(
    id: "7c1f0f36-8d57-4b4e-9d55-0f7d2cf0a9e1", startedAt: Date(unix: 1_700_000_000),
    finishedAt: finishedAt, preset: "quick", seed: 42, toolVersion: "0.1.0", commit: "abc1234",
    isDirty: false, machine: fixtureMachine(),
    toolchains: [Toolchain(name: "swift", version: "6.3.1")], listings: listings,
    warnings: warnings, loadBefore: 0.5, loadAfter: 1.75,
    calibration: [.spinMedian: 73_000, .timerMaximum: 1_400_000, .emptyMeasure: 34])
}

extension Date {
  package init(unix seconds: Double) { self.init(timeIntervalSince1970: seconds) }
}

extension Implementation {
  package static func sleeping(_ runtime: Runtime) -> Implementation {
    Implementation(workload: "sleeping-tasks", runtime: runtime)
  }
}

package func tasks(_ count: Int, holdMilliseconds: Int = 2_000) -> [Parameter] {
  [Parameter("tasks", count), Parameter("hold-milliseconds", holdMilliseconds)]
}

/// One trial for each value of the peak memory.
package func trials(_ runtime: Runtime, _ size: [Parameter], _ values: [Double]) -> [Trial] {
  trials(runtime, size, .peakResident, values)
}

/// One trial for each value of the metric.
package func trials(
  _ runtime: Runtime, _ size: [Parameter], _ metric: Metric, _ values: [Double]
) -> [Trial] {
  values.enumerated().map { index, value in
    Trial(
      planned: planned(runtime, size, position: index), startedAt: Date(unix: 1_700_000_000),
      outcome: Outcome(.completed), runtimeVersion: "test 1.0",
      measurements: [Measurement(metric.name, value)])
  }
}

/// Trials that did not complete.
package func incidents(
  _ runtime: Runtime, _ size: [Parameter], _ outcome: Outcome, count: Int = 1
) -> [Trial] {
  (0..<count).map { index in
    Trial(
      planned: planned(runtime, size, position: index), startedAt: Date(unix: 1_700_000_000),
      outcome: outcome)
  }
}

private func planned(_ runtime: Runtime, _ size: [Parameter], position: Int) -> PlannedTrial {
  PlannedTrial(
    position: position, block: position, case: Case(.sleeping(runtime), size), warmups: 0,
    iterations: 1)
}

package func fixtureWorkload(
  _ trials: [Trial] = [], name: String = "sleeping-tasks", run: Run? = fixtureRun(),
  readme: String = fixtureReadme, listings: [SourceListing] = []
) -> WorkloadInput {
  let sizes = Set(trials.map(\.planned.case.parameters))
  return WorkloadInput(
    name: name, title: "Sleeping tasks", operation: "task", folder: "Workloads/SleepingTasks",
    readme: readme,
    metrics: [
      Metric(name: "startNanoseconds", label: "Time until all sleep", unit: .nanoseconds)
    ], headlines: [Metric.peakResident.name, "startNanoseconds"],
    terms: sizes.reduce(into: [:]) { $0[$1] = CaseTerms(operations: $1[0].value) },
    runtimes: repositoryRuntimes.defaults, baseline: repositoryRuntimes.baseline,
    listings: listings, run: trials.isEmpty ? nil : run, trials: trials)
}

package func fixtureSource(
  _ id: String = "writer-2024", title: String = "How much memory?",
  url: String = "https://example.org/memory"
) -> Source {
  Source(
    id: id, title: title, author: "A. Writer", published: "2024-02-17", url: url, trust: .medium,
    trustReason: "The author's own post.", method: "Peak memory of one run.",
    retrieved: "Read in the post.")
}

package func fixtureReference(
  _ id: String = "writer-go-100k", runtime: Runtime? = Runtime("go"),
  parameters: [Parameter] = tasks(100_000, holdMilliseconds: 10_000), printed: String = "262.7",
  bytes: Double = 275_447_808, qualifier: Reference.Qualifier = .exact,
  contract: ContractMatch = .same, source: String = "writer-2024", note: String? = nil
) -> Reference {
  Reference(
    id: id, workload: "sleeping-tasks", language: "Go", runtime: "goroutines",
    runtimeVersion: "Go 1.23",
    comparesTo: runtime.map {
      Implementation(workload: "sleeping-tasks", runtime: repositoryRuntimes.runtime($0.id))
    },
    parameters: parameters, metric: "memory",
    comparesToMetric: Metric.peakResident.name, statistic: .peak, qualifier: qualifier,
    value: PublishedValue(
      printed: printed, printedUnit: "MB", normalized: bytes, normalizedUnit: .bytes,
      conversion: "1 MB = 1,048,576 bytes"),
    contract: contract,
    provenance: Provenance(
      sourceID: source, locator: "table 1", hardware: "Some processor",
      operatingSystem: Reference.notStated, note: note))
}
