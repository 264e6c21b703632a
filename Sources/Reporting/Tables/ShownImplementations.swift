import Analysis
import BenchmarkModel

extension WorkloadResult {
  /// The implementations that tables and charts show: all but ``absentVariants``.
  var shownImplementations: [Implementation] {
    let absent = Set(absentVariants)
    return implementations.filter { !absent.contains($0) }
  }

  /// The variants of which no trial ran, for example because a library is not installed.
  var absentVariants: [Implementation] {
    implementations.filter { $0.variant != nil && isAbsent($0) }
  }

  /// Whether no trial of an implementation ran.
  func isAbsent(_ implementation: Implementation) -> Bool {
    cases.filter { $0.case.implementation == implementation }
      .allSatisfy { $0.measured.isEmpty && $0.incidents.allSatisfy(\.kind.isGap) }
  }

  /// How many variants were not measured, and why, as a sentence; nil when none is absent.
  var absentVariantsText: String? {
    let absent = absentVariants
    guard !absent.isEmpty else { return nil }
    let names = Set(absent.compactMap(\.variant)).sorted()
    let reasons = Set(
      cases.filter { absent.contains($0.case.implementation) }.flatMap(\.incidents)
        .map(\.kind.label)
    ).sorted()
    let verb = absent.count == 1 ? "was" : "were"
    return "\(counted(absent.count, "variant")) (\(enumerated(names))) \(verb) not measured: "
      + "\(enumerated(reasons))."
  }
}
