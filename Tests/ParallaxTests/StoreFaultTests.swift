import BenchmarkModel
import Foundation
import Testing

@testable import Store

/// What the database must survive during a merge and while it is read: a kill at any moment, a limit
/// on file sizes, slow readers.
struct StoreFaultTests {
  private static let machine = Machine(
    fingerprint: "f", cpuModel: nil, architecture: "x86_64", logicalCores: 2, memoryBytes: nil,
    operatingSystem: nil, kernel: nil)

  /// Stores a run of this many trials.
  private static func add(
    _ id: String, trials: Int, values: Int, to store: MeasurementStore
  ) throws {
    let plan = (0..<trials).map { position in
      PlannedTrial(
        position: position, block: 0,
        case: Case(
          Implementation(workload: "ping-pong", runtime: .go), [Parameter("rounds", position % 5)]),
        warmups: 0, iterations: values)
    }
    try store.begin(
      Run(
        id: id, startedAt: ExportTests.moment, preset: "quick", seed: 1, toolVersion: "0",
        machine: Self.machine), plan: plan, metrics: Metric.common)
    try store.record(
      plan.map { planned in
        Trial(
          planned: planned, startedAt: ExportTests.moment, outcome: Outcome(.completed),
          measurements: (0..<values).map {
            Measurement("elapsedNanoseconds", iteration: $0, Double($0) + 0.5)
          })
      }, in: id)
  }

  private static let mine = BuiltTool.database {
    try add(ExportTests.run, trials: 20, values: 10, to: $0)
  }
  /// A larger database with another run.
  private static let theirs = BuiltTool.database {
    try add(ExportTests.other, trials: 300, values: 100, to: $0)
  }

  private func seconds(_ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    return try clock.measure(body) / .seconds(1)
  }

  private func expectWhole(_ tool: BuiltTool) throws {
    #expect(try tool.value("PRAGMA integrity_check") == "ok")
    #expect(try tool.value("SELECT count(*) FROM pragma_foreign_key_check") == "0")
  }

  /// Kills a command after fractions of its run time, each time on a fresh copy.
  private func kill(
    _ tool: BuiltTool, _ command: String, original: Data, steps: Int, check: () throws -> Void
  ) throws {
    func restore() throws {
      for ending in ["", "-wal", "-shm"] {
        let path = tool.database + ending
        if FileManager.default.fileExists(atPath: path) {
          try FileManager.default.removeItem(atPath: path)
        }
      }
      try original.write(to: URL(filePath: tool.database))
    }
    try restore()
    let whole = try seconds {
      let result = try tool.run(shell: "exec \"$0\" \(command) --db '\(tool.database)'")
      #expect(result.exitCode == 0, "\(result.errors)")
    }
    for step in 0..<steps {
      try restore()
      let share = whole * Double(step) / Double(steps - 1)
      let killed = try tool.run(
        shell: """
          "$0" \(command) --db '\(tool.database)' >/dev/null 2>&1 &
          sleep \(share); kill -KILL $! 2>/dev/null; wait $!; exit 0
          """)
      #expect(killed.exitCode == 0, "\(killed.errors)")
      try expectWhole(tool)
      try check()
    }
  }

  @Test func aMergeThatIsKilledBroughtEverythingOrNothing() throws {
    let tool = try BuiltTool()
    let theirs = "\(tool.folder)/theirs.sqlite"
    try Self.theirs.get().write(to: URL(filePath: theirs))
    var isStopped = false
    try kill(tool, "merge '\(theirs)'", original: Self.mine.get(), steps: 9) {
      let counts = try tool.value(
        "SELECT (SELECT count(*) FROM trial) || ' ' || (SELECT count(*) FROM measurement)")
      #expect(["20 200", "320 30200"].contains(counts))
      guard counts == "20 200" else { return }
      isStopped = true
      try MeasurementStore(path: tool.database, access: .open).merge(from: [theirs])
      #expect(try tool.value("SELECT count(*) FROM measurement") == "30200")
    }
    #expect(isStopped)
  }

  /// In blocks of 512 bytes; the file itself is smaller, but its journal grows larger.
  @Test(arguments: [300, 600, 1200])
  func aFileSizeLimitIsReportedAndLosesNothing(blocks: Int) throws {
    let tool = try BuiltTool(with: Self.mine)
    let theirs = "\(tool.folder)/theirs.sqlite"
    try Self.theirs.get().write(to: URL(filePath: theirs))
    let limited = try tool.run(
      shell: """
        ulimit -f \(blocks)
        exec "$0" merge --db '\(tool.database)' '\(theirs)'
        """)
    #expect(limited.exitCode == 1)
    #expect(limited.output == "")
    #expect(limited.errors.contains("cannot be written: disk I/O error"))
    try expectWhole(tool)
    #expect(try tool.value("SELECT count(*) FROM trial") == "20")
    let again = try tool.run("merge", "--db", tool.database, theirs)
    #expect(again.exitCode == 0, "\(again.errors)")
    #expect(try tool.value("SELECT count(*) FROM trial") == "320")
  }

  /// Another process measures while this one keeps read transactions open for a long time.
  @Test func readersAndAMeasurementDoNotHoldUpOneAnother() async throws {
    let tool = try BuiltTool()
    _ = try MeasurementStore(path: tool.database, access: .create)
    let done = "\(tool.folder)/done"
    async let measured = tool.run(
      shell: """
        "$0" measure --preset smoke --workload spawn-many --workload fetch-urls --seed 1 \
          --db '\(tool.database)' >/dev/null; code=$?; : > '\(done)'; exit $code
        """)
    var seen: [QueryValue] = []
    let reader = try MeasurementStore(path: tool.database, access: .readOnly, busyTimeout: .zero)
    // Counted again for each row, all in one transaction.
    let counting = """
      SELECT (SELECT count(*) FROM trial WHERE id > n)
      FROM (SELECT 0 AS n UNION ALL SELECT -1 UNION ALL SELECT -2)
      """
    while !FileManager.default.fileExists(atPath: done) {
      var counts: [QueryValue] = []
      try reader.query(counting, timeout: .seconds(10)) { row in
        counts += row
        // Long enough for trials to be stored in the meantime.
        Thread.sleep(forTimeInterval: 0.05)
        return .more
      }
      #expect(counts == Array(repeating: counts[0], count: 3))
      if seen.last != counts[0] { seen.append(counts[0]) }
    }
    let result = try await measured
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(seen.count > 2, "\(seen)")
    #expect(Set(seen).count == seen.count)
    try expectWhole(tool)
  }
}
