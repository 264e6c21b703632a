import BenchmarkModel
import WorkloadKit

/// The measurements of a trial that completed.
extension OutcomeClassifier {
  /// The first distribution in the contract that neither the program nor its fixture reported.
  ///
  /// A load that reports any has reported all that its schedule has. A closed loop has no lateness.
  func missingLatencies(in trial: Trial, beside: FixtureReport?) -> String? {
    guard beside?.latencies.isEmpty ?? true else { return nil }
    let found = Set(trial.latencies.map(\.metric))
    return contract.latencies.first { !found.contains($0) }
  }

  /// The distributions of the iterations; the fixture's belong to the only iteration.
  func latencies(
    _ transcript: TrialTranscript, beside: FixtureReport?
  ) -> [LatencyBucket] {
    var all = transcript.iterations.map(\.latencies)
    if let latencies = beside?.latencies { all[all.count - 1].merge(latencies) { $1 } }
    return all.enumerated().flatMap { index, latencies in
      latencies.sorted { $0.key < $1.key }.flatMap { name, counts in
        counts.map {
          LatencyBucket(
            name, iteration: index, isWarmup: index < planned.warmups, value: Int($0.value),
            count: $0.count)
        }
      }
    }
  }

  static func measurements(
    _ transcript: TrialTranscript, warmups: Int, result: ChildResult, connections: Int?,
    conditions: TrialConditions
  ) -> [Measurement] {
    let ofIterations = transcript.iterations.enumerated().flatMap { index, iteration in
      let clocks: [(Metric, UInt64?)] = [
        (.elapsed, iteration.elapsedNanoseconds), (.processorTime, iteration.processorNanoseconds),
      ]
      let values = clocks.compactMap { metric, value in value.map { (metric.name, Double($0)) } }
      return (values + iteration.metrics.sorted { $0.key < $1.key }).map { name, value in
        Measurement(name, iteration: index, isWarmup: index < warmups, value)
      }
    }
    let usage = result.usage
    let ofTrial: [(Metric, Double?)] = [
      (.peakResident, transcript.closing?.peakResidentBytes.map { Double($0) }),
      (.pageTables, result.peaks.pageTableBytes.map { Double($0) }),
      (.maximumThreads, result.peaks.threads.map { Double($0) }),
      (.userTime, Double(usage.userNanoseconds)),
      (.systemTime, Double(usage.systemNanoseconds)),
      (.processTime, Double(result.elapsedNanoseconds)),
      (.voluntarySwitches, Double(usage.voluntarySwitches)),
      (.involuntarySwitches, Double(usage.involuntarySwitches)),
      (.minorFaults, Double(usage.minorFaults)),
      (.majorFaults, Double(usage.majorFaults)),
      (.connections, connections.map { Double($0) }),
      (.stolenTime, conditions.stolenNanoseconds.map { Double($0) }),
      (.otherWork, conditions.otherWorkNanoseconds.map { Double($0) }),
      (.processorPressure, conditions.pressureNanoseconds.map { Double($0) }),
    ]
    return ofIterations
      + ofTrial.compactMap { metric, value in value.map { Measurement(metric.name, $0) } }
      + CountedEvent.measurements(of: result.events)
  }
}
