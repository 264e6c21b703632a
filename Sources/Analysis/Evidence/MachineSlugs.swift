import BenchmarkModel

/// The names of machines in addresses, made from their facts and unique.
struct MachineSlugs {
  private var slugs: [String: String] = [:]

  /// The same machines give the same names in any order.
  init(_ machines: [Machine]) {
    let groups = Dictionary(grouping: machines, by: Self.base)
    for (base, group) in groups {
      for machine in group {
        let digest = Self.words(machine.fingerprint).prefix(12)
        slugs[machine.fingerprint] = group.count == 1 ? base : "\(base)-\(digest)"
      }
    }
    // Fingerprints of a foreign file can begin alike, or consist of other characters.
    var taken: Set<String> = []
    for fingerprint in slugs.keys.sorted() {
      let slug = slugs[fingerprint] ?? ""
      let free = (1...).lazy.map { $0 == 1 ? slug : "\(slug)-\($0)" }.first { !taken.contains($0) }
      slugs[fingerprint] = free
      if let free { taken.insert(free) }
    }
  }

  subscript(machine: Machine) -> String { slugs[machine.fingerprint] ?? "machine" }

  /// The maximum length of the processor's name in a slug.
  private static let maximumLength = 40

  /// Processor, cores and memory, for example `amd-epyc-7763-2-cores-8-gib`.
  private static func base(_ machine: Machine) -> String {
    let name = machine.cpuModel ?? machine.architecture
    let plain = ["(R)", "(r)", "(TM)", "(tm)"].reduce(name) { $0.replacing($1, with: " ") }
    let processor = words(words(plain).prefix(maximumLength))
    let memory = machine.usableMemoryBytes.map { "-\(($0 >> 29 + 1) >> 1)-gib" } ?? ""
    let cores = machine.logicalCores == 1 ? "1-core" : "\(machine.logicalCores)-cores"
    return "\(processor.isEmpty ? "machine" : processor)-\(cores)\(memory)"
  }

  /// The ASCII letters and digits of a text in lower case, with single hyphens between them.
  private static func words(_ text: some StringProtocol) -> String {
    let characters = text.lowercased().map { character in
      character.isASCII && (character.isLetter || character.isNumber) ? character : "-"
    }
    return String(characters).split(separator: "-").joined(separator: "-")
  }
}
