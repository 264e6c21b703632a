package import BenchmarkModel
package import Statistics

/// A workload's run, sorted into cases, with every estimate computed once.
package struct WorkloadResult: Sendable {
  /// The input.
  package let workload: WorkloadInput
  /// The cases that have trials, by runtime, variant, toolchain and size.
  package private(set) var cases: [CaseResult]
  /// The current source files, in the order of the input.
  package let listings: [CountedListing]
  /// How the intervals of the run are computed.
  package private(set) var method: RunMethod
  /// The metrics that at least one case has values of: the workload's own, then the derived ones,
  /// then the common ones.
  package let metrics: [Metric]
  /// The sizes that were planned, smallest first.
  package let sizes: [[Parameter]]
  /// The runtimes that are shown, measured or not, in the order of the columns.
  package let runtimes: [Runtime]
  /// Every default implementation, measured or not, and the variants that were not left out; what other
  /// toolchains built is among ``cases`` only.
  package let implementations: [Implementation]

  /// ``implementations``, each followed by what other toolchains built of it, oldest version first.
  package var allImplementations: [Implementation] {
    let others = Dictionary(
      grouping: Set(cases.map(\.case.implementation)).filter { $0.toolchain != nil }, by: \.runtime)
    return implementations.flatMap { one in
      let own = one.isDefault ? others[one.runtime] ?? [] : []
      return [one]
        + own.sorted { VersionNumber.precedes($0.toolchainName, $1.toolchainName) }
    }
  }

  private let indices: [Case: Int]

  /// The results of workloads in their order.
  ///
  /// The cases of one run share what they say about variances, so all its workloads must be given for the
  /// numbers to be those of the database.
  ///
  /// - Parameters:
  ///   - workloads: The workloads.
  ///   - others: Workloads of the same runs that only say something about variances.
  package static func all(
    _ workloads: [WorkloadInput], besides others: [WorkloadInput] = []
  ) throws(AnalysisError) -> [WorkloadResult] {
    let sorted = (workloads + others).concurrentMap { workload in
      Result { () throws(AnalysisError) in try WorkloadResult(samplesOf: workload) }
    }
    var all: [WorkloadResult] = []
    for result in sorted { all.append(try result.get()) }
    let results = Array(all.prefix(workloads.count))
    let methods = Dictionary(grouping: all, by: \.workload.run?.id).mapValues { results in
      RunMethod(
        of: results[0].workload.run, cases: results.flatMap(\.cases),
        metrics: results.flatMap { $0.workload.knownMetrics + $0.workload.latencies },
        headlines: results.reduce(into: [:]) { $0[$1.workload.name] = $1.headlines.first })
    }
    return results.concurrentMap { result in
      var result = result
      if let method = methods[result.workload.run?.id] { result.estimate(by: method) }
      return result
    }
  }

  /// The result of a workload whose run has no other.
  package init(_ workload: WorkloadInput) throws(AnalysisError) {
    self = try Self.all([workload])[0]
  }

  /// Computes all intervals.
  mutating func estimate(by method: RunMethod) {
    self.method = method
    for index in cases.indices { cases[index].estimate(by: method) }
  }

  private init(samplesOf workload: WorkloadInput) throws(AnalysisError) {
    self.workload = workload
    listings = workload.listings.map { CountedListing($0, run: workload.run) }
    method = RunMethod(of: workload.run, cases: [], metrics: [])
    let groups = Dictionary(grouping: workload.trials, by: \.planned.case)
    var cases: [CaseResult] = []
    for `case` in groups.keys.sorted(by: Self.precedes) {
      guard `case`.implementation.workload == workload.name else {
        throw .foreignTrial(case: `case`.description, workload: workload.name)
      }
      cases.append(
        try CaseResult(
          `case`,
          trials: groups[`case`, default: []].sorted { $0.planned.position < $1.planned.position },
          latencies: workload.latencies,
          terms: workload.terms[`case`.parameters] ?? CaseTerms(),
          runID: workload.run?.id ?? "without a record"))
    }
    let names = Dictionary(grouping: cases.flatMap(\.cells.values), by: \.text)
    let repeated = Set(names.filter { $0.value.count > 1 }.keys)
    for index in cases.indices { cases[index].lengthenCells(named: repeated) }
    self.cases = cases
    metrics = Self.metrics(of: cases, workload)
    sizes = Self.sizes(of: cases)
    runtimes = Set(workload.runtimes + cases.map(\.case.implementation.runtime)).sorted()
    implementations = Self.implementations(of: cases, workload, runtimes)
    indices = Dictionary(
      uniqueKeysWithValues: cases.enumerated().map { ($0.element.case, $0.offset) })
  }

  private static func metrics(of cases: [CaseResult], _ workload: WorkloadInput) -> [Metric] {
    let hidden = DerivedMetric.all.filter(\.isShownAsHeadlineOnly).map(\.metric.name)
      .filter { !workload.headlines.contains($0) }
    return workload.knownMetrics.filter { metric in
      !hidden.contains(metric.name) && cases.contains { $0.measured[metric.name] != nil }
    }
  }

  private static func sizes(of cases: [CaseResult]) -> [[Parameter]] {
    var sizes: [[Parameter]] = []
    for size in cases.map(\.case.parameters) where !sizes.contains(size) { sizes.append(size) }
    return sizes.sorted(by: isSmaller)
  }

  private static func implementations(
    of cases: [CaseResult], _ workload: WorkloadInput, _ runtimes: [Runtime]
  ) -> [Implementation] {
    let found = Set(cases.filter { !$0.isLeftOut }.map(\.case.implementation))
      .filter { $0.toolchain == nil }
    return runtimes.flatMap { runtime in
      let variants = found.filter { $0.runtime == runtime && $0.variant != nil }
      return [Implementation(workload: workload.name, runtime: runtime)]
        + variants.sorted { $0.id < $1.id }
    }
  }

  /// The number of cases for which the run's budget was too small.
  package var leftOutCount: Int { cases.count(where: \.isLeftOut) }

  /// The one parameter in which sizes differ; nil with one size or when they differ in several.
  package var sizeParameter: String? {
    guard let first = sizes.first, sizes.count > 1 else { return nil }
    let varying = first.map(\.name).filter { name in
      Set(sizes.map { size in size.first { $0.name == name }?.value }).count > 1
    }
    return varying.count == 1 ? varying.first : nil
  }

  /// The result of an implementation at a size; nil when it has no trial.
  package func result(_ implementation: Implementation, at size: [Parameter]) -> CaseResult? {
    indices[Case(implementation, size)].map { cases[$0] }
  }

  /// The measurements of a metric at a size, in the order of the runtimes.
  package func measured(_ metric: Metric, at size: [Parameter]) -> [MeasuredCase] {
    implementations.compactMap { implementation in
      guard let measured = result(implementation, at: size)?.measured[metric.name] else {
        return nil
      }
      return MeasuredCase(implementation: implementation, measured: measured)
    }
  }

  /// The samples of an implementation by the value of the parameter in which sizes differ.
  ///
  /// - Parameter chosen: The sizes to include.
  package func samples(
    of metric: String, _ implementation: Implementation, over parameter: String,
    at chosen: [[Parameter]]
  ) -> [Double: Sample] {
    chosen.reduce(into: [:]) { samples, size in
      guard let x = size.first(where: { $0.name == parameter })?.value,
        let measured = result(implementation, at: size)?.measured[metric]
      else { return }
      samples[Double(x)] = measured.sample
    }
  }

  /// Why an implementation has no value at a size.
  package func absence(of implementation: Implementation, at size: [Parameter]) -> String {
    guard let result = result(implementation, at: size) else {
      if workload.notImplemented.contains(implementation.runtime) {
        return Outcome.Kind.notImplemented.label
      }
      if workload.isLeftOut { return "left out" }
      return workload.run == nil ? "not measured" : "not measured in this run"
    }
    if let incident = result.incidents.first { return incident.summary }
    return "not measured by its trials"
  }

  private static func precedes(_ one: Case, _ other: Case) -> Bool {
    let runtimes = [one, other].map(\.implementation.runtime)
    if runtimes[0] != runtimes[1] { return runtimes[0] < runtimes[1] }
    let variants = [one, other].map { $0.implementation.variant ?? "" }
    if variants[0] != variants[1] { return variants[0] < variants[1] }
    let toolchains = [one, other].map { $0.implementation.toolchain ?? "" }
    if toolchains[0] != toolchains[1] { return toolchains[0] < toolchains[1] }
    return isSmaller(one.parameters, other.parameters)
  }

  /// The order of sizes: by the first parameter in which they differ.
  package static func isSmaller(_ one: [Parameter], _ other: [Parameter]) -> Bool {
    for (first, second) in zip(one, other) where first != second {
      return first.name == second.name ? first.value < second.value : first.name < second.name
    }
    return one.count < other.count
  }
}

extension [WorkloadResult] {
  /// The runtimes that any of the workloads shows, in the order of the columns.
  package var runtimes: [Runtime] { Set(flatMap(\.runtimes)).sorted() }
}

/// An implementation with the measurements of one metric at one size.
package struct MeasuredCase: Sendable {
  package var implementation: Implementation
  package var measured: CaseResult.Measured

  /// The number of trials behind the value.
  package var trialCount: Int { measured.sample.trialCount }
}

extension WorkloadInput {
  /// Every metric that a case of the workload can have.
  package var knownMetrics: [Metric] { metrics + derivedMetrics.map(\.metric) + Metric.common }

  /// The derived ones among them, worded for the workload's operation.
  package var derivedMetrics: [DerivedMetric] {
    DerivedMetric.all(with: latencies).map { derived in
      var derived = derived
      if case .latencies = derived.source { return derived }
      derived.metric.label = derived.metric.label.replacing("operation", with: operation)
        .replacing("Operation", with: capitalized(operation))
      return derived
    }
  }
}
