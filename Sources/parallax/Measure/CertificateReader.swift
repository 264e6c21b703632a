import Analysis
import BenchmarkModel
import Store

/// Finds certificates in a database and prints them.
struct CertificateReader {
  let store: MeasurementStore

  /// The newest certificate of a machine, from a finished run; nil if there is none.
  func newest(onMachine fingerprint: String, simulations: Int = 1_000) throws -> Certificate? {
    guard let run = try store.latestCertification(onMachine: fingerprint) else { return nil }
    return try Certificate(
      of: run, trials: store.trials(of: run.id), simulations: simulations)
  }

  /// Prints a run's certificate to standard output.
  func show(_ run: Run) throws {
    guard let certificate = try Certificate(of: run, trials: store.trials(of: run.id)) else {
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
