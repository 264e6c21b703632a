import AnalysisFixtures
import BenchmarkModel
import Testing

@testable import Analysis
@testable import Reporting

/// Beside which version a published number stands; that of the fixture is from Go 1.23.
struct PublishedVersionsTests {
  private static let peaks = (0..<6).map { 300e6 + Double($0) * 1e6 }

  /// Trials of toolchains of Go, the default one 1.27.3.
  private static func trials(_ toolchains: [String?], at size: [Parameter] = tasks(1)) -> [Trial] {
    toolchains.flatMap { toolchain in
      versionTrials(toolchain, "go\(toolchain.map { "\($0).9" } ?? "1.27.3")", peaks).map { trial in
        var trial = trial
        trial.planned.case.parameters = size
        return trial
      }
    }
  }

  /// What another run measured of the versions of Go.
  private static func versions(_ trials: [Trial]) throws -> WorkloadResult {
    var input = fixtureWorkload(trials)
    input.run?.id = "0b000000-0000-4000-8000-000000000002"
    input.versions = MeasuredVersions(of: ["go"])
    return try WorkloadResult(input)
  }

  private func pairs(
    _ own: [Trial], versions: [Trial] = [],
    of references: [Reference] = [fixtureReference(parameters: tasks(1))]
  ) throws -> (all: [PublishedPair], rows: [String], runs: [PublishedTable.VersionsRun]) {
    let result = try WorkloadResult(fixtureWorkload(own))
    let pairs = PublishedPair.all(
      in: result, versions: versions.isEmpty ? [] : [try Self.versions(versions)], of: references,
      languages: ["go": "go"])
    let table = try #require(PublishedTable(pairs, in: result, [fixtureSource()]))
    let rows = table.table.rows.map { row in
      let texts = row.cells.map { cell in
        if case .link(let text, _) = cell.markup { text } else { cell.text ?? "" }
      }
      return
        "\(texts[0]) | \(texts[1]) | \(texts[2])\(texts[5].hasSuffix("same version") ? ", same" : "")"
    }
    return (pairs, rows, table.versionsRuns)
  }

  @Test(
    arguments: [
      (["1.23", "1.25", nil], "Go, 1.23", true), (["1.25", nil], "Go, 1.25", false),
      ([nil], "Go", false),
    ] as [([String?], String, Bool)])
  func theNearestVersionOfARunIsTaken(toolchains: [String?], label: String, isSame: Bool) throws {
    let pairs = try pairs(Self.trials(toolchains)).all
    #expect(pairs.map(\.implementation.label) == [label])
    #expect(pairs.map(\.nearest.isSame) == [isSame])
  }

  /// The nearest version replaces the shown one, whether it is the published one or not.
  @Test func aNearerVersionOfAnotherRunIsTaken() throws {
    let own = Self.trials([nil])
    let same = try pairs(own, versions: Self.trials(["1.23", nil]))
    #expect(same.rows == ["Go, 1.23 | 1 task, hold 2,000 ms | 303 MB (300 to 305), same"])
    #expect(same.runs.map(\.runtimes) == ["Go"])
    #expect(same.runs.first?.proof.run == .link("0b000000", to: "machines.md#run-0b000000"))
    let older = try pairs(own, versions: Self.trials(["1.24", "1.25", nil]))
    #expect(older.rows.map { $0.prefix(8) } == ["Go, 1.24"])
    // At the same distance, the shown run is taken.
    let equal = try pairs(own, versions: Self.trials([nil]))
    #expect(equal.rows == ["Go | 1 task, hold 2,000 ms | 303 MB (300 to 305)"])
    #expect(equal.runs.isEmpty)
  }

  /// The shown run has the published hold, and the other one the published version.
  @Test func theExactSizeAndTheNearestVersionStandTogether() throws {
    let size = tasks(1, holdMilliseconds: 10_000)
    let references = [
      fixtureReference("a", parameters: size), fixtureReference("b", parameters: size),
    ]
    let found = try pairs(
      Self.trials([nil], at: size), versions: Self.trials(["1.23", nil]), of: references)
    #expect(
      found.rows == [
        "Go | 1 task, hold 10,000 ms | 303 MB (300 to 305)",
        "Go, 1.23 | 1 task | 303 MB (300 to 305), hold 2,000 ms, same",
        "Go | 1 task, hold 10,000 ms | 303 MB (300 to 305)",
        "Go, 1.23 | 1 task | 303 MB (300 to 305), hold 2,000 ms, same",
      ])
  }

  /// The shown run has the sizes 1 and 100, the one of versions 1 and 10.
  @Test func aSizeThatOnlyTheOtherRunHasIsShownInItsPlace() throws {
    let own = Self.trials([nil], at: tasks(1)) + Self.trials([nil], at: tasks(100))
    let references = [1, 10, 100].map { fixtureReference("size-\($0)", parameters: tasks($0)) }
    let versions = [1, 10].flatMap { Self.trials(["1.25", nil], at: tasks($0)) }
    #expect(
      try pairs(own, versions: versions, of: references).rows == [
        "Go, 1.25 | 1 task | 303 MB (300 to 305)", "Go, 1.25 | 10 tasks | 303 MB (300 to 305)",
        "Go | 100 tasks | 303 MB (300 to 305)",
      ])
    // Of a number without a version, the default; its row says which version that is.
    var unstated = references[1]
    unstated.runtimeVersion = Reference.notStated
    #expect(
      try pairs(own, versions: versions, of: [unstated]).rows
        == ["Go, 1.27.3 | 10 tasks | 303 MB (300 to 305)"])
  }

  /// A number of a language whose name is not known to us has no version.
  @Test func aVersionOfAnotherCompilerIsNone() throws {
    var reference = fixtureReference(parameters: tasks(1))
    reference.runtimeVersion = "gcc 1.23.9"
    let found = try pairs(Self.trials(["1.23", nil]), of: [reference])
    #expect(found.all.map(\.nearest.distance) == [nil])
    #expect(found.all.map(\.implementation.label) == ["Go"])
  }
}
