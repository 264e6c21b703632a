/// What a workload's contract says of one case that derived metrics are computed with.
package struct CaseTerms: Sendable, Hashable {
  /// The time in nanoseconds that no implementation can beat; nil where there is none.
  package var floorNanoseconds: Int?
  /// The number of operations of one iteration; nil where the trial finds it.
  package var operations: Int?

  /// Of a case that the contract does not know, nothing is said.
  package init(floorNanoseconds: Int? = nil, operations: Int? = nil) {
    self.floorNanoseconds = floorNanoseconds
    self.operations = operations
  }
}
