extension Reference {
  /// The parameters of a measured size in which a published number differs from it; nil where the two must
  /// not be put side by side.
  ///
  /// Every parameter that both name must have one value, except that durations may differ for metrics other
  /// than times: memory does not depend on how long it is held. At least one parameter other than a duration
  /// must be in common. The view `publishedVersusMeasured` follows the same rule.
  package func differences(from size: [Parameter], in metric: Metric) -> [Parameter]? {
    let named = Set(parameters.map(\.name))
    let shared = size.filter { named.contains($0.name) }
    let differing = shared.filter { !parameters.contains($0) }
    guard shared.contains(where: { !$0.isDuration }),
      differing.allSatisfy({ $0.isDuration && metric.unit != .nanoseconds })
    else { return nil }
    return differing
  }
}

extension Parameter {
  /// Whether it is a time, which a published number may have otherwise.
  package var isDuration: Bool { name.hasSuffix("-milliseconds") }
}
