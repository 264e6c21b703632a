/// A question to the database that has a name.
package struct CannedQuery: Sendable, Hashable {
  /// What a value of a parameter must look like.
  package enum ParameterType: String, Sendable, CaseIterable {
    /// Any text.
    case text
    /// A whole number.
    case integer
    /// A whole or decimal number.
    case number
    /// A run, by its name, its identifier or the beginning of that, or `latest`.
    case run
  }

  /// A value that the statement needs, written there as `:name`.
  package struct Parameter: Sendable, Hashable {
    /// The name without the colon.
    package var name: String
    /// What its value must look like.
    package var type: ParameterType
    /// The value when none is given; nil where one must be given.
    package var defaultValue: String?
    /// What it stands for.
    package var meaning: String

    /// Makes a parameter.
    package init(name: String, type: ParameterType, defaultValue: String?, meaning: String) {
      self.name = name
      self.type = type
      self.defaultValue = defaultValue
      self.meaning = meaning
    }
  }

  /// What the query gives, as finished text.
  package struct Result: Sendable, Hashable {
    /// The names of the columns with their units.
    package var columns: [String]
    /// The rows; each is as long as `columns`.
    package var rows: [[String]]
    /// Which columns hold numbers.
    package var isNumber: [Bool]

    /// Makes a result.
    package init(columns: [String], rows: [[String]], isNumber: [Bool]) {
      self.columns = columns
      self.rows = rows
      self.isNumber = isNumber
    }
  }

  /// The name that `parallax query` takes.
  package var name: String
  /// The name in words.
  package var title: String
  /// What it answers, as a question.
  package var question: String
  /// What can be chosen.
  package var parameters: [Parameter]
  /// The units of columns that do not carry theirs in their name, by the column.
  package var units: [String: String]
  /// The statement.
  package var sql: String
  /// What it gives in the database of the report, without any choice; nil when that is not small.
  package var result: Result?

  /// Makes a query.
  package init(
    name: String, title: String, question: String, parameters: [Parameter] = [],
    units: [String: String] = [:], sql: String, result: Result? = nil
  ) {
    self.name = name
    self.title = title
    self.question = question
    self.parameters = parameters
    self.units = units
    self.sql = sql
    self.result = result
  }
}

extension CannedQuery.Parameter: CustomStringConvertible {
  /// The parameter as it is given on the command line, such as `run=latest`; only the name where a
  /// value must be given.
  package var description: String { defaultValue.map { "\(name)=\($0)" } ?? name }
}
