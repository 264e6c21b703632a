import Platform

extension MachineProbe {
  /// The processor and its clock settings.
  ///
  /// The current frequency is left out because it is not a property of the machine.
  var processorFacts: [String: String] {
    let siblings = topology("thread_siblings_list")
    let stated: [String: String?] = [
      "onlineCores": onlineCores.map { "\($0.count)" },
      "physicalCores": siblings.map { "\(Set($0).count)" },
      "threadsPerCore": siblings?.compactMap { numbers(inList: $0)?.count }.max().map { "\($0)" },
      "sockets": topology("physical_package_id").flatMap { identifiers in
        identifiers.contains("-1") ? nil : "\(Set(identifiers).count)"
      },
      "cacheL1DataBytes": cacheBytes(level: "1", kind: "Data"),
      "cacheL2Bytes": cacheBytes(level: "2", kind: "Unified"),
      "cacheL3Bytes": cacheBytes(level: "3", kind: "Unified"),
      "microcode": field("microcode", in: "proc/cpuinfo"),
      "mitigations": mitigations,
      "governor": line("\(Self.firstCore)/cpufreq/scaling_governor"),
      "maximumFrequencyKilohertz": line("\(Self.firstCore)/cpufreq/cpuinfo_max_freq"),
      "turbo": turbo,
    ]
    return stated.compactMapValues { $0 }
  }

  /// The cores in our affinity mask, for example 0, 1 and 4 for `Cpus_allowed_list: 0-1,4`.
  var allowedCores: [Int]? {
    field("Cpus_allowed_list", in: "proc/self/status").flatMap(numbers(inList:))
  }

  private static let firstCore = "sys/devices/system/cpu/cpu0"

  private var onlineCores: [Int]? {
    line("sys/devices/system/cpu/online").flatMap(numbers(inList:))
  }

  /// One topology file of every online core; nil unless all can be read.
  private func topology(_ file: String) -> [String]? {
    guard let cores = onlineCores else { return nil }
    let values = cores.compactMap { line("sys/devices/system/cpu/cpu\($0)/topology/\(file)") }
    return values.count == cores.count ? values : nil
  }

  /// The size of a cache that the first core uses, possibly shared with other cores.
  private func cacheBytes(level: String, kind: String) -> String? {
    for index in 0..<8 {
      let cache = "\(Self.firstCore)/cache/index\(index)"
      guard line("\(cache)/level") == level, line("\(cache)/type") == kind else { continue }
      guard let size = line("\(cache)/size"), let unit = size.last,
        let factor = ["K": 1_024, "M": 1_048_576][unit], let count = Int(size.dropLast())
      else { return nil }
      return "\(count * factor)"
    }
    return nil
  }

  /// Whether the processor may run faster than its base frequency: `on` or `off`.
  private var turbo: String? {
    let path = "sys/devices/system/cpu"
    let refused = line("\(path)/intel_pstate/no_turbo").flatMap { ["0": "on", "1": "off"][$0] }
    return refused ?? line("\(path)/cpufreq/boost").flatMap { ["1": "on", "0": "off"][$0] }
  }

  /// The processor vulnerabilities that the kernel mitigates.
  ///
  /// Mitigations make each entry into the kernel slower.
  private var mitigations: String? {
    let path = "sys/devices/system/cpu/vulnerabilities"
    let weaknesses: [String]
    do { weaknesses = try folderNames("\(root)/\(path)") } catch { return nil }
    let mitigated = weaknesses.filter { line("\(path)/\($0)")?.hasPrefix("Mitigation") == true }
    return mitigated.isEmpty ? "none" : mitigated.joined(separator: ", ")
  }

  /// The numbers in a list such as `0-1,4`; nil if it is not such a list.
  private func numbers(inList list: String) -> [Int]? {
    var numbers: [Int] = []
    for range in list.split(separator: ",") {
      let ends = range.split(separator: "-").compactMap { Int($0) }
      guard let first = ends.first, let last = ends.last, first <= last else { return nil }
      numbers += first...last
    }
    return numbers.isEmpty ? nil : numbers
  }
}
