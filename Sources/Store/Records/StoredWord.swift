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
  /// The implementation that three stored columns stand for; an empty variant is none.
  ///
  /// The database may come from a tree with other runtimes, so any is taken as it is.
  init(workload: String, runtime: String, variant: String) {
    self.init(
      workload: workload, runtime: Runtime(runtime), variant: variant.isEmpty ? nil : variant)
  }
}
