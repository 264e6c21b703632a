import Analysis
import BenchmarkModel

extension Reference {
  /// The publisher's runtime and its versions, for example `goroutines, Go 1.23.3`.
  var publishedAs: String {
    runtimeVersion == Reference.notStated
      ? "\(runtime) (\(language), version not stated)" : "\(runtime), \(runtimeVersion)"
  }

  /// The number as printed, with its qualifier, for example `about 300 MB`.
  var printedText: String {
    qualified("\(value.printed) \(value.printedUnit)")
  }

  /// A figure derived from the number, with the number's qualifier.
  func qualified(_ figure: String) -> String {
    switch qualifier {
    case .exact: figure
    case .approximate: "about \(figure)"
    case .atMost: "at most \(figure)"
    case .atLeast: "at least \(figure)"
    }
  }

  /// The number in the report's own units.
  var normalizedText: String { quantityText(value.normalized, value.normalizedUnit) }

  /// How its contract compares with ours, with the difference.
  var contractText: String {
    contract.kind.rawValue + (contract.difference.map { ": \($0)" } ?? "")
  }

  /// What is stated about the publisher's machine.
  var machineText: String {
    let facts = [provenance.hardware, provenance.operatingSystem]
    let stated = facts.filter { $0 != Reference.notStated }
    return stated.isEmpty ? Reference.notStated : stated.joined(separator: "; ")
  }

  /// The anchor of its source on the page of sources.
  var sourceLink: Markup { .link(provenance.sourceID, to: "sources.md#\(provenance.sourceID)") }

  /// The number as printed, linked to its row on the page of sources.
  func provenLink(_ remark: String = "") -> Markup {
    .link(printedText + remark, to: "sources.md#\(CellID(self))")
  }
}

extension WorkloadResult {
  /// The published numbers that compare to a metric of an implementation, under any contract.
  func references(
    _ references: [Reference], beside metric: Metric, of implementation: Implementation
  ) -> [Reference] {
    references.filter {
      $0.workload == workload.name && $0.comparesToMetric == metric.name
        && $0.comparesTo == implementation
    }
  }

  /// The implementations that are shown, and those that a published number is compared to.
  func implementations(with references: [Reference]) -> [Implementation] {
    let compared = references.filter { $0.workload == workload.name }.compactMap(\.comparesTo)
    return Set(implementations + compared).sorted {
      ($0.runtime, $0.variant ?? "") < ($1.runtime, $1.variant ?? "")
    }
  }

  /// The same without variants.
  func defaults(with references: [Reference]) -> [Implementation] {
    implementations(with: references).filter { $0.variant == nil }
  }

  /// Published numbers under the same or a similar contract, one series per runtime.
  func publishedSeries(
    of metric: Metric, over parameter: String, _ all: [Reference]
  ) -> [Chart.PublishedSeries] {
    defaults(with: all).compactMap { implementation in
      let found = references(all, beside: metric, of: implementation).compactMap { reference in
        reference.parameters.first { $0.name == parameter }.map { (reference, size: $0.value) }
      }.filter {
        $0.0.contract.kind != .different && $0.0.value.normalized > 0 && $0.size > 0
      }
      guard !found.isEmpty else { return nil }
      let sources = Set(found.map(\.0.provenance.sourceID)).count
      let names = Set(found.map { "\($0.0.language) \($0.0.runtime)" }).sorted()
      let points = found.map {
        Chart.Line.Point(size: Double($0.size), value: $0.0.value.normalized)
      }
      return Chart.PublishedSeries(
        runtime: implementation.runtime.id,
        label: "\(enumerated(names)), \(counted(sources, "source"))",
        points: points.sorted { ($0.size, $0.value) < ($1.size, $1.value) })
    }
  }
}
