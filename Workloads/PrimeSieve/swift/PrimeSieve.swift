package import WorkloadKit

/// The contract that the catalog and the trial program use.
package let workload: any Workload.Type = PrimeSieve.self

enum PrimeSieve: Workload {
  struct Parameters: ParameterSet {
    var primes = 1

    static let fields: [ParameterField<Self>] = [
      ParameterField("primes", \.primes, maximum: 100_000)
    ]
  }

  static let name = "prime-sieve"
  static let title = "Prime sieve"
  static let operation = "send"

  /// The number of sends of all numbers up to the last prime.
  ///
  /// If the kth prime is a number's smallest prime factor, filter k drops the number, so it is sent
  /// into k channels. So is the kth prime itself.
  static func operations(_ parameters: Parameters) -> Int { sieve(parameters.primes).sends }

  /// The sum of the primes.
  static func answer(_ parameters: Parameters) -> Checksum {
    Checksum(sieve(parameters.primes).primes.reduce(0, +))
  }

  static func cases(for preset: Preset) -> [Parameters] {
    switch preset {
    case .smoke: [Parameters(primes: 20)]
    case .quick: [Parameters(primes: 100), Parameters(primes: 300)]
    case .standard: [Parameters(primes: 300), Parameters(primes: 1_000)]
    case .full: [Parameters(primes: 1_000), Parameters(primes: 4_000)]
    }
  }

  /// The first iteration of a process is slower than the second in most runtimes.
  static let effort = Effort(warmups: 1)

  /// The first primes by trial division, and the number of sends of all numbers up to
  /// the last prime.
  private static func sieve(_ count: Int) -> (primes: [Int], sends: Int) {
    var primes: [Int] = []
    var sends = 0
    for number in 2... {
      guard primes.count < count else { break }
      // The first that divides it; or none does, once a square is larger.
      let index = primes.firstIndex { number.isMultiple(of: $0) || $0 * $0 > number }
      if let index, number.isMultiple(of: primes[index]) {
        sends += index + 1
      } else {
        primes.append(number)
        sends += primes.count
      }
    }
    return (primes, sends)
  }
}
