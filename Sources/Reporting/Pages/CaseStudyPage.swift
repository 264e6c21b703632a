import Analysis
import BenchmarkModel

/// The values of the page on Discord's move from Go to Rust: what is published about it, and what the
/// workload that models it shows.
struct CaseStudyPage: Encodable, Sendable {
  /// The latencies at one size.
  struct Part: Encodable, Sendable {
    var heading: String
    var table: Table
    var proof: Proof?
  }

  /// The published figures; nil when none have been imported.
  var published: Table?
  /// What the measurements say, a sentence each.
  var sentences: [Sentence]
  var parts: [Part]
  /// Why there are no measurements; nil when there are.
  var absence: String?
}

extension CaseStudyPage {
  /// The workload that models Discord's service.
  private static let workload = "tail-latency"

  /// Collects the values of the page; nil without the workload.
  static func page(_ results: [WorkloadResult], _ input: ReportInput) -> ReportPage? {
    guard let result = results.first(where: { $0.workload.name == workload }) else { return nil }
    let references = input.references.filter {
      $0.workload == workload && $0.provenance.sourceID.contains("discord")
    }
    let context = CaseStudyPage(
      published: published(references, trust: input.trust), sentences: sentences(result),
      parts: parts(result),
      absence: result.metrics.isEmpty ? "It has not been measured." : nil)
    return ReportPage(
      name: "discord", title: "Discord: from Go to Rust",
      description: "Discord's move from Go to Rust, what is published and what can be measured.",
      menuTitle: "Discord", template: "discord", context: context)
  }

  private static func published(_ references: [Reference], trust: [String: Source.Trust]) -> Table?
  {
    guard !references.isEmpty else { return nil }
    return Table(
      [
        .words("Service in"), .words("What"), .numbers("Published"), .words("Place"),
        .words("Trust"), .words("Source"),
      ],
      rows: references.map { reference in
        [
          .text(reference.language), .text(reference.metric), .markup(reference.provenLink()),
          .text(reference.provenance.locator),
          .text(trust[reference.provenance.sourceID]?.rawValue ?? "–"),
          .markup(reference.sourceLink),
        ]
      })
  }

  private static func latencies(of result: WorkloadResult) -> [Metric] {
    result.workload.latencies.flatMap(\.latencyFigures).filter(result.metrics.contains)
  }

  /// The order of the runtimes in each metric, and Go divided by Tokio.
  private static func sentences(_ result: WorkloadResult) -> [Sentence] {
    guard let size = result.headlineSize else { return [] }
    return latencies(of: result).map { metric in
      let order = Ranking(of: metric, at: size, in: result).text
      let values = ["go", "tokio"].compactMap { runtime in
        let implementation = Implementation(
          workload: result.workload.name, runtime: Runtime(runtime))
        return result.result(implementation, at: size)?.measured[metric.name]
      }
      var text = "\(order)."
      if values.count == 2 {
        let comparison = Comparison(
          values[0], to: values[1], metric: metric, method: result.method)
        text += " Go ÷ Tokio: \(comparison.text)."
      }
      return Sentence(subject: metric.label, text: text, proof: result.pageLink)
    }
  }

  private static func parts(_ result: WorkloadResult) -> [Part] {
    let metrics =
      latencies(of: result)
      + [.peakResident, DerivedMetric.coresBusy.metric].filter(result.metrics.contains)
    guard !metrics.isEmpty else { return [] }
    return result.sizes.map { size in
      let rows = result.shownImplementations.map { implementation -> [Table.Cell] in
        let isMeasured = result.result(implementation, at: size)?.measured.isEmpty == false
        return [.implementation(implementation)]
          + (isMeasured
            ? metrics.map { result.number($0, of: implementation, at: size) }
            : [.text(result.absence(of: implementation, at: size))])
      }
      return Part(
        heading: sizeText(size),
        table: Table(
          [.words("Runtime")] + metrics.map { .numbers($0.label) }, rows: rows),
        proof: Proof(result))
    }
  }
}
