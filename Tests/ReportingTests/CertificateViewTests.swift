import AnalysisFixtures
import BenchmarkModel
import Testing

@testable import Analysis
@testable import Reporting

struct CertificateViewTests {
  @Test func viewHasARowForEachCaseAndEachSimulation() throws {
    let all =
      fixtureCertifiedTrials(tasks(1_000)) { fixtureNoise(1e6, $0) }
      + fixtureCertifiedTrials(tasks(1_100)) { fixtureNoise(1.1e6, $0) }
    let certificate = try #require(
      try Certificate(of: fixtureCertifyingRun(), trials: all, simulations: 20))
    let view = CertificateView(certificate)
    #expect(view.cases.rows.count == 2)
    #expect(view.simulated?.rows.count == 5)
  }
}
