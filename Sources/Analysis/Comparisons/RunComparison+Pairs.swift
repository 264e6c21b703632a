package import BenchmarkModel

extension RunComparison {
  /// Compares cases that were measured beside each other in the blocks of one run, such as those of two
  /// commits.
  ///
  /// - Parameters:
  ///   - side: The run.
  ///   - terms: What is compared.
  ///   - baseline: What a case is compared with; nil for one that is not compared.
  /// - Throws: `AnalysisError.unusableMeasurement` for a stored value that cannot be used.
  package init(
    pairsOf side: Side, terms: Terms = Terms(), baseline: (Case) -> Case?
  ) throws(AnalysisError) {
    let (results, method) = try Self.results(of: side, terms)
    var pairs: [Pair] = []
    for one in results {
      guard let base = baseline(one.case), let other = results.first(where: { $0.case == base })
      else { continue }
      pairs.append(Pair(candidate: one, baseline: other))
    }
    self.init(
      pairs, terms, .pairs(method), [side.run], side.run,
      notes: Self.warnings(of: [("run", side.run)]))
  }
}
