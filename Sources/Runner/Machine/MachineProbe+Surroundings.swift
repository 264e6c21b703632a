import Platform

extension MachineProbe {
  /// What lies between us and the hardware: hypervisor, container and control group limits.
  var surroundingFacts: [String: String] {
    let stated: [String: String?] = [
      "virtualization": virtualization,
      "hypervisorType": line("sys/hypervisor/type"),
      "systemVendor": line("sys/class/dmi/id/sys_vendor"),
      "systemProduct": line("sys/class/dmi/id/product_name"),
      "container": container,
      "cpuQuotaCores": cpuQuotaCores.map { "\($0)" },
      "memoryLimitBytes": smallestLimit("memory.max", .memory, "memory.limit_in_bytes"),
      "processesLimit": smallestLimit("pids.max", .processes, "pids.max"),
    ]
    return stated.compactMapValues { $0 }
  }

  /// Whether the processor reports a hypervisor; only x86 has this flag.
  private var virtualization: String? {
    field("flags", in: "proc/cpuinfo").map { flags in
      flags.split(separator: " ").contains("hypervisor") ? "hypervisor" : "none seen"
    }
  }

  /// The kind of container, recognized by its files or its control group names.
  private var container: String? {
    let marks = [("docker", "/.dockerenv"), ("podman", "/run/.containerenv")]
    if let mark = marks.first(where: { access(root + $0.1, F_OK) == 0 }) { return mark.0 }
    let groups = lines("proc/self/cgroup")
    guard !groups.isEmpty else { return nil }
    let kinds = ["kubepods", "docker", "libpod", "lxc"]
    return kinds.first { kind in groups.contains { $0.contains(kind) } } ?? "none seen"
  }

  /// The smallest processor quota of our control group and its ancestors, in cores.
  var cpuQuotaCores: Double? {
    let current = controlGroups(.unified).map { group in
      line("\(group)/cpu.max")?.split(separator: " ").map { Double($0) } ?? []
    }
    let older = controlGroups(.processor).map { group in
      ["quota", "period"].map { line("\(group)/cpu.cfs_\($0)_us").flatMap { Double($0) } }
    }
    let quotas = (current + older).compactMap { words -> Double? in
      // No quota is `max` in version 2 and -1 in version 1.
      guard words.count == 2, let quota = words[0], let period = words[1], quota > 0, period > 0
      else { return nil }
      return quota / period
    }
    return quotas.min()
  }

  private func smallestLimit(
    _ file: String, _ controller: ControlGroups, _ olderFile: String
  ) -> String? {
    let paths =
      controlGroups(.unified).map { "\($0)/\(file)" }
      + controlGroups(controller).map { "\($0)/\(olderFile)" }
    // Without a limit, version 1 reports the largest number of whole pages.
    return paths.compactMap { line($0).flatMap { Int($0) } }.filter { $0 < Int.max - 65_536 }
      .min().map { "\($0)" }
  }

  /// The control group hierarchies that hold our limits: the version 2 hierarchy and the version 1
  /// controllers, by their names in `/proc/self/cgroup`.
  private enum ControlGroups: String {
    case unified = ""
    case processor = "cpu"
    case memory
    case processes = "pids"
  }

  /// The folders of our control group and its ancestors, for example `/a/b`, `/a` and the root.
  private func controlGroups(_ hierarchy: ControlGroups) -> [String] {
    for text in lines("proc/self/cgroup") {
      let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3, parts[2].hasPrefix("/"),
        parts[1].split(separator: ",", omittingEmptySubsequences: false)
          .contains(Substring(hierarchy.rawValue))
      else { continue }
      let folder = hierarchy == .unified ? "" : "/\(hierarchy.rawValue)"
      let names = parts[2].split(separator: "/")
      return (0...names.count).reversed().map { count in
        "sys/fs/cgroup" + folder + names.prefix(count).map { "/\($0)" }.joined()
      }
    }
    return []
  }
}
