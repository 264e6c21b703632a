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

  /// A database that was removed or replaced gets no trial without a word.
  @Test(arguments: ["rm $DB*", "mv $DB $T/moved", "mv $DB $T/moved; echo no > $DB"])
  func measureKeepsTheTrialWhenItsDatabaseIsGone(script: String) throws {
    let tool = try BuiltTool()
    let result = try tool.run(
      shell: """
        T='\(tool.folder)'; DB='\(tool.database)'
        "$0" measure --preset smoke --workload sleeping-tasks --seed 1 --db $DB 2> $T/errors & pid=$!
        for attempt in $(seq 400); do
          done=$("$0" query --db $DB --sql 'SELECT count(*) FROM trial' --format csv 2>/dev/null \
            | tail -n 1 | tr -d '\\r')
          if [ "${done:-0}" -ge 1 ] 2>/dev/null; then break; fi
        done
        \(script); wait $pid; echo "ended $?"; cat $T/errors; ls $T/*spool*
        """)
    #expect(result.output.hasPrefix("ended 1\n"), "\(result.output)")
    #expect(result.output.contains("was removed or replaced by another file"), "\(result.output)")
    #expect(result.output.contains("is kept in \"\(tool.database)-spool-"), "\(result.output)")
    #expect(result.output.contains("Then continue with: "))
  }
}
