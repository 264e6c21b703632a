import Foundation
import Testing

@testable import Store

/// `measure` beside other programs that write to its database.
struct SideBySideTests {
  private let tool: BuiltTool

  init() throws {
    tool = try BuiltTool()
  }

  /// A measurement, which writes its process to `pid` and what it says to `errors`.
  private static let measurement = """
    set -m
    "$0" measure --preset smoke --workload sleeping-tasks --runtime swift-async --seed 1 \
      --db $DB >/dev/null 2> $T/errors & echo $! > $T/pid; wait $!
    """

  private func text(_ name: String) -> String {
    String(
      decoding: FileManager.default.contents(atPath: "\(tool.folder)/\(name)") ?? Data(),
      as: UTF8.self)
  }

  private func eventually(_ condition: () throws -> Bool) throws {
    if try !becomesTrue(condition) { Issue.record("It never happened: \(text("errors"))") }
  }

  /// Locks the database when the run has begun, and calls the body once measure says that it waits.
  private func whileLocked(_ body: () throws -> Void) throws {
    try eventually { FileManager.default.fileExists(atPath: tool.database) }
    let store = try MeasurementStore(
      path: tool.database, access: .create, lockWait: LockWait { _ in true })
    try eventually { try !store.runs().isEmpty }
    try store.writing { _ in
      try eventually { text("errors").contains("Waiting for another process that writes to") }
      try body()
    }
  }

  private func expectAllTrials() throws {
    #expect(
      try tool.value("SELECT (SELECT count(*) FROM plannedTrial) - count(*) FROM trial") == "0")
    #expect(try tool.value("SELECT count(*) FROM run WHERE finishedAt IS NULL") == "0")
    #expect(try tool.value("PRAGMA integrity_check") == "ok")
  }

  @Test func everyOtherWriterWaitsForTheLockAndSaysSo() throws {
    let store = try MeasurementStore(path: tool.database, access: .create)
    try ExportTests.add(ExportTests.run, to: store)
    try ExportTests.add(ExportTests.other, to: store)
    let names = ["name", "tag", "note", "remove"]
    var running: RunningScript?
    try store.writing { _ in
      running = RunningScript(
        """
        code=0; children=
        for command in "name 0a1b x" "tag 0a1b x" "note 0a1b x" "remove 0a9f --yes"; do
          "$0" $command --db $DB > /dev/null 2> $T/${command%% *} & children="$children $!"
        done
        for child in $children; do wait $child || code=$?; done; exit $code
        """, of: tool)
      try eventually {
        names.allSatisfy { text($0).contains("Waiting for another process that writes to") }
      }
    }
    #expect(try running?.end().exitCode == 0, "\(names.map(text))")
    #expect(try store.runs().map(\.id) == [ExportTests.run])
    #expect(try store.runs()[0].names == ["x"] && store.runs()[0].tags == ["x"])
    #expect(try store.runs()[0].notes.count == 1)
  }

  @Test func measureWaitsForTheLockAndGoesOn() throws {
    let measuring = RunningScript(Self.measurement, of: tool)
    try whileLocked {}
    #expect(try measuring.end().exitCode == 0, "\(text("errors"))")
    #expect(text("errors").ranges(of: "Waiting for another").count == 1)
    try expectAllTrials()
  }

  @Test func anInterruptionOfTheWaitKeepsTheTrial() throws {
    let measuring = RunningScript(Self.measurement, of: tool)
    try whileLocked {
      let process = try #require(pid_t(text("pid").trimmingCharacters(in: .whitespacesAndNewlines)))
      kill(process, SIGINT)
      try eventually { kill(process, 0) != 0 }
    }
    #expect(try measuring.end().exitCode == 130, "\(text("errors"))")
    #expect(text("errors").contains("is kept in \"\(tool.database)-spool-"), "\(text("errors"))")
    let before = try tool.value("SELECT count(*) FROM trial")
    let resumed = try tool.run("measure", "--resume", "--db", tool.database)
    #expect(resumed.exitCode == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("is now stored in"), "\(resumed.errors)")
    // The trial is not among those that were left.
    let left = try #require(Int(try tool.value("SELECT count(*) FROM trial"))) - (Int(before) ?? 0)
    #expect(resumed.errors.contains("\(left - 1) trial"), "\(resumed.errors)")
    try expectAllTrials()
    let files = try FileManager.default.contentsOfDirectory(atPath: tool.folder)
    #expect(files.filter { $0.contains("spool") } == [])
  }

  @Test func nothingIsLostBesideImportsMergesNotesAndReports() throws {
    let result = try tool.run(
      shell: """
        T='\(tool.folder)'; DB='\(tool.database)'
        "$0" measure --preset smoke --workload ping-pong --runtime swift-async --db $T/other.sqlite >/dev/null || exit 9
        "$0" measure --preset smoke --workload spawn-many --workload fetch-urls --seed 1 \
          --db $DB >/dev/null 2>&1 & measured=$!
        until "$0" query runs --db $DB >/dev/null 2>&1; do sleep 0.05; done
        n=0
        while kill -0 $measured 2>/dev/null; do
          n=$((n + 1))
          seq 20000 | sed "s/.*/BenchmarkX-8 100 &$n ns\\/op/" | "$0" import --db $DB --as loop - ||
            exit 8
          "$0" merge --db $DB $T/other.sqlite || exit 7
          "$0" note latest "Note $n" --db $DB || exit 6
          "$0" query summary --db $DB || exit 5
        done >/dev/null
        wait $measured; echo "measured $?, $n"
        """)
    #expect(result.exitCode == 0, "\(result.errors)")
    let words = result.output.split(separator: " ")
    #expect(words.count == 3 && words[1] == "0,", "\(result.output)")
    let rounds = words.last.map { $0.filter(\.isNumber) } ?? ""
    try expectAllTrials()
    #expect(try tool.value("SELECT count(*) FROM externalVersion") == rounds)
    #expect(
      try tool.value("SELECT count(*) FROM externalValue") == "\((Int(rounds) ?? 0) * 20_000)")
    #expect(try tool.value("SELECT count(*) FROM runNote") == rounds)
  }
}
