import FoundationEssentials
import Platform
import Runner

/// The program that does nothing.
private let nothing = "/bin/true"
/// The number of runs of each way, and the number of consecutive runs before the next way
/// has its turn.
private let runs = 1_000
private let block = 50

/// Times our spawn-and-collect, a bare loop, and `hyperfine -N` on the same program, in turns.
func spawn() async throws {
  var bare: [Double] = []
  var whole: [Double] = []
  var child: [Double] = []
  var theirs: [Double] = []
  let hyperfine = isInstalled("hyperfine", "--version")
  let interruption = try Interruption.withOrphanReaper()
  for _ in 0..<(runs / block) {
    for _ in 0..<block { bare.append(try nanoseconds { try runBare() }) }
    for _ in 0..<block {
      whole.append(
        try nanoseconds {
          child.append(try runOurs(interruption))
        })
    }
    if hyperfine { theirs += try hyperfineTimes() }
  }
  let base = try median(bare)
  figure("\(nothing), bare posix_spawn and waitpid", base / 1e6, "ms", digits: 3, target: "")
  if hyperfine {
    figure("hyperfine -N", try median(theirs) / 1e6, "ms", digits: 3, target: "")
  } else {
    print("hyperfine -N: not installed. Install it: apt-get install hyperfine")
  }
  figure("ours, start to end of the child", try median(child) / 1e6, "ms", digits: 3, target: "")
  figure("ours, the whole call", try median(whole) / 1e6, "ms", digits: 3, target: "")
  let over = (try median(whole) - base) / 1e6
  figure("the whole call over the bare one", over, "ms", digits: 3, target: "0.05 ms")
}

/// The growth of the resident size over many children, which would show a leak.
func memory() async throws {
  let interruption = try Interruption.withOrphanReaper()
  for _ in 0..<1_000 { _ = try runOurs(interruption) }
  let before = residentBytes()
  for _ in 0..<9_000 { _ = try runOurs(interruption) }
  guard let before, let after = residentBytes() else {
    return print("This system has no /proc/self/statm, so the size is left out.")
  }
  figure(
    "resident size, trial 10,000 less trial 1,000", Double(after - before) / 1e6, "MB", digits: 2,
    target: "1 MB")
}

/// The nanoseconds from the start to the end of the child, as a trial stores them.
private func runOurs(_ interruption: Interruption) throws -> Double {
  let child = ChildProcess(
    program: nothing, timeLimit: .seconds(60), memoryCapBytes: 1 << 40)
  let result = try child.run(interruption: interruption)
  guard result.ending == .exited(code: 0) else { throw BenchError.child(nothing) }
  return Double(result.elapsedNanoseconds)
}

private func runBare() throws {
  var process = pid_t()
  let name = strdup(nothing)
  defer { free(name) }
  var status: Int32 = 0
  guard posix_spawn(&process, nothing, nil, nil, [name, nil], [nil]) == 0,
    waitpid(process, &status, 0) == process, status == 0
  else { throw BenchError.child(nothing) }
}

/// Whether a program can be started; the option makes it end at once.
func isInstalled(_ program: String, _ option: String) -> Bool {
  let child = ChildProcess(program: program, arguments: [option], timeLimit: .seconds(60))
  // A program that cannot be started is not installed, which is the answer here.
  do { return try child.run().ending == .exited(code: 0) } catch { return false }
}

/// The times of one block, in nanoseconds.
private func hyperfineTimes() throws -> [Double] {
  struct Export: Decodable {
    struct Result: Decodable { var times: [Double] }
    var results: [Result]
  }
  let child = ChildProcess(
    program: "hyperfine",
    arguments: [
      "-N", "--style", "none", "--warmup", "1", "--runs", "\(block)", "--export-json",
      "/dev/stdout", nothing,
    ], timeLimit: .seconds(60))
  let result = try child.run()
  guard result.ending == .exited(code: 0) else { throw BenchError.child("hyperfine") }
  let export = try JSONDecoder().decode(Export.self, from: Data(result.output))
  return export.results.flatMap(\.times).map { $0 * 1e9 }
}

/// The resident size of this process in bytes; nil if the system does not report it.
private func residentBytes() -> Int? {
  let file: [UInt8]
  do { file = try fileBytes("/proc/self/statm") } catch { return nil }
  let fields = String(decoding: file, as: UTF8.self).split(separator: " ")
  return fields.dropFirst().first.flatMap { Int($0) }.map { $0 * Int(getpagesize()) }
}
