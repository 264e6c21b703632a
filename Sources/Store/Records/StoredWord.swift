import BenchmarkModel

extension RawRepresentable where RawValue == String {
  /// The value with this raw value; `column` tells the user where the word is stored.
  init(stored word: String, column: String) throws(QuestionProblem) {
    guard let value = Self(rawValue: word) else {
      throw .unknownWord(column: column, value: word)
    }
    self = value
  }
}

extension Implementation {
  /// Reads the columns `workload`, `runtime` and `variant` of a table.
  init(
    workload: String, runtime: String, variant: String, table: String
  ) throws(QuestionProblem) {
    self.init(
      workload: workload, runtime: try Runtime(stored: runtime, column: "\(table).runtime"),
      variant: variant == Self.defaultVariant ? nil : variant)
  }
}
