/// A setting that differs between two runs of one machine and can change its times.
package struct MachineChange: Sendable, Hashable, CustomStringConvertible {
  /// What changed, in words, for example `kernel`.
  package var setting: String
  /// The value in the earlier run and in the later one; nil where it is not stated.
  package var before, after: String?

  /// The change in words, for example `kernel Linux 6.1.0 before, Linux 6.12.0 after`.
  package var description: String {
    "\(setting) \(before ?? "not stated") before, \(after ?? "not stated") after"
  }
}

extension Machine {
  /// The facts by which the system settles how fast a machine is, with their names in words.
  ///
  /// They do not make another machine, because an update changes them.
  private static let settings = [
    ("libc", "C library"), ("virtualization", "virtualization"), ("governor", "governor"),
    ("turbo", "turbo"), ("microcode", "microcode"), ("mitigations", "mitigations"),
    ("transparentHugePages", "transparent huge pages"), ("clockSource", "clock source"),
  ]

  /// What changed since an earlier run of the machine.
  package func changes(since other: Machine) -> [MachineChange] {
    let all =
      [
        ("operating system", other.operatingSystem, operatingSystem),
        ("kernel", other.kernel, kernel),
      ] + Self.settings.map { name, words in (words, other.facts[name], facts[name]) }
    return all.compactMap { setting, before, after in
      before == after ? nil : MachineChange(setting: setting, before: before, after: after)
    }
  }
}
