import BenchmarkModel
import Statistics

extension RunComparison {
  /// What the two sides of each pair have in common.
  package enum Design {
    /// The blocks of one run.
    case blocks(RunMethod)
    /// The blocks of one run, for two versions of the same programs.
    case pairs(RunMethod)
    /// Only the machine, which changes between them.
    case runs(RunMethod, Drift)
    /// Only the machine, and the baseline has a value for each of several runs.
    case levels(RunMethod)
    /// Nothing that allows a ratio.
    case none

    var losesCases: Bool { if case .blocks = self { false } else { true } }

    /// Whether more trials could exclude a worsening by a factor.
    func countsTrials(toExclude factor: Double) -> Bool {
      switch self {
      case .levels: false
      case .runs(_, let drift): drift.allowsToExclude(factor)
      case .blocks, .pairs, .none: true
      }
    }

    /// Whether it is of a run whose budget decides how many trials there are.
    var growsWithBudget: Bool { if case .pairs = self { true } else { false } }

    var isNone: Bool { if case .none = self { true } else { false } }

    /// Candidate ÷ baseline; nil when there may be no ratio.
    func ratio(
      _ one: CaseResult.Measured, _ other: CaseResult.Measured, _ metric: Metric
    ) -> RunMethod.TestedRatio? {
      switch self {
      case .blocks(let method), .pairs(let method): method.ratio(of: one, to: other, metric.name)
      case .runs(let method, let drift):
        method.unpairedRatio(of: one, to: other, drift: drift[metric.unit])
      case .levels(let method): method.nextRatio(of: one, after: other, metric.name)
      case .none: nil
      }
    }
  }

  /// How much two runs differ beyond what varies within them, as the programs show that are the same in both.
  package struct Drift: Sendable {
    /// For each unit of a compared metric of which enough programs are the same.
    private let known: [Metric.Unit: RunDrift]
    /// The other units.
    private let unknown: [Metric.Unit]

    init(between baseline: Run, _ candidate: Run, _ pairs: [Pair], _ terms: Terms) {
      let (before, after) = (Self.programs(of: baseline), Self.programs(of: candidate))
      var equals: [Metric.Unit: [(one: [Double], other: [Double])]] = [:]
      for pair in pairs {
        let implementation = pair.candidate.case.implementation
        let isSame = before[implementation].map { $0 == after[implementation] } ?? false
        for metric in terms.metrics(of: pair.candidate.case) {
          guard let one = pair.candidate.measured[metric.name]?.sample.logarithms,
            let other = pair.baseline.measured[metric.name]?.sample.logarithms
          else { continue }
          equals[metric.unit, default: []] += isSame ? [(one, other)] : []
        }
      }
      let known = equals.compactMapValues(RunDrift.init)
      self.known = known
      unknown = equals.keys.filter { known[$0] == nil }.sorted { $0.rawValue < $1.rawValue }
    }

    private static func programs(of run: Run) -> [Implementation: String] {
      run.listings.reduce(into: [:]) { programs, listing in
        if let digest = listing.programSHA256 { programs[listing.implementation] = digest }
      }
    }

    subscript(unit: Metric.Unit) -> RunDrift? { known[unit] }

    /// Whether more trials could show that nothing became worse by a factor.
    func allowsToExclude(_ factor: Double) -> Bool {
      known.values.allSatisfy { (1 + $0.spread) * (1 + $0.spread) < factor }
    }

    /// What a reader of the intervals has to know.
    var notes: [String] {
      let found = known.filter { $0.value.variance > 0 }.sorted {
        $0.value.spread > $1.value.spread
      }
      let texts = found.map { unit, drift in
        "\(unit.plural) by ± \(percentText(drift.spread)) (\(counted(drift.count, "case")))"
      }
      return [
        texts.isEmpty
          ? nil
          : "What is the same program in both runs differs by more than varies within a run: "
            + "\(enumerated(texts)). The intervals contain that.",
        unknown.isEmpty
          ? nil
          : "Too few programs are the same in both runs to tell how much the machine changed "
            + "\(enumerated(unknown.map(\.plural))). Those intervals contain only what varied within "
            + "each run.",
        texts.isEmpty && unknown.isEmpty
          ? nil
          : "To judge a program, measure both versions in one run with parallax ab, or compare with "
            + "earlier runs: --baseline last:10.",
      ].compactMap(\.self)
    }
  }
}

extension Metric.Unit {
  fileprivate var plural: String {
    switch self {
    case .nanoseconds: "times"
    case .bytes: "memory"
    case .count: "counts"
    case .ratio: "ratios"
    case .perSecond: "rates"
    }
  }
}
