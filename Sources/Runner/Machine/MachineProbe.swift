package import BenchmarkModel
import Platform

/// Reads the machine's description from Linux's `/proc`, `/sys` and `/etc`.
///
/// A fact that cannot be read is absent, never guessed. On a system without these folders little
/// more is known than the architecture and the number of cores.
package struct MachineProbe: Sendable {
  let root: String

  /// Creates a probe of the folder that holds `proc`, `sys` and `etc`.
  package init(root: String = "/") {
    self.root = root.hasSuffix("/") ? String(root.dropLast()) : root
  }

  package func machine() -> Machine {
    let kernel = [line("proc/sys/kernel/ostype"), line("proc/sys/kernel/osrelease")]
      .compactMap { $0 }.joined(separator: " ")
    var machine = Machine(
      fingerprint: "",
      cpuModel: field("model name", in: "proc/cpuinfo"),
      architecture: Self.architecture,
      logicalCores: Self.usable(
        cores: allowedCores?.count ?? usableCoreCount, quota: cpuQuotaCores),
      memoryBytes: memoryBytes,
      operatingSystem: operatingSystem,
      kernel: kernel.isEmpty ? nil : kernel,
      facts: facts
    )
    machine.fingerprint = Self.fingerprint(machine)
    return machine
  }

  /// The mean number of runnable and waiting tasks over the last minute; nil if it cannot be read.
  ///
  /// It is not part of the machine's facts because it changes from run to run.
  package func loadAverage() -> Double? {
    line("proc/loadavg")?.split(separator: " ").first.flatMap { Double($0) }
  }

  /// The SHA-256 of the facts that must match for two machines to have comparable times.
  ///
  /// Each fact is one line `name=value`, with an empty value if unknown: `cpuModel`, `architecture`,
  /// `logicalCores`, `memoryGiB` (that a process may use, rounded, because the kernel reserves some
  /// memory), and from `facts` `cpuQuotaCores`.
  ///
  /// The other facts are reported but not part of the digest. Most follow from these (caches,
  /// sockets) or only bound sizes (limits). Some do affect times (kernel, C library, governor,
  /// microcode, mitigations), but an update changes them and the machine stays the same.
  /// ``Machine/changes(since:)`` names those that changed between two runs.
  static func fingerprint(_ machine: Machine) -> String {
    let gibibytes = machine.usableMemoryBytes.map { "\(($0 + 1 << 29) >> 30)" }
    let stated: [(String, String?)] =
      [
        ("cpuModel", machine.cpuModel), ("architecture", machine.architecture),
        ("logicalCores", "\(machine.logicalCores)"), ("memoryGiB", gibibytes),
        ("cpuQuotaCores", machine.facts["cpuQuotaCores"]),
      ]
    return sha256Hex(stated.map { "\($0)=\($1 ?? "")\n" }.joined().utf8)
  }
}

extension MachineProbe {
  private var memoryBytes: Int? { kibibytes("MemTotal") }

  /// The memory and the swap of the whole machine, in bytes; nil if unknown.
  var memoryAndSwapBytes: Int? { memoryBytes.map { $0 + (kibibytes("SwapTotal") ?? 0) } }

  private var operatingSystem: String? {
    lines("etc/os-release").first { $0.hasPrefix("PRETTY_NAME=") }.map {
      $0.dropFirst("PRETTY_NAME=".count).filter { $0 != "\"" }
    }
  }

  private var facts: [String: String] {
    let ofSystem: [String: String?] = [
      "libc": Self.libc,
      "swapBytes": kibibytes("SwapTotal").map { "\($0)" },
      "threadsMax": line("proc/sys/kernel/threads-max"),
      "pidMax": line("proc/sys/kernel/pid_max"),
      "memoryMapsMax": line("proc/sys/vm/max_map_count"),
      "addressSpaceRandomization": line("proc/sys/kernel/randomize_va_space"),
      "clockSource": line("sys/devices/system/clocksource/clocksource0/current_clocksource"),
      "transparentHugePages": transparentHugePages,
    ]
    return ofSystem.compactMapValues { $0 }
      .merging(processorFacts) { $1 }.merging(surroundingFacts) { $1 }
  }

  /// The choice in brackets, for example `madvise` in `always [madvise] never`.
  private var transparentHugePages: String? {
    line("sys/kernel/mm/transparent_hugepage/enabled")?.split(separator: " ")
      .first { $0.hasPrefix("[") && $0.hasSuffix("]") }.map { String($0.dropFirst().dropLast()) }
  }

  /// The value of a line in `proc/meminfo`, in bytes.
  private func kibibytes(_ name: String) -> Int? {
    field(name, in: "proc/meminfo")?.split(separator: " ").first
      .flatMap { Int($0) }.map { $0 * 1_024 }
  }

  /// The value of the first `name: value` line.
  func field(_ name: String, in path: String) -> String? {
    for line in lines(path) {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].trimmed == name else { continue }
      return parts[1].trimmed
    }
    return nil
  }

  /// The first line of a file; nil if it cannot be read or is empty.
  func line(_ path: String) -> String? {
    lines(path).first?[...].trimmed
  }

  /// The nonempty lines of a file; none if it cannot be read.
  func lines(_ path: String) -> [String] {
    do {
      let bytes = try fileBytes("\(root)/\(path)")
      return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    } catch {
      return []
    }
  }

  private static var libc: String? {
    OptionalCall.libraryVersion?().map { "glibc \(String(cString: $0))" }
  }

  private static var architecture: String {
    var name = utsname()
    uname(&name)
    return withUnsafeBytes(of: &name.machine) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  /// The number of cores for a trial: those that it may run on, or the whole cores of its quota if
  /// these are fewer, but at least one.
  ///
  /// Rounding down, as Rust does (`std::thread::available_parallelism`), leaves no pool that is larger
  /// than its quota and halted for a part of each period. Go rounds up, and not below two.
  static func usable(cores: Int, quota: Double?) -> Int {
    let whole = quota.flatMap { Int(exactly: $0.rounded(.down)) } ?? cores
    return max(1, min(cores, whole))
  }
}

extension Substring {
  fileprivate var trimmed: String {
    let start = drop(while: \.isWhitespace)
    return String(start.reversed().drop(while: \.isWhitespace).reversed())
  }
}
