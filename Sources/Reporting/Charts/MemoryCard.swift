import Analysis
import BenchmarkModel
import Statistics

/// Peak memory by runtime and size, and what one more unit of the size costs.
struct MemoryCard: Sendable {
  /// A line through the peaks of a runtime.
  struct PerUnit: Sendable {
    var implementation: Implementation
    /// The line; nil with fewer than two sizes.
    var slope: Slope?
    /// The sizes on the line.
    var sizes: [Int]
  }

  let result: WorkloadResult
  /// The parameter that counts the units, for example `tasks`.
  let parameter: String
  /// The slopes of the implementations in the order of the report.
  let perUnit: [PerUnit]

  /// Nil where no peak was measured, the run has only one size, or the size does not count the
  /// operations.
  init?(_ result: WorkloadResult) {
    guard let parameter = result.sizeParameter, result.metrics.contains(.peakResident),
      result.sizes.allSatisfy({ size in
        size.first { $0.name == parameter }?.value == result.workload.terms[size]?.operations
      })
    else { return nil }
    self.result = result
    self.parameter = parameter
    perUnit = result.shownImplementations.map { implementation in
      let samples = result.samples(
        of: Metric.peakResident.name, implementation, over: parameter, at: result.sizes)
      return PerUnit(
        implementation: implementation,
        slope: result.method.slope(over: samples, Metric.peakResident.name),
        sizes: samples.keys.sorted().compactMap { Int(exactly: $0) })
    }
  }

  /// One of the units, for example `task`.
  var unit: String { result.workload.operation }

  /// Peaks at every size, and bytes per unit with the sizes they are computed from.
  var table: Table {
    let peaks = result.sizes
    return Table(
      [.words("Runtime")] + peaks.map { .numbers(result.shortText(of: $0)) }
        + [.numbers("One more \(unit)"), .words("Line through")],
      rows: perUnit.map { entry in
        [.implementation(entry.implementation)]
          + peaks.map { size in
            result.proven(
              peakText(entry.implementation, at: size), .peakResident, of: entry.implementation,
              at: size)
          }
          + [
            entry.slope.map { slopeCell($0) } ?? .none,
            .text(entry.slope == nil ? "–" : sizesText(entry.sizes)),
          ]
      },
      notes: result.notes(on: [.peakResident]))
  }

  /// What one more unit costs in each runtime, lowest first; nil without any.
  var sentence: Sentence? {
    let known = perUnit.compactMap { entry in entry.slope.map { (entry, $0) } }
      .sorted { $0.1.perUnit.value < $1.1.perUnit.value }
    guard let widest = known.map(\.0.sizes).max(by: { $0.count < $1.count }) else { return nil }
    let parts = known.map { entry, slope in
      "\(entry.implementation.label) \(perUnitText(slope))"
        + (entry.sizes == widest ? "" : " (over \(sizesText(entry.sizes)) only)")
    }
    return result.sentence(
      "Memory for one more \(unit), as the slope over \(sizesText(widest)) \(parameter)",
      parts.joined(separator: "; "))
  }

  private func peakText(_ implementation: Implementation, at size: [Parameter]) -> String {
    let result = result.result(implementation, at: size)
    return result?.measured[Metric.peakResident.name].map {
      QuantityText($0.estimate, .bytes).text
    } ?? self.result.absence(of: implementation, at: size)
  }

  /// The slope, linked to the proofs of its peaks.
  private func slopeCell(_ slope: Slope) -> Table.Cell {
    .markup(.link(perUnitText(slope), to: "\(result.proofName).md"))
  }

  private func perUnitText(_ slope: Slope) -> String {
    QuantityText(slope.perUnit, .bytes, isPerUnit: true).text
  }

  private func sizesText(_ sizes: [Int]) -> String { enumerated(sizes.map { shortText($0) }) }
}
