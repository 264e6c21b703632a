import BenchmarkModel
import FoundationEssentials
import Platform
import Store
import Testing

@testable import parallax

/// The trial that a database could not store.
struct TrialSpoolTests {
  let tool: BuiltTool
  let store: MeasurementStore
  let run: Run
  let trials: [Trial]

  init() throws {
    tool = try BuiltTool()
    store = try MeasurementStore(path: tool.database, access: .create)
    let plan = (0..<3).map { position in
      PlannedTrial(
        position: position, block: 0,
        case: Case(
          Implementation(workload: "ping-pong", runtime: .go), [Parameter("rounds", position)]),
        warmups: 1, iterations: 1)
    }
    var run = Run(
      id: ExportTests.run, startedAt: ExportTests.moment, preset: "smoke", seed: 5,
      toolVersion: "0", commit: "c0ffee", isDirty: true,
      machine: Machine(
        fingerprint: "f", cpuModel: "x", architecture: "x86_64", logicalCores: 2,
        memoryBytes: 5, operatingSystem: nil, kernel: nil, facts: ["libc": "glibc"]),
      toolchains: [Toolchain(name: "go", version: "go1.27.3")])
    run.warnings = [RunWarning(.busyMachine, "Busy.")]
    run.loadBefore = 2
    run.calibration = [.spawn: 5]
    self.run = run
    trials = plan.map { planned in
      Trial(
        planned: planned, startedAt: ExportTests.moment, outcome: Outcome(.completed),
        runtimeVersion: "go", standardError: "a",
        measurements: [
          Measurement("elapsedNanoseconds", iteration: 0, isWarmup: true, 5),
          Measurement("elapsedNanoseconds", iteration: 1, 7),
        ])
    }
    try store.begin(run, plan: plan, metrics: Metric.known)
    try store.record(trials[0], in: run.id)
  }

  private func spool(_ folder: String? = nil) -> TrialSpool {
    TrialSpool(
      database: tool.database, run: run.id, temporaryFolder: folder ?? "\(tool.folder)/none")
  }

  @Test func aTrialIsTakenInUnchangedAndTheSpoolIsGone() throws {
    let path = try #require(spool().keep(trials[1], of: run))
    #expect(path == "\(tool.database)-spool-\(run.id.prefix(8))")
    let second = try #require(spool().keep(trials[2], of: run))
    #expect(second == path + "-2")
    try spool().takeIn(to: store)
    #expect(try store.trials(of: run.id) == trials)
    #expect(try store.run(run.id).warnings == run.warnings)
    #expect(try store.run(run.id).calibration == run.calibration)
    #expect(try store.run(run.id).finishedAt == nil)
    let left = try FileManager.default.contentsOfDirectory(atPath: tool.folder)
    #expect(left.filter { $0.contains("spool") } == [])
    try spool().takeIn(to: store)
    #expect(try store.trials(of: run.id) == trials)
  }

  @Test func mergeTakesASpoolToo() throws {
    let path = try #require(spool().keep(trials[1], of: run))
    #expect(try store.merge(from: [path]).map(\.trialsAdded) == [1])
    #expect(try store.trials(of: run.id) == Array(trials[0...1]))
  }

  @Test func withoutRoomBesideTheDatabaseTheTemporaryFolderIsUsed() throws {
    let temporary = "\(tool.folder)/temporary"
    try FileManager.default.createDirectory(
      atPath: temporary, withIntermediateDirectories: false)
    // A folder at each name is in the way.
    for place in spool().places.prefix(9) {
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
    }
    let path = try #require(spool(temporary).keep(trials[1], of: run))
    #expect(path.hasPrefix("\(temporary)/parallax-spool-"))
    #expect(spool().keep(trials[1], of: run) == nil)
    for place in spool().places.prefix(9) { try FileManager.default.removeItem(atPath: place) }
    try spool(temporary).takeIn(to: store)
    #expect(try store.trials(of: run.id).count == 2)
    #expect(try FileManager.default.contentsOfDirectory(atPath: temporary) == [])
  }

  /// How a spool can be wrong.
  enum Damage: CaseIterable {
    case garbage, empty, truncated, otherRun, otherTrial, unplannedTrial, link, contradiction
  }

  @Test(arguments: Damage.allCases)
  func aSpoolThatCannotBeUsedIsSetAside(damage: Damage) throws {
    let path = spool().places[0]
    switch damage {
    case .garbage: try Data("no database".utf8).write(to: URL(filePath: path))
    case .empty: try Data().write(to: URL(filePath: path))
    case .truncated:
      _ = spool().keep(trials[1], of: run)
      let bytes = try Data(contentsOf: URL(filePath: path))
      try bytes.prefix(bytes.count / 2).write(to: URL(filePath: path))
    case .otherRun:
      var other = run
      other.id = ExportTests.other
      _ = spool().keep(trials[1], of: other)
    case .otherTrial:
      var other = trials[1]
      other.planned.case.parameters = [Parameter("rounds", 9)]
      _ = spool().keep(other, of: run)
    case .unplannedTrial:
      var other = trials[1]
      other.planned.position = 7
      _ = spool().keep(other, of: run)
    case .link:
      let kept = try #require(spool().keep(trials[1], of: run))
      try FileManager.default.moveItem(atPath: kept, toPath: "\(tool.folder)/elsewhere")
      try FileManager.default.createSymbolicLink(
        atPath: path, withDestinationPath: "\(tool.folder)/elsewhere")
    case .contradiction:
      var other = trials[0]
      other.startedAt = ExportTests.moment.addingTimeInterval(5)
      _ = spool().keep(other, of: run)
    }
    try spool().takeIn(to: store)
    #expect(try store.trials(of: run.id) == [trials[0]])
    #expect(try store.plan(of: run.id) == trials.map(\.planned))
    #expect(FileKind(path) == nil)
    #expect(FileKind(path + "-unusable") == .file)
  }

  /// What happens to a database while `measure` runs, with what is then said of it; `$T` is its folder.
  private static let losses = [
    ("rm $DB*", "was removed or replaced by another file"),
    ("mv $T/other.sqlite $DB", "was removed or replaced by another file"),
    ("mv $T $T-moved", "was removed or replaced by another file"),
    ("rm $DB-wal", "results.sqlite-wal\", which belongs to"),
    ("truncate -s 0 $DB", "was overwritten or cut short"),
    ("truncate -s 0 $DB*", "was overwritten or cut short"),
    ("cat /bin/sh > $DB", "was overwritten or cut short"),
  ]

  /// Two databases with a run each.
  private static let measured = Result {
    try ["race", "spawn-many"].map { workload in
      let tool = try BuiltTool()
      let result = try tool.run(
        "measure", "--preset", "smoke", "--workload", workload, "--runtime", "swift-async", "--db",
        tool.database)
      try #require(result.exitCode == 0, "\(result.errors)")
      return try Data(contentsOf: URL(filePath: tool.database))
    }
  }

  /// A database that was removed, replaced or overwritten gets no trial without a word.
  @Test(arguments: losses)
  func measureKeepsTheTrialWhenItsDatabaseIsGone(script: String, message: String) throws {
    let tool = try BuiltTool()
    let place = "\(tool.folder)/place"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
    for (name, bytes) in zip(["results", "other"], try Self.measured.get()) {
      try bytes.write(to: URL(filePath: "\(place)/\(name).sqlite"))
    }
    let measuring = RunningScript(
      """
      export TMPDIR=$T; exec "$0" measure --preset smoke --workload sleeping-tasks --seed 1 \
        --db $T/place/results.sqlite 2> $T/errors
      """, of: tool)
    let stored = "SELECT count(*) FROM trial WHERE run = (SELECT max(id) FROM run WHERE id > 1)"
    let isStored = try becomesTrue {
      try tool.value(stored, in: "\(place)/results.sqlite") != "0"
    }
    #expect(isStored)
    let lost = try tool.run(shell: "T='\(place)'; DB=$T/results.sqlite; \(script)")
    #expect(lost.exitCode == 0, "\(lost.errors)")
    let exitCode = try measuring.end().exitCode
    let errors = try String(contentsOfFile: "\(tool.folder)/errors", encoding: .utf8)
    #expect(exitCode == 1, "\(errors)")
    #expect(errors.contains(message), "\(errors)")
    #expect(errors.contains("The trial that had just finished is kept in \"\(tool.folder)/"))
    let files = try FileManager.default.subpathsOfDirectory(atPath: tool.folder)
    #expect(files.contains { $0.contains("spool-") }, "\(files)")
    #expect(errors.contains("Then continue with: "))
  }

  /// Neither other programs that write, nor one that gives back the room of removed rows, are in its way.
  @Test func measureGoesOnWhenOthersUseItsDatabase() throws {
    let tool = try BuiltTool()
    let result = try tool.run(
      shell: """
        T='\(tool.folder)'; DB=$T/results.sqlite
        seq 60000 | sed 's#.*#BenchmarkX-8 100 & ns/op#' > $T/bench.txt
        for run in 1 2; do
          "$0" measure --preset smoke --workload race --runtime swift-async --db $DB >/dev/null 2>&1
        done
        "$0" name latest second --db $DB >/dev/null
        "$0" measure --preset smoke --workload sleeping-tasks --seed 1 --db $DB > $T/output 2>&1 & pid=$!
        sleep 0.3
        "$0" import $T/bench.txt --db $DB > /dev/null
        "$0" remove second --yes --db $DB > /dev/null
        kill -0 $pid && echo "still measuring"
        wait $pid; echo "ended $?"; tail -n 2 $T/output
        """)
    #expect(result.output.hasPrefix("still measuring\nended 0\n"), "\(result)")
    #expect(try tool.value("PRAGMA integrity_check") == "ok")
  }
}
