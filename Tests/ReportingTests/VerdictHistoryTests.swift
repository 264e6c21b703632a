import AnalysisFixtures
import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Analysis
@testable import Reporting

@Suite("What changed from run to run")
struct VerdictHistoryTests {
  private static let size = tasks(100_000)
  private static let claim = Claim(
    id: "tokio-less-memory", sentence: "Tokio needs less than half of Go's memory.", source: nil,
    locator: "the test", reading: "The ratio of the medians.",
    rules: [
      fixtureRule(.tokio, .ratio(to: .go), .limits(.atMost(0.5)), at: size)
    ])

  private func run(_ day: Int, machine: String = "0123abcd") -> Run {
    var run = fixtureRun(finishedAt: Date(unix: 1_700_000_600 + Double(day) * 86_400))
    run.id = "0000000\(day)-8d57-4b4e-9d55-0f7d2cf0a9e1"
    run.startedAt = Date(unix: 1_700_000_000 + Double(day) * 86_400)
    run.machine.fingerprint = machine
    return run
  }

  /// Six trials per side, with peak memories around two centres.
  private func sides(go: Double, tokio: Double, count: Int = 6) -> [Trial] {
    func around(_ centre: Double) -> [Double] { (0..<count).map { centre + Double($0) } }
    return trials(.go, Self.size, around(go)) + trials(.tokio, Self.size, around(tokio))
  }

  private func history(
    _ runs: [(Run, [Trial])], folder: String = ""
  ) throws -> (changes: [VerdictChange], date: Date?) {
    var history = VerdictHistory(of: [Self.claim])
    for (run, trials) in runs { try history.add(run, [fixtureWorkload(trials, run: run)]) }
    return (history.changes.compactMap { VerdictChange($0, in: folder) }, history.date)
  }

  @Test func verdictThatTurnsIsToldWithBothRuns() throws {
    let history = try history([
      (run(1), sides(go: 9_000, tokio: 3_000)), (run(2), sides(go: 9_000, tokio: 8_000)),
    ])
    let change = try #require(history.changes.first)
    #expect(history.changes.count == 1)
    #expect(
      change.title == "Contradicted, was supported: Tokio needs less than half of Go's memory.")
    #expect(change.page == "claims.html#tokio-less-memory")
    #expect(change.date == Date(unix: 1_700_000_600 + 2 * 86_400))
    #expect(change.paragraphs.count == 2)
    #expect(
      change.paragraphs[0].hasPrefix(
        "Run 00000001 of 2023-11-15, commit abc1234 said supported. Tokio (Rust), sleeping-tasks at "
      ),
      "\(change.paragraphs[0])")
    #expect(change.paragraphs[1].hasPrefix("Run 00000002 of 2023-11-16"))
    #expect(change.paragraphs[1].contains("must be at most 0.5"))
  }

  @Test func orderThatTurnsIsToldWithTheRatios() throws {
    let history = try history([
      (run(1), sides(go: 3_000, tokio: 9_000)), (run(2), sides(go: 9_000, tokio: 8_000)),
    ])
    let change = try #require(history.changes.first { $0.page == "sleeping-tasks.html" })
    let place = sizeText(Self.size)
    #expect(change.title == "Sleeping tasks: new order by peak resident memory at \(place)")
    #expect(change.paragraphs.count == 1)
    #expect(change.paragraphs[0].hasPrefix("Tokio (Rust) divided by Go: 2.998 × ("), "\(change)")
    #expect(change.paragraphs[0].contains(", more in run 00000001 of 2023-11-15"))
    #expect(change.paragraphs[0].contains(", less in run 00000002 of 2023-11-16"))
  }

  @Test func numbersThatMoveWithinAVerdictChangeNothing() throws {
    let history = try history([
      (run(1), sides(go: 9_000, tokio: 3_000)), (run(2), sides(go: 9_000, tokio: 2_000)),
    ])
    #expect(history.changes == [])
    #expect(history.date == run(2).finishedAt)
  }

  @Test func aChangeLeadsToThePagesOfItsMachine() throws {
    let history = try history(
      [(run(1), sides(go: 9_000, tokio: 3_000)), (run(2), sides(go: 9_000, tokio: 8_000))],
      folder: "machines/other/")
    #expect(history.changes.map(\.page) == ["machines/other/claims.html#tokio-less-memory"])
  }

  @Test func runThatDecidesNothingIsPassedOver() throws {
    let inconclusive = (run(2), sides(go: 9_000, tokio: 8_000, count: 1))
    let before = (run(1), sides(go: 9_000, tokio: 3_000))
    #expect(try history([before, inconclusive]).changes == [])
    let turned = try history([before, inconclusive, (run(3), sides(go: 9_000, tokio: 8_000))])
    #expect(turned.changes.count == 1)
    #expect(turned.changes.first?.paragraphs.first?.hasPrefix("Run 00000001") == true)
  }

  @Test func machinesAreNotComparedWithOneAnother() throws {
    let history = try history([
      (run(1), sides(go: 9_000, tokio: 3_000)),
      (run(2, machine: "another"), sides(go: 9_000, tokio: 8_000)),
      (run(3), sides(go: 9_000, tokio: 3_000)),
    ])
    #expect(history.changes == [])
  }

  @Test func otherSizesAreNotComparedWithOneAnother() throws {
    func sixTimes(_ value: Double) -> [Double] { [Double](repeating: value, count: 6) }
    let small =
      trials(.go, tasks(10), sixTimes(9_000))
      + trials(.tokio, tasks(10), sixTimes(8_000))
    let history = try history([
      (run(1), sides(go: 3_000, tokio: 9_000)), (run(2), small),
    ])
    #expect(history.changes == [])
  }

  @Test func identifiersAreUUIDsOfSubjectAndRun() throws {
    let turns = [(9_000.0, 3_000.0), (9_000, 8_000), (9_000, 3_000)]
    let runs = turns.enumerated().map { (run($0 + 1), sides(go: $1.0, tokio: $1.1)) }
    let ids = try history(runs).changes.map(\.id)
    #expect(ids.count == 2 && Set(ids).count == 2)
    #expect(try history(runs).changes.map(\.id) == ids)
    for id in ids {
      let uuid = try #require(UUID(uuidString: String(id.dropFirst("urn:uuid:".count))))
      #expect(uuid.uuid.6 >> 4 == 8 && uuid.uuid.8 >> 6 == 2, "\(id)")
    }
  }

  @Test func historyWithoutRunsHasNoDate() throws {
    #expect(try history([]).date == nil)
  }
}
