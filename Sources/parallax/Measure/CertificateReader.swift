import Analysis
import BenchmarkModel
import Statistics
import Store
import WorkloadKit

/// Finds certificates in a database and prints them.
struct CertificateReader {
  let store: MeasurementStore

  /// The newest certificate of a machine, from a finished run; nil if there is none.
  func newest(onMachine fingerprint: String, simulations: Int = 1_000) throws -> Certificate? {
    let preset = Certification.preset
    guard let run = try store.latestFinishedRun(preset: preset, onMachine: fingerprint)
    else { return nil }
    return try certificate(of: run, simulations: simulations)
  }

  private func certificate(of run: Run, simulations: Int = 1_000) throws -> Certificate? {
    try Certificate(
      of: run, trials: store.trials(of: run.id), simulations: simulations,
      reaches: simulations == 0 ? [] : reaches(onMachine: run.machine.fingerprint))
  }

  /// How far the budgets of presets reached in their newest runs on a machine.
  private func reaches(onMachine fingerprint: String) throws -> [Certificate.Reach] {
    try Preset.allCases.filter { $0.budgetSeconds != nil }.compactMap { preset in
      let newest = try store.latestFinishedRun(preset: preset.rawValue, onMachine: fingerprint)
      guard let run = newest, run.budgetSeconds == preset.budgetSeconds,
        let analysis = try store.analysis(of: run.id)
      else { return nil }
      return Certificate.Reach(preset: preset.rawValue, openTrials: analysis.openTrialCounts)
    }
  }

  /// Prints a run's certificate to standard output.
  func show(_ run: Run) throws {
    guard let certificate = try certificate(of: run) else {
      writeError("Run \(run.id) certifies nothing: none of its cases completed on both sides.\n")
      return
    }
    for sentence in certificate.sentences { print(wrapped(sentence)) }
    for grid in [certificate.cases, certificate.simulated].compactMap(\.self) {
      print()
      var rows = RowPrinter(.table, columns: grid.header)
      for row in grid.rows { rows.add(row.map { .text($0) }) }
      try rows.finish()
    }
  }
}

extension RunAnalysis {
  /// How many trials each comparison of times has that is inconclusive: those of the side that has fewer.
  fileprivate var openTrialCounts: [Int] {
    let times = levels.filter { $0.metric == Metric.elapsed.name }
    let trials = Dictionary(times.map { ($0.measured, $0.trials) }) { $1 }
    let open = quotients.filter {
      $0.metric == Metric.elapsed.name && $0.verdict == Verdict.inconclusive.rawValue
    }
    return open.compactMap { one in
      guard let own = trials[one.measured], let other = trials[one.baseline] else { return nil }
      return min(own, other)
    }
  }
}
