/// What a workload's contract says about one case, as derived metrics need it.
package struct CaseTerms: Sendable, Hashable {
  /// The time in nanoseconds that no implementation can beat; nil where there is none.
  package var floorNanoseconds: Int?
  /// The number of operations in one iteration; nil if the trial determines it.
  package var operations: Int?

  /// Without arguments, the terms of a case that the contract does not know.
  package init(floorNanoseconds: Int? = nil, operations: Int? = nil) {
    self.floorNanoseconds = floorNanoseconds
    self.operations = operations
  }
}
