public import BenchmarkModel

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Reads what the machine says of itself, from Linux's `/proc`, `/sys` and `/etc`.
///
/// A fact that cannot be read is absent, never guessed; so on a system without these folders a
/// machine has little more than its architecture and its cores.
public struct MachineProbe: Sendable {
  private let root: String

  /// Makes a probe of the folder that holds `proc`, `sys` and `etc`.
  public init(root: String = "/") {
    self.root = root.hasSuffix("/") ? String(root.dropLast()) : root
  }

  /// The machine as it is now.
  public func machine() -> Machine {
    let kernel = [line("proc/sys/kernel/ostype"), line("proc/sys/kernel/osrelease")]
      .compactMap { $0 }.joined(separator: " ")
    var machine = Machine(
      fingerprint: "",
      cpuModel: cpuField("model name"),
      architecture: Self.architecture,
      logicalCores: allowedCores ?? Self.coresOn,
      memoryBytes: memoryBytes,
      operatingSystem: operatingSystem,
      kernel: kernel.isEmpty ? nil : kernel,
      facts: facts
    )
    machine.fingerprint = Self.fingerprint(machine)
    return machine
  }

  /// The mean number of runnable and waiting tasks over the last minute; nil when unreadable.
  ///
  /// It is no fact of the machine, since it changes from run to run.
  public func loadAverage() -> Double? {
    line("proc/loadavg")?.split(separator: " ").first.flatMap { Double($0) }
  }

  /// The SHA-256 of the facts that make two machines the same for timing, one `name=value` a line
  /// and an empty value for an unknown one: `cpuModel`, `architecture`, `logicalCores`, `memoryGiB`
  /// (rounded, since a kernel keeps some for itself), `kernel`, and of the facts `libc`,
  /// `virtualization`, `cpuQuotaCores` and `governor`.
  static func fingerprint(_ machine: Machine) -> String {
    let gibibytes = machine.memoryBytes.map { "\(($0 + 1 << 29) >> 30)" }
    let stated: [(String, String?)] =
      [
        ("cpuModel", machine.cpuModel), ("architecture", machine.architecture),
        ("logicalCores", "\(machine.logicalCores)"), ("memoryGiB", gibibytes),
        ("kernel", machine.kernel),
      ]
      + ["libc", "virtualization", "cpuQuotaCores", "governor"].map { ($0, machine.facts[$0]) }
    return sha256Hex(stated.map { "\($0)=\($1 ?? "")\n" }.joined().utf8)
  }
}

extension MachineProbe {
  private var memoryBytes: Int? {
    field("MemTotal", in: "proc/meminfo")?.split(separator: " ").first
      .flatMap { Int($0) }.map { $0 * 1_024 }
  }

  private var operatingSystem: String? {
    lines("etc/os-release").first { $0.hasPrefix("PRETTY_NAME=") }.map {
      $0.dropFirst("PRETTY_NAME=".count).filter { $0 != "\"" }
    }
  }

  private var facts: [String: String] {
    let stated: [String: String?] = [
      "governor": line("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
      "virtualization": virtualization,
      "libc": Self.libc,
      "cpuQuotaCores": cpuQuotaCores,
      "memoryLimitBytes": smallestLimit("memory.max").map { "\($0)" },
      "threadsMax": line("proc/sys/kernel/threads-max"),
      "pidMax": line("proc/sys/kernel/pid_max"),
      "memoryMapsMax": line("proc/sys/vm/max_map_count"),
      "addressSpaceRandomization": line("proc/sys/kernel/randomize_va_space"),
    ]
    return stated.compactMapValues { $0 }
  }

  /// Whether the processor says that a hypervisor runs below; only x86 has this flag.
  private var virtualization: String? {
    cpuField("flags").map { flags in
      flags.split(separator: " ").contains("hypervisor") ? "hypervisor" : "none seen"
    }
  }

  /// The smallest `cpu.max` of our control group and those above it, in cores.
  private var cpuQuotaCores: String? {
    let quotas = controlGroups.compactMap { group -> Double? in
      let words = (line("sys/fs/cgroup\(group)/cpu.max") ?? "").split(separator: " ")
      guard words.count == 2, let quota = Double(words[0]), let period = Double(words[1]),
        period > 0
      else { return nil }
      return quota / period
    }
    return quotas.min().map { "\($0)" }
  }

  private func smallestLimit(_ file: String) -> Int? {
    controlGroups.compactMap { line("sys/fs/cgroup\($0)/\(file)").flatMap { Int($0) } }.min()
  }

  /// Our control group (version 2) and all above it, for example `/a/b`, `/a` and the empty text.
  private var controlGroups: [String] {
    guard let own = lines("proc/self/cgroup").first(where: { $0.hasPrefix("0::/") }) else {
      return []
    }
    let names = own.dropFirst("0::/".count).split(separator: "/")
    return (0...names.count).reversed().map { count in
      names.prefix(count).map { "/\($0)" }.joined()
    }
  }

  private func cpuField(_ name: String) -> String? { field(name, in: "proc/cpuinfo") }

  /// The value of the first `name: value` line.
  private func field(_ name: String, in path: String) -> String? {
    for line in lines(path) {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].trimmed == name else { continue }
      return parts[1].trimmed
    }
    return nil
  }

  /// The first line of a file; nil when it cannot be read or is empty.
  private func line(_ path: String) -> String? {
    lines(path).first?[...].trimmed
  }

  private func lines(_ path: String) -> [String] {
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

  /// The processors of our affinity mask, for example 3 for `Cpus_allowed_list: 0-1,4`.
  private var allowedCores: Int? {
    field("Cpus_allowed_list", in: "proc/self/status").map { list in
      list.split(separator: ",").reduce(0) { count, range in
        let ends = range.split(separator: "-").compactMap { Int($0) }
        return count + (ends.last ?? 0) - (ends.first ?? 0) + 1
      }
    }
  }

  private static var architecture: String {
    var name = utsname()
    uname(&name)
    return withUnsafeBytes(of: &name.machine) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  private static var coresOn: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}

extension Substring {
  fileprivate var trimmed: String {
    let start = drop(while: \.isWhitespace)
    return String(start.reversed().drop(while: \.isWhitespace).reversed())
  }
}
