import BenchmarkModel
import FoundationEssentials
import Store
import Testing

@testable import parallax

/// Every outcome of `reproduce`, with a program whose times the test sets.
struct ReproductionTests {
  private static let measured = Case(
    Implementation(workload: "prime-sieve", runtime: .swiftAsync), [Parameter("primes", 20)])
  private static let cell = CellID(measured, metric: Metric.elapsed.name).text

  /// The tool with this test's trial program beside it, and a run of six trials.
  private let tool: BuiltTool

  init() throws {
    tool = try BuiltTool()
    let made = try tool.run(
      shell: """
        set -e; mkdir '\(tool.folder)/bin'; cd '\(tool.folder)/bin'
        cp "$0" parallax
        printf '%s\\n' "$1" >prime-sieve; chmod +x prime-sieve; echo 0 >trials
        """, [Self.program])
    try #require(made.exitCode == 0, "\(made.errors)")
    try set(time: 10_000)
    let first = try parallax(
      "measure --preset smoke --workload prime-sieve --runtime swift-async --trials 6 --seed 1")
    try #require(first.exitCode == 0, "\(first.errors)")
  }

  /// A trial that reports the time in the file `time`, and every other time that plus the number in
  /// the file `spread`; it fails if there is no time.
  private static let program = #"""
    #!/bin/sh
    cd "${0%/*}"
    while [ $# -gt 0 ]; do
      case $1 in --warmup) warmups=$2 ;; --iterations) iterations=$2 ;; esac
      shift
    done
    read trials <trials; read time <time || exit 3; read spread <spread
    echo $((trials + 1)) >trials
    i=0
    while [ $i -lt $((warmups + iterations)) ]; do
      echo "{\"elapsedNanoseconds\":$((time + trials % 2 * spread)),\"answer\":639}"
      i=$((i + 1))
    done
    echo '{"protocol":1,"runtimeVersion":"test 1"}'
    """#

  private func set(time: Int?, spread: Int = 40) throws {
    try Data((time.map { "\($0)\n" } ?? "").utf8).write(
      to: URL(filePath: "\(tool.folder)/bin/time"))
    try Data("\(spread)\n".utf8).write(to: URL(filePath: "\(tool.folder)/bin/spread"))
  }

  private func parallax(_ command: String) throws -> BuiltTool.Result {
    try tool.run(shell: "exec '\(tool.folder)/bin/parallax' \(command) --db '\(tool.database)'")
  }

  @Test(arguments: [
    (10_000, 40, Int32(0), "same machine: equal"), (20_000, 40, 2, "same machine: worse"),
    (5_000, 20, 2, "same machine: better"), (10_000, 2_000, 3, "same machine: inconclusive"),
  ])
  func exitCodeSaysWhetherTheNumberWasMetAgain(
    time: Int, spread: Int, exitCode: Int32, verdict: String
  ) throws {
    try set(time: time, spread: spread)
    let result = try parallax("reproduce \(Self.cell)")
    #expect(result.exitCode == exitCode, "\(result.errors)")
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines.last == verdict, "\(result.output)")
    #expect(
      lines.contains { $0.hasPrefix("then       10.02 µs (10.00 to 10.04), 6 trials, run ") },
      "\(result.output)")
    #expect(lines.contains { $0.hasPrefix("now        ") && $0.contains(", 6 trials, run ") })
    #expect(lines.contains { $0.hasPrefix("now ÷ then ") })
    #expect(try tool.value("SELECT count(*) FROM run WHERE preset = 'reproduce'") == "1")
  }

  @Test func aWiderToleranceAgrees() throws {
    try set(time: 15_000)
    #expect(try parallax("reproduce \(Self.cell)").exitCode == 2)
    #expect(try parallax("reproduce \(Self.cell) --tolerance 60%").exitCode == 0)
  }

  @Test func aNumberOfAnotherMachineIsShownAndNotJudged() throws {
    let other = "0a1b2c3d-0000-4000-8000-000000000001"
    let store = try MeasurementStore(path: tool.database, access: .open)
    var run = try store.run("latest")
    let trials = try store.trials(of: run.id)
    run.id = other
    run.machine.fingerprint = "elsewhere"
    run.startedAt -= 3_600
    try store.begin(run, plan: trials.map(\.planned), metrics: Metric.known)
    try store.record(trials, in: other)
    try store.finish(other, at: run.startedAt)
    let result = try parallax("reproduce \(Self.cell) --run \(other)")
    #expect(result.exitCode == 3, "\(result.errors)")
    #expect(result.output.hasSuffix("\nother machine: not comparable\n"), "\(result.output)")
    #expect(!result.output.contains("now ÷ then"))
    #expect(try parallax("reproduce \(Self.cell)").exitCode == 0)
  }

  @Test func aProgramThatFailsIsNoAnswer() throws {
    try set(time: nil)
    let result = try parallax("reproduce \(Self.cell)")
    #expect(result.exitCode == 1)
    #expect(result.errors.contains("6 trials failed because of a fault"), "\(result.errors)")
    #expect(!result.output.contains("same machine"))
  }
}
