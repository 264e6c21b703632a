import Fixtures
import Testing
import WorkloadCatalog

@testable import WorkloadKit

/// Every workload in every style, on the `smoke` preset, inside this process.
@Suite(.serialized)
struct AnswerTests {
  @Test(arguments: Catalog.names, Style.allCases)
  func everyStyleGivesTheFormulasAnswer(workload name: String, style: Style) async throws {
    let workload = try #require(Catalog.workload(named: name))
    try await check(workload, style)
  }

  private func check<Problem: Workload>(_ workload: Problem.Type, _ style: Style) async throws {
    let body = try #require(workload.body(in: style), "\(workload.name) lacks \(style.rawValue)")
    for parameters in workload.cases(for: .smoke) {
      try await withFixture(workload.fixture(parameters)) { environment in
        let parameters = try Problem.Parameters(
          parameters.values.map { ParameterValue($0.name, $0.value) } + environment)
        var stopwatch = Stopwatch()
        let answer =
          switch body {
          case .blocking(let run): try run(parameters, &stopwatch)
          case .suspending(let run): try await run(parameters, &stopwatch)
          }
        let report = stopwatch.report(answer: answer)
        #expect(report.answer == workload.answer(parameters))
        #expect(workload.objection(to: report, parameters) == nil)
        #expect(.nanoseconds(Int64(report.elapsedNanoseconds)) >= workload.floor(parameters))
        #expect(Set(report.metrics.keys) == Set(workload.metrics.map(\.name)))
      }
    }
  }

  private func withFixture(
    _ fixture: Fixture?, _ work: ([ParameterValue]) async throws -> Void
  ) async throws {
    guard case .http(let delayMilliseconds) = fixture else { return try await work([]) }
    let server = try HTTPFixture(delayMilliseconds: delayMilliseconds)
    let environment = [
      ParameterValue("port", server.port), ParameterValue("refused-port", server.refusedPort),
    ]
    do { try await work(environment) } catch {
      try server.stop()
      throw error
    }
    #expect(server.connections > 0)
    try server.stop()
  }
}
