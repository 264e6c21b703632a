/// How the time for the same work changes with the number of cores, according to two laws.
///
/// The speedup at n cores is n / (1 + σ(n − 1) + κn(n − 1)). With κ = 0 it is the law of
/// G. M. Amdahl, "Validity of the single processor approach to achieving large scale computing
/// capabilities", AFIPS 1967, where σ is the serial share of the work. The universal law of
/// N. J. Gunther, "Guerrilla Capacity Planning" (2007), chapters 4 to 6, calls σ contention and
/// adds the coherency κ, the cost of keeping each pair of cores consistent, which makes speedup
/// decrease beyond some number of cores.
package struct Scaling: Hashable, Sendable {
  /// One of the two laws.
  package enum Law: String, Hashable, Sendable, CaseIterable {
    /// Amdahl's, with one parameter.
    case amdahl
    /// Gunther's universal scalability law, with two.
    case universal
  }

  /// The serial share σ of Amdahl's law, from 0 (time falls as 1/n) to 1 (no gain at all).
  package let serialShare: Estimate
  /// The contention σ of the universal law, from 0 to 1.
  package let contention: Estimate
  /// The coherency κ of the universal law, at least 0.
  package let coherency: Estimate

  package init(serialShare: Estimate, contention: Estimate, coherency: Estimate) {
    self.serialShare = serialShare
    self.contention = contention
    self.coherency = coherency
  }

  /// The law that the measurements support.
  ///
  /// The universal law includes Amdahl's as a special case, so it always fits at least as closely. It
  /// is supported when the whole interval of the coherency lies above zero, otherwise Amdahl's is.
  package var supported: Law {
    coherency.interval.map { $0.lower > 0 } == true ? .universal : .amdahl
  }

  /// The number of cores at which the universal law has its maximum speedup, √((1 − σ)/κ), at least
  /// one; nil when speedup never decreases.
  package var bestCores: Double? {
    guard coherency.value > 0 else { return nil }
    let square = (1 - contention.value) / coherency.value
    return square.isFinite ? max(1, square.squareRoot()) : nil
  }

  /// The speedup over one core that a law predicts for a number of cores, at least one.
  package func speedup(at cores: Double, by law: Law) -> Double {
    switch law {
    case .amdahl: Self.speedup(at: cores, serialShare.value, 0)
    case .universal: Self.speedup(at: cores, contention.value, coherency.value)
    }
  }

  private static func speedup(at cores: Double, _ share: Double, _ coherency: Double) -> Double {
    cores / (1 + share * (cores - 1) + coherency * cores * (cores - 1))
  }
}

extension Bootstrap {
  /// The parameters of both laws from the times for the same work at several numbers of cores.
  ///
  /// With T as the median time, the laws say that nT(n)/T(1) − 1 = σ(n − 1) + κn(n − 1). The
  /// parameters minimize the sum of squared relative deviations of T(n) within their ranges. The
  /// times at one core are resampled like the others.
  ///
  /// Nil without a sample at one core, with fewer than two others, with a number of cores below one
  /// or above a million, or when a median is not positive. The intervals are nil when a
  /// sample has fewer than two trials, when the median of a trial is not positive, or when times
  /// differ by a factor of more than 1e50.
  package func scaling(over times: [Double: Sample]) -> Scaling? {
    let points = times.sorted { $0.key < $1.key }
    guard points.count >= 3, points[0].key == 1, points.allSatisfy({ $0.key <= 1e6 }) else {
      return nil
    }
    let fit = ScalingFit(cores: points.dropFirst().map(\.key))
    let samples = points.map(\.value)
    let medians = samples.map(\.median)
    guard ScalingFit.canUse(medians) else { return nil }
    let isBounded = ScalingFit.canUse(
      samples.flatMap { [$0.sortedTrialMedians[0], $0.sortedTrialMedians[$0.trialCount - 1]] }
    )
    func estimate(_ parameter: ([Double]) -> Double) -> Estimate {
      let interval = isBounded ? interval(over: samples, of: parameter) : nil
      return Estimate(value: parameter(medians), interval: interval)
    }
    return Scaling(
      serialShare: estimate(fit.serialShare),
      contention: estimate { fit.universal(through: $0).contention },
      coherency: estimate { fit.universal(through: $0).coherency }
    )
  }
}

/// Least-squares fits of both laws for fixed numbers of cores.
private struct ScalingFit {
  private let cores: [Double]

  /// `cores` are the numbers of cores above one.
  init(cores: [Double]) { self.cores = cores }

  /// Whether all sums over these times stay in range.
  static func canUse(_ times: [Double]) -> Bool {
    guard let minimum = times.min(), let maximum = times.max(), minimum > 0 else { return false }
    return maximum / minimum <= 1e50
  }

  /// σ of Amdahl's law; `times` begin with the time of one core.
  func serialShare(through times: [Double]) -> Double {
    let sums = sums(over: times)
    return min(1, max(0, sums.linearTarget / sums.linear))
  }

  /// σ and κ of the universal law; `times` begin with the time of one core.
  ///
  /// When the unconstrained optimum lies outside the ranges, the best point on the border is used: the
  /// sum of squares is convex, so one of the two parameters then lies on its border.
  func universal(through times: [Double]) -> (contention: Double, coherency: Double) {
    let sums = sums(over: times)
    let determinant = sums.linear * sums.square - sums.mixed * sums.mixed
    let contention =
      (sums.linearTarget * sums.square - sums.squareTarget * sums.mixed) / determinant
    let coherency =
      (sums.squareTarget * sums.linear - sums.linearTarget * sums.mixed) / determinant
    if contention >= 0, contention <= 1, coherency >= 0 { return (contention, coherency) }
    func best(_ contention: Double) -> (contention: Double, coherency: Double) {
      (contention, max(0, (sums.squareTarget - contention * sums.mixed) / sums.square))
    }
    let borders = [best(0), best(1), (serialShare(through: times), 0)]
    func excess(_ point: (contention: Double, coherency: Double)) -> Double {
      point.contention * point.contention * sums.linear
        + point.coherency * point.coherency * sums.square
        + 2 * point.contention * point.coherency * sums.mixed
        - 2 * point.contention * sums.linearTarget - 2 * point.coherency * sums.squareTarget
    }
    return borders.dropFirst().reduce(borders[0]) { excess($1) < excess($0) ? $1 : $0 }
  }

  /// The sums of products of n − 1, n(n − 1) and the target, each term divided by the square of the
  /// target plus one, so that deviations are relative to the time.
  private struct Sums {
    var linear = 0.0
    var mixed = 0.0
    var square = 0.0
    var linearTarget = 0.0
    var squareTarget = 0.0
  }

  private func sums(over times: [Double]) -> Sums {
    var sums = Sums()
    for index in cores.indices {
      let ratio = cores[index] * (times[index + 1] / times[0])
      let linear = (cores[index] - 1) / ratio
      let square = cores[index] * linear
      let target = (ratio - 1) / ratio
      sums.linear += linear * linear
      sums.mixed += linear * square
      sums.square += square * square
      sums.linearTarget += linear * target
      sums.squareTarget += square * target
    }
    return sums
  }
}
