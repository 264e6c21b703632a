import Analysis
import AnalysisFixtures
import BenchmarkModel
import Reporting
import RuntimeFixtures
import Testing

@testable import Rendering

@Suite("The first page of a report")
struct FirstPageTests {
  private static let size = tasks(100_000)

  /// Peaks of memory so far apart that each runtime's place is conclusive.
  private static func trials(_ count: Int, disturbed: Int) -> [Trial] {
    let runtimes = repositoryRuntimes.defaults
    var all = runtimes.enumerated().flatMap { place, runtime in
      let own = count / runtimes.count + (place < count % runtimes.count ? 1 : 0)
      return AnalysisFixtures.trials(
        runtime, size, (0..<own).map { Double(place + 1) * 50e6 + Double($0) * 1e3 })
    }
    for index in all.indices {
      all[index].measurements += [
        Measurement(Metric.processTime.name, 1e9),
        Measurement(Metric.otherWork.name, index < disturbed ? 5e8 : 0),
      ]
    }
    return all
  }

  /// The page of a report of one workload, with the project's templates.
  private static func page(_ workload: WorkloadInput, advice: [Advice] = []) throws -> String {
    let report = try Report(
      ReportInput(toolVersion: "0.1.0", workloads: [workload], advice: advice))
    let renderer = try Renderer(
      templates: TemplateLibrary(folder: testFolder + "/../../templates"),
      runtimes: defaultDescriptions, languages: syntaxes)
    return try renderer.markdown(report.pages[0])
  }

  /// The cells of the workload's row among all workloads.
  private static func row(_ page: String) throws -> [String] {
    let lines = page.split(separator: "\n")
    let row = try #require(
      lines.first { $0.hasPrefix("| [sleeping-tasks](") && $0.contains(" at ") })
    return row.split(separator: "|").map { String($0.drop { $0 == " " }) }
  }

  @Test("A workload whose largest size lacks the headline metric stands there with another size")
  func sizeWithValues() throws {
    let peaks = AnalysisFixtures.trials(.go, tasks(100), (0..<6).map { 5e6 + Double($0) })
    let times = AnalysisFixtures.trials(.go, tasks(1_000), .elapsed, [1e9, 1e9, 1e9])
    let cells = try Self.row(Self.page(fixtureWorkload(peaks + times)))
    #expect(cells[1].hasPrefix("Peak resident memory at 100 tasks"))
    #expect(cells.contains { $0.contains("5.00 MB") }, "\(cells)")
  }

  @Test("A case whose times are all zero has no rate, and the page is made")
  func zeroTimes() throws {
    func times(_ runtime: Runtime, _ value: Double) -> [Trial] {
      AnalysisFixtures.trials(
        runtime, tasks(1_000), .elapsed, Array(repeating: value, count: 6))
    }
    var workload = fixtureWorkload(times(.go, 0) + times(.tokio, 1e6))
    workload.headlines = [DerivedMetric.operationsPerSecond.metric.name]
    let cells = try Self.row(Self.page(workload))
    #expect(cells[1].hasPrefix("Tasks per second"), "\(cells)")
    #expect(cells.contains { $0.contains("1.00 M/s") }, "\(cells)")
    #expect(cells.contains { $0.hasPrefix("not measured by its trials") }, "\(cells)")
  }

  @Test("A disturbed run names no winner before it says that it was disturbed")
  func disturbanceComesFirst() throws {
    let rule = fixtureRule(.go, .ratio(to: .tokio), .limits(.atMost(1)), at: Self.size)
    let advice = Advice(
      id: "waiting", place: 1, situation: "Waiting", examples: "Timers",
      answers: [Advice.Answer(sentence: "Use Go.", rules: [rule])])
    let page = try Self.page(
      fixtureWorkload(Self.trials(1_393, disturbed: 1_240)), advice: [advice])
    let caveat = try #require(
      page.firstRange(of: "- **Disturbed:** 1,240 of 1,393 trials: other work"),
      "\(page.prefix(900))")
    // The advice, and the first number with a proof.
    for winner in ["**Use Go.**", "-proof.md#"] {
      let place = try #require(page.firstRange(of: winner), "\(winner)")
      #expect(caveat.lowerBound < place.lowerBound, "\(winner)")
    }
  }
}
