import BenchmarkModel
import Statistics

/// All implementations of a workload at one size, as `measure` shows them at its end.
package struct CaseGroup: Sendable, Equatable {
  /// One implementation.
  package struct Row: Sendable, Equatable {
    /// The runtime with its variant, for example `swift-dispatch:blocking`.
    package var runtime: String
    /// How many trials completed, and of how many where some did not: `10` or `7 of 10`.
    package var trials: String
    /// The median with its interval, for example `51.2 ms (50.1 to 53.4)`, or without a value how the
    /// trials ended, for example `refused at 32,714`.
    package var median: String
    /// The ratio to the best default implementation with a place, which has none itself, with the
    /// verdict, how other trials ended, and the modes, for example `1.03 ×, inconclusive`; instead of the
    /// ratio, why it has no place.
    ///
    /// The ratio is this case ÷ the best for every metric, so where more is better a worse case is
    /// below 1; the verdict says the direction.
    package var tally: String
  }

  /// The headline metric and the size in words, for example
  /// `peak resident memory, 100,000 tasks`.
  package let title: String
  /// A row for each implementation with trials, in the order of the runtimes.
  package let rows: [Row]

  /// Sorts the trials of a run into groups: for each workload, the smallest size first.
  ///
  /// - Parameters:
  ///   - inputs: The workloads with their run and trials; their texts and listings are not read.
  ///   - onlyHeadline: Whether to include only the headline size.
  /// - Throws: ``AnalysisError`` for a stored value that cannot be used.
  package static func all(
    of inputs: [WorkloadInput], onlyHeadline: Bool
  ) throws(AnalysisError) -> [[CaseGroup]] {
    let results = try WorkloadResult.all(inputs.map { $0.trimmed(to: [Metric.elapsed.name]) })
    return results.map { result in
      let metric = result.headlines.first ?? .elapsed
      let sizes = onlyHeadline ? [result.headlineSize].compactMap(\.self) : result.rankedSizes
      return sizes.map { CaseGroup(result, metric: metric, size: $0) }
    }
  }

  private init(_ result: WorkloadResult, metric: Metric, size: [Parameter]) {
    title = ([metric.label] + (size.isEmpty ? [] : [sizeText(size)])).joined(separator: ", ")
    let ranking = Ranking(of: metric, at: size, in: result)
    let best =
      ranking.entries.first
      ?? result.measured(metric, at: size).min { one, other in
        metric.better.prefers(one.measured.estimate.value, to: other.measured.estimate.value)
      }
    rows = result.allImplementations.compactMap { implementation in
      result.result(implementation, at: size).map { found in
        let refusal = ranking.unplaced.first { $0.entry.implementation == implementation }
        return Row(
          found, metric: metric, best: best, refusal: refusal, method: result.method)
      }
    }
  }
}

extension WorkloadInput {
  /// The workload without values that its order by the first headline metric and the given metrics do
  /// not need, since each metric costs an interval.
  func trimmed(to metrics: [String]) -> WorkloadInput {
    let orders = [headlines.first, placeCondition?.metric].compactMap(\.self)
    let wanted = DerivedMetric.inputs(of: metrics + orders)
    var input = self
    for index in input.trials.indices {
      input.trials[index].measurements.removeAll { !wanted.contains($0.metric) }
    }
    return input
  }
}

extension CaseGroup.Row {
  fileprivate init(
    _ result: CaseResult, metric: Metric, best: MeasuredCase?, refusal: Ranking.Unplaced?,
    method: RunMethod
  ) {
    runtime = result.case.implementation.runtimeID
    let (completed, all) = (result.completedCount, result.trials.count)
    trials = completed == all ? "\(all)" : "\(completed) of \(all)"
    let incidents = result.incidents.map(\.summary).joined(separator: ", ")
    guard let measured = result.measured[metric.name] else {
      median = incidents
      tally = ""
      return
    }
    median = QuantityText(measured.estimate, metric.unit).text
    var parts = incidents.isEmpty ? [] : [incidents]
    if let refusal {
      parts.insert("\(refusal.label): \(refusal.reason)", at: 0)
    } else if let best, best.implementation != result.case.implementation {
      let comparison = Comparison(measured, to: best.measured, metric: metric, method: method)
      parts.insert(comparison.verdict.rawValue, at: 0)
      if let ratio = comparison.ratio?.estimate {
        parts.insert(ratioText(Estimate(value: ratio.value, interval: nil)), at: 0)
      }
    }
    parts += [measured.modesText(metric.unit)].compactMap(\.self)
    tally = parts.joined(separator: ", ")
  }
}
