package import BenchmarkModel

/// A claim with its verdict.
package struct DecidedClaim: Sendable {
  package let claim: Claim
  /// The verdicts on its rules, in their order.
  package let rules: [RuleVerdict]
  package let verdict: ClaimVerdict

  package init(_ claim: Claim, _ results: [WorkloadResult]) {
    self.claim = claim
    rules = claim.rules.map { RuleVerdict($0, among: results) }
    verdict = ClaimVerdict(of: rules)
  }

  /// Whether one of its rules uses a workload.
  package func isDecided(by workload: String) -> Bool {
    // A rule without a selection is about the listings of all workloads.
    claim.rules.contains { ($0.selection?.workload ?? workload) == workload }
  }
}
