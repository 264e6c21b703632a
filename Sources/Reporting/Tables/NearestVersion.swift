import Analysis
import BenchmarkModel

/// What a published number stands beside: of what several toolchains of its runtime built, the nearest in version.
struct NearestVersion {
  var implementation: Implementation
  /// How far its version is from the published one, as ``VersionNumber/distance(from:to:)`` says; nil where the
  /// publisher or the trials state none.
  var distance: [Int]?
  /// Whether both have the same first two numbers.
  var isSame = false
}

extension WorkloadResult {
  /// The implementation whose version is nearest to that of a published number, among those that the
  /// toolchains of its runtime built.
  ///
  /// The default one where the publisher or the trials state no version.
  ///
  /// - Parameter language: What the publisher calls the runtime's language or library; nil if it is not known.
  func nearest(
    to reference: Reference, of implementation: Implementation, _ metric: Metric,
    at size: [Parameter], in language: String?
  ) -> NearestVersion {
    let usual = NearestVersion(implementation: implementation)
    let stated = language.flatMap { VersionNumber.stated(in: reference.runtimeVersion, of: $0) }
    guard let published = stated else { return usual }
    let candidates = cases.compactMap { found -> NearestVersion? in
      let own = found.case.implementation
      guard own.runtime == implementation.runtime, own.variant == implementation.variant,
        found.case.parameters == size, found.measured[metric.name] != nil,
        let version = found.version
      else { return nil }
      let numbers = [version, published].map(VersionNumber.numbers)
      return NearestVersion(
        implementation: own, distance: VersionNumber.distance(from: published, to: version),
        isSame: numbers[0].prefix(2) == numbers[1].prefix(2))
    }
    let nearest = candidates.min { one, other in
      let (first, second) = (one.distance ?? [], other.distance ?? [])
      // Of two sets of flags, the default.
      return first == second
        ? (one.implementation.toolchain ?? "") < (other.implementation.toolchain ?? "")
        : first.lexicographicallyPrecedes(second)
    }
    return nearest ?? usual
  }
}
