import Fixtures
import Testing
import WorkloadCatalog

@testable import WorkloadKit

/// Runs every workload in every style and variant, with the `smoke` preset, inside this process.
@Suite(.serialized)
struct AnswerTests {
  @Test(arguments: Catalog.names, Style.allCases)
  func everyStyleGivesTheFormulasAnswer(workload name: String, style: Style) async throws {
    let workload = try #require(Catalog.workload(named: name))
    try await check(workload, style)
  }

  private func check<Problem: Workload>(_ workload: Problem.Type, _ style: Style) async throws {
    let body = try #require(workload.body(in: style), "\(workload.name) lacks \(style.rawValue)")
    for parameters in workload.cases(for: .smoke) { try await check(workload, body, parameters) }
    for variant in workload.variants {
      guard let body = workload.body(in: style, variant: variant.name) else { continue }
      for parameters in workload.cases(for: .smoke) where variant.suits(parameters) {
        do { try await check(workload, body, parameters) } catch let refusal as Refusal {
          // Dispatch's pool is smaller than the smallest size, so a refusal is
          // this variant's result.
          #expect(workload.name == "sleeping-tasks" && refusal.reached > 0)
        }
      }
    }
  }

  /// Runs one iteration of one case.
  private func check<Problem: Workload>(
    _ workload: Problem.Type, _ body: Body<Problem.Parameters>, _ parameters: Problem.Parameters
  ) async throws {
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
      let found = workload.search(parameters).map { [$0.metric] } ?? []
      #expect(Set(report.metrics.keys) == Set(workload.metrics.map(\.name)).subtracting(found))
      switch workload.fixture(parameters) {
      case .echoLoad, .requestLoad: return  // The load reports the latencies.
      case .http, nil: #expect(Set(report.latencies.keys) == Set(workload.latencies.map(\.name)))
      }
    }
  }

  private func withFixture(
    _ fixture: Fixture?, _ work: ([ParameterValue]) async throws -> Void
  ) async throws {
    switch fixture {
    case .http(let delayMilliseconds): try await withServer(delayMilliseconds, work)
    case .echoLoad(let connections, let messages):
      try await withLoad(EchoLoad.Plan(connections: connections, messages: messages), work)
    case .requestLoad(let plan): try await withLoad(plan, work)
    case nil: try await work([])
    }
  }

  private func withLoad(
    _ plan: EchoLoad.Plan, _ work: ([ParameterValue]) async throws -> Void
  ) async throws {
    let load = try EchoLoad(plan, descriptorLimit: raisedDescriptorLimit())
    do { try await work([ParameterValue("port", load.port)]) } catch {
      _ = try load.stop()
      throw error
    }
    let report = try load.stop()
    #expect(report.connections == plan.connections)
    #expect(report.latencies.count == plan.connections * plan.messages)
  }

  private func withLoad(
    _ plan: RequestPlan, _ work: ([ParameterValue]) async throws -> Void
  ) async throws {
    let load = try RequestLoad(plan, descriptorLimit: raisedDescriptorLimit())
    do { try await work([ParameterValue("port", load.port)]) } catch {
      _ = try load.stop()
      throw error
    }
    let report = try load.stop()
    #expect(report.connections == plan.openConnections)
    #expect(report.latencies.count == plan.requests)
  }

  private func withServer(
    _ delayMilliseconds: Int, _ work: ([ParameterValue]) async throws -> Void
  ) async throws {
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
