import Analysis
import BenchmarkModel

extension WorkloadResult {
  /// The implementation whose version is nearest to that of a published number, among those that the
  /// toolchains of its runtime built, and whether it has the same first two numbers.
  ///
  /// The default one where the publisher or the trials state no version.
  func nearest(
    to reference: Reference, of implementation: Implementation, _ metric: Metric,
    at size: [Parameter]
  ) -> (implementation: Implementation, isSame: Bool) {
    guard let text = VersionNumber.stated(in: reference.runtimeVersion) else {
      return (implementation, false)
    }
    let published = VersionNumber.numbers(in: text)
    let candidates = cases.compactMap {
      found -> (implementation: Implementation, numbers: [Int])? in
      let own = found.case.implementation
      guard own.runtime == implementation.runtime, own.variant == implementation.variant,
        found.case.parameters == size, found.measured[metric.name] != nil
      else { return nil }
      let stated = found.trials.lazy.compactMap(\.runtimeVersion).first
        .flatMap(VersionNumber.stated)
      return stated.map { (own, VersionNumber.numbers(in: $0)) }
    }
    let nearest = candidates.min { one, other in
      let distances = [one, other].map { Self.distance(from: published, to: $0.numbers) }
      if distances[0] != distances[1] {
        return distances[0].lexicographicallyPrecedes(distances[1])
      }
      // Of two sets of flags, the default.
      return (one.implementation.toolchain ?? "") < (other.implementation.toolchain ?? "")
    }
    guard let nearest else { return (implementation, false) }
    return (nearest.implementation, nearest.numbers.prefix(2) == published.prefix(2))
  }

  /// How far two versions are apart, number by number.
  private static func distance(from one: [Int], to other: [Int]) -> [Int] {
    (0..<max(one.count, other.count)).map { index in
      let numbers = [one, other].map { index < $0.count ? $0[index] : 0 }
      return abs(numbers[0] - numbers[1])
    }
  }
}
