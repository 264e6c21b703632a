import BenchmarkModel

extension Reference {
  /// The publisher's runtime and its versions, for example `goroutines, Go 1.23.3`.
  var publishedAs: String {
    runtimeVersion == Reference.notStated
      ? "\(runtime) (\(language), version not stated)" : "\(runtime), \(runtimeVersion)"
  }

  /// The number as printed, with its qualifier, for example `about 300 MB`.
  var printedText: String {
    let number = "\(value.printed) \(value.printedUnit)"
    switch qualifier {
    case .exact: return number
    case .approximate: return "about \(number)"
    case .atMost: return "at most \(number)"
    case .atLeast: return "at least \(number)"
    }
  }

  /// The number in the report's own units.
  var normalisedText: String { quantityText(value.normalised, value.normalisedUnit) }

  /// How it compares with what our contract asks, with the difference.
  var contractText: String {
    contract.kind.rawValue + (contract.difference.map { ": \($0)" } ?? "")
  }

  /// The publisher's machine as far as it is stated.
  var machineText: String {
    let facts = [provenance.hardware, provenance.operatingSystem]
    let stated = facts.filter { $0 != Reference.notStated }
    return stated.isEmpty ? Reference.notStated : stated.joined(separator: "; ")
  }

  /// The anchor of its source on the page of sources.
  var sourceLink: Markup { .link(provenance.sourceID, to: "sources.md#\(provenance.sourceID)") }
}

extension WorkloadResult {
  /// The published numbers that stand beside a metric of a runtime, whatever their contract.
  func references(
    _ references: [Reference], beside metric: Metric, of runtime: Runtime? = nil
  ) -> [Reference] {
    references.filter { reference in
      reference.workload == workload.name && reference.comparesToMetric == metric.name
        && reference.comparesTo != nil && (runtime == nil || reference.comparesTo == runtime)
    }
  }

  /// Hollow marks: numbers under the same or a similar contract, one series a runtime.
  func publishedSeries(
    of metric: Metric, over parameter: String, _ all: [Reference]
  ) -> [Chart.PublishedSeries] {
    Runtime.allCases.compactMap { runtime in
      let found = references(all, beside: metric, of: runtime).compactMap { reference in
        reference.parameters.first { $0.name == parameter }.map { (reference, size: $0.value) }
      }.filter {
        $0.0.contract.kind != .different && $0.0.value.normalised > 0 && $0.size > 0
      }
      guard !found.isEmpty else { return nil }
      let sources = Set(found.map(\.0.provenance.sourceID)).count
      let names = Set(found.map { "\($0.0.language) \($0.0.runtime)" }).sorted()
      let points = found.map {
        Chart.Line.Point(size: Double($0.size), value: $0.0.value.normalised)
      }
      return Chart.PublishedSeries(
        runtime: runtime.rawValue, label: "\(enumerated(names)), \(counted(sources, "source"))",
        points: points.sorted { ($0.size, $0.value) < ($1.size, $1.value) })
    }
  }

  /// The published numbers by metric, runtime and size, with what was measured here; beside the
  /// headlines first.
  func publishedParts(
    _ all: [Reference], trust: [String: Source.Trust]
  ) -> [WorkloadPage.Part] {
    let known = headlines + metrics + workload.metrics + Metric.derived + Metric.common
    var seen: Set<String> = []
    let shown = known.filter { seen.insert($0.name).inserted }
    return shown.compactMap { metric in
      let found = Runtime.allCases.flatMap { runtime in
        references(all, beside: metric, of: runtime).enumerated().sorted { one, other in
          let sizes = (publishedSize(one.element), publishedSize(other.element))
          return sizes.0 == sizes.1 ? one.offset < other.offset : sizes.0 < sizes.1
        }.map(\.element)
      }
      guard !found.isEmpty else { return nil }
      return WorkloadPage.Part(
        heading: metric.label,
        table: Table(
          [
            .words("Runtime"), .words("Size"), .numbers("Measured here"), .numbers("Published"),
            .numbers("In our units"), .words("Published as"), .words("Machine"),
            .words("Contract"), .words("Trust"), .words("Source"),
          ],
          rows: found.map { publishedRow($0, metric, trust[$0.provenance.sourceID]) }))
    }
  }

  private func publishedSize(_ reference: Reference) -> Int {
    reference.parameters.first { $0.name == sizeParameter }?.value ?? 0
  }

  private func publishedRow(
    _ reference: Reference, _ metric: Metric, _ trust: Source.Trust?
  ) -> [Table.Cell] {
    let measured = reference.comparesTo.flatMap { runtime in
      measuredText(
        Implementation(workload: workload.name, runtime: runtime), metric, besides: reference)
    }
    return [
      .text(reference.comparesTo?.label ?? "–"), .text(sizeText(reference.parameters)),
      .text(measured ?? "–"), .text(reference.printedText), .text(reference.normalisedText),
      .text("\(reference.publishedAs), \(reference.statistic.rawValue)"),
      .text(reference.provenance.hardware), .text(reference.contractText),
      .text(trust?.rawValue ?? "–"), .markup(reference.sourceLink),
    ]
  }

  /// What was measured at the size of a reference.
  ///
  /// Of the parameters that both sides name, all are equal, or only durations differ, and then ours
  /// are added. Memory does not depend on how long it is held; for times no other duration is taken.
  private func measuredText(
    _ implementation: Implementation, _ metric: Metric, besides reference: Reference
  ) -> String? {
    for size in sizes {
      let named = Set(reference.parameters.map(\.name))
      let shared = size.filter { named.contains($0.name) }
      let differing = shared.filter { !reference.parameters.contains($0) }
      let mayDiffer = metric.unit != .nanoseconds
      guard shared.contains(where: { $0.name == sizeParameter || sizeParameter == nil }),
        differing.allSatisfy({ mayDiffer && $0.name.hasSuffix("-milliseconds") }),
        let measured = result(implementation, at: size)?.measured[metric.name]
      else { continue }
      let remark = differing.isEmpty ? "" : ", \(sizeText(differing))"
      return QuantityText(measured.estimate, metric.unit).text + remark
    }
    return nil
  }
}
