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

  /// A rule about the peaks: Go needs more than async/await.
  private static func rule(_ limits: ClaimRule.Limits) -> ClaimRule {
    fixtureRule(.go, .ratio(to: .swiftAsync), .limits(limits), at: size)
  }

  private static func answer(_ sentence: String, _ limits: ClaimRule.Limits) -> Advice.Answer {
    Advice.Answer(
      sentence: sentence, evidence: "Memory of {tasks} tasks", names: ["A goroutine", "A task"],
      rules: [rule(limits)])
  }

  private static func card(
    _ answers: [Advice.Answer], exceptions: [Advice.Answer] = [], minimumCores: Int? = nil
  ) throws -> String {
    let advice = Advice(
      id: "waiting", place: 1, situation: "Waiting", examples: "Timers, retries",
      minimumCores: minimumCores, answers: answers, exceptions: exceptions)
    let page = try page(fixtureWorkload(trials(30, disturbed: 0)), advice: [advice])
    let start = try #require(page.firstRange(of: "### Waiting"))
    let end = try #require(page.firstRange(of: "The simplest form"))
    return String(page[start.lowerBound..<end.lowerBound]).replacing(/\]\([^)]*\)/, with: "]")
  }

  @Test("A card has the answer, a row for each number, an exception and links")
  func cardOfAnAnswer() throws {
    let exception = Self.answer("Not few: {inverse 1}.", .atLeast(1))
    let card = try Self.card(
      [Self.answer("Use a task: a goroutine takes {1} times the memory.", .atLeast(1))],
      exceptions: [exception, exception])
    #expect(
      card == """
        ### Waiting

        Timers, retries. **Use a task: a goroutine takes 1.3 times the memory.**

        - Memory of 100,000 tasks
          - ![] A goroutine [200 MB]
          - ![] A task [150 MB]
        - Others: Swift threads [50.0 MB], Swift Dispatch [100 MB], Tokio (Rust) [250 MB]
        - **But:** Not few: 0.75. Memory of 100,000 tasks: A goroutine [200 MB], A task [150 MB].
        - More: [sleeping-tasks]


        """)
  }

  @Test("A card without an answer says what is decided before what is open")
  func cardOfAnOpenQuestion() throws {
    var open = Self.answer("Use a task: {1}.", .atLeast(1))
    open.rules.append(
      fixtureRule(.go, .ratio(to: .swiftAsync), .limits(.atLeast(1)), at: tasks(7)))
    let card = try Self.card(
      [open], exceptions: [Self.answer("One.", .atLeast(1)), Self.answer("Two.", .atLeast(1))])
    let parts = [
      "**Inconclusive.**", "**Decided:** One.", "**Decided:** Two.", "**Tested:** Use a task: 1.3.",
      "**Missing:**",
    ]
    let places = try parts.map { part in
      try #require(card.firstRange(of: part), "\(part) in \(card)").lowerBound
    }
    #expect(places == places.sorted())
    #expect(!card.contains("**But:**"))
  }

  @Test("A situation that takes more cores than there are is not applicable")
  func cardOfTooManyCores() throws {
    let card = try Self.card([Self.answer("Use a task.", .atLeast(1))], minimumCores: 64)
    #expect(
      card == """
        ### Waiting

        Timers, retries. **Not applicable: it takes 64 cores.**

        - More: [sleeping-tasks]


        """)
  }

  @Test("A disturbed run names no winner before it says that it was disturbed")
  func disturbanceComesFirst() throws {
    let rule = fixtureRule(.go, .ratio(to: .tokio), .limits(.atMost(1)), at: Self.size)
    let advice = Advice(
      id: "waiting", place: 1, situation: "Waiting", examples: "Timers",
      answers: [Advice.Answer(sentence: "Use Go.", evidence: "Memory", rules: [rule])])
    let page = try Self.page(
      fixtureWorkload(Self.trials(1_393, disturbed: 1_240)), advice: [advice])
    let caveat = try #require(
      page.firstRange(of: "[Caveats](#caveats): Disturbed: 1,240 of 1,393 trials"),
      "\(page.prefix(900))")
    #expect(page.contains("- **Disturbed:** 1,240 of 1,393 trials: other work"))
    // The advice, and the first number with a proof.
    for winner in ["**Use Go.**", "-proof.md#"] {
      let place = try #require(page.firstRange(of: winner), "\(winner)")
      #expect(caveat.lowerBound < place.lowerBound, "\(winner)")
    }
  }
}
