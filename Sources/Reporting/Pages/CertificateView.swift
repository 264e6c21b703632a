import Analysis
import BenchmarkModel
import Statistics

/// A certificate as a page shows it.
struct CertificateView: Encodable, Sendable {
  var run: Markup
  var measured: String
  var sentences: [Sentence]
  var cases: Table
  var simulated: Table?

  init(_ certificate: Certificate) {
    run = .code(certificate.run.id)
    measured = timeText(certificate.run.startedAt)
    sentences = certificate.sentences.map { Sentence(text: $0) }
    cases = Table(certificate.cases)
    simulated = certificate.simulated.map { Table($0) }
  }
}

extension Table {
  fileprivate init(_ grid: Certificate.Grid) {
    self.init(
      grid.header.enumerated().map { $0.offset == 0 ? .words($0.element) : .numbers($0.element) },
      rows: grid.rows.map { $0.map { .text($0) } })
  }
}
