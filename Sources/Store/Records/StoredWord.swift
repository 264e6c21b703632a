import BenchmarkModel

/// Words of the model as the database spells them.
extension RawRepresentable where RawValue == String {
  /// The value that a stored word stands for; `column` names its place in a message.
  init(stored word: String, column: String) throws(QuestionProblem) {
    guard let value = Self(rawValue: word) else {
      throw .unknownWord(column: column, value: word)
    }
    self = value
  }
}

extension Implementation {
  /// The implementation that three stored columns of a table stand for.
  init(
    workload: String, runtime: String, variant: String, table: String
  ) throws(QuestionProblem) {
    self.init(
      workload: workload, runtime: try Runtime(stored: runtime, column: "\(table).runtime"),
      variant: variant.isEmpty ? nil : variant)
  }
}
