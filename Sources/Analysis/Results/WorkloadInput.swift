package import BenchmarkModel

/// A workload with its contract, its current source files and the run that the report shows.
package struct WorkloadInput: Sendable {
  /// The identifier, for example `sleeping-tasks`.
  package var name: String
  /// The name in words.
  package var title: String
  /// What one operation is, as a noun in the singular, for example `task`.
  package var operation: String
  /// The folder from the root of the source tree, for example `Workloads/SleepingTasks`.
  package var folder: String
  /// The text of the folder's `README.md`.
  package var readme: String
  /// The metrics that the workload adds to the common ones.
  package var metrics: [Metric]
  /// The latency distributions that its trials store.
  package var latencies: [Metric]
  /// The names of the headline metrics, the most important first.
  package var headlines: [String]
  /// What a runtime must reach for a place in the ranking; nil if there is no condition.
  package var placeCondition: PlaceCondition?
  /// The variants, in the contract's order.
  package var variants: [VariantInput]
  /// What the contract says about a case, by its parameters; nothing about a case that is missing.
  package var terms: [[Parameter]: CaseTerms]
  /// The runtimes that are shown whether they were measured or not; others are shown if they were.
  package var runtimes: [Runtime]
  /// The runtime that the others are compared with; nil compares none.
  package var baseline: Runtime?
  /// The runtimes for which the source tree has no implementation.
  package var notImplemented: Set<Runtime>
  /// The source files to be printed, as they are now, in the order of the runtimes.
  package var listings: [SourceListing]
  /// The command that runs one trial of a case again, as typed in a shell at the root of a source tree.
  package var commands: [Case: String] = [:]
  /// The commands that build what other toolchains than the default ones measured.
  package var buildCommands: [String] = []
  /// Whether the report leaves its measurements out because it was asked for others.
  package var isLeftOut = false
  /// Which versions it is about if it only stands beside the workload from another run; nil for what the workload's
  /// page shows.
  package var versions: MeasuredVersions?
  /// The run that the report shows of this workload; nil when there is none.
  package var run: Run?
  /// That run's trials of this workload.
  package var trials: [Trial]

  package init(
    name: String, title: String, operation: String, folder: String, readme: String,
    metrics: [Metric] = [], latencies: [Metric] = [], headlines: [String] = [],
    placeCondition: PlaceCondition? = nil, variants: [VariantInput] = [],
    terms: [[Parameter]: CaseTerms] = [:], runtimes: [Runtime] = [], baseline: Runtime? = nil,
    notImplemented: Set<Runtime> = [],
    listings: [SourceListing] = [], run: Run? = nil, trials: [Trial] = []
  ) {
    self.name = name
    self.title = title
    self.operation = operation
    self.folder = folder
    self.readme = readme
    self.metrics = metrics
    self.latencies = latencies
    self.headlines = headlines
    self.placeCondition = placeCondition
    self.variants = variants
    self.terms = terms
    self.runtimes = runtimes
    self.baseline = baseline
    self.notImplemented = notImplemented
    self.listings = listings
    self.run = run
    self.trials = trials
  }

  /// Whether it is only about what versions changed, beside the workload from another run.
  package var isOfVersions: Bool { versions != nil }
}

/// What a run shows of a workload of which it only shows versions.
package struct MeasuredVersions: Sendable, Hashable {
  /// The identifiers of the runtimes whose versions it shows.
  package var runtimes: Set<String>
  /// Whether no newer run shows versions of the workload.
  package var isNewest: Bool

  package init(of runtimes: Set<String>, isNewest: Bool = true) {
    self.runtimes = runtimes
    self.isNewest = isNewest
  }
}

/// What a runtime must reach for a place in the ranking by any other metric.
package struct PlaceCondition: Sendable {
  /// The name of a metric where more is better.
  package var metric: String
  /// The share of the best value among the default implementations.
  package var share: Double

  package init(metric: String, share: Double) {
    self.metric = metric
    self.share = share
  }
}

/// A variant of a workload's implementations.
package struct VariantInput: Sendable, Hashable {
  /// The name in kebab case, for example `async-stream`.
  package var name: String
  /// What kind of alternative it is: `idiomatic` or `tuned`.
  package var label: String
  /// What it does differently, as a sentence.
  package var summary: String
  /// What it sets in the environment of the default's program, for example `GOGC=off`; empty for other
  /// code.
  package var environment: [String]

  package init(name: String, label: String, summary: String, environment: [String] = []) {
    self.name = name
    self.label = label
    self.summary = summary
    self.environment = environment
  }
}

/// A measured source file as it is now.
package struct SourceListing: Sendable, Equatable {
  /// What it implements.
  package var implementation: Implementation
  /// The path relative to the root of the source tree.
  package var path: String
  /// The whole file.
  package var text: String
  /// The syntax of its language; nil if that is not known.
  package var syntax: LanguageSyntax?
  /// The SHA-256 of its bytes, lower-case hexadecimal.
  package var sha256: String

  package init(
    implementation: Implementation, path: String, text: String, syntax: LanguageSyntax?,
    sha256: String
  ) {
    self.implementation = implementation
    self.path = path
    self.text = text
    self.syntax = syntax
    self.sha256 = sha256
  }
}
