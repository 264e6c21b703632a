/// A named query of the database.
package struct CannedQuery: Sendable, Hashable {
  /// What the value of a parameter must look like.
  package enum ParameterType: String, Sendable, CaseIterable {
    /// Any text.
    case text
    /// The name of a workload, runtime, variant or metric that the database has.
    case workload, runtime, variant, metric
    /// A whole number.
    case integer
    /// A whole or decimal number.
    case number
    /// A run, by its name, its identifier, the beginning of its identifier, or `latest`.
    case run
  }

  /// A value that the statement refers to as `:name`.
  package struct Parameter: Sendable, Hashable {
    /// The name without the colon.
    package var name: String
    package var type: ParameterType
    /// The value when none is given; nil when one must be given.
    package var defaultValue: String?
    /// What it means, for the help.
    package var meaning: String

    package init(name: String, type: ParameterType, defaultValue: String?, meaning: String) {
      self.name = name
      self.type = type
      self.defaultValue = defaultValue
      self.meaning = meaning
    }
  }

  /// The rows of the query as finished text.
  package struct Result: Sendable, Hashable {
    /// The names of the columns with their units.
    package var columns: [String]
    /// The rows, each with as many fields as `columns`.
    package var rows: [[String]]
    /// Which columns contain numbers, as long as `columns`.
    package var isNumber: [Bool]

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
  /// The question that it answers.
  package var question: String
  package var parameters: [Parameter]
  /// The units of columns whose name does not include one, by column.
  package var units: [String: String]
  package var sql: String
  /// Its rows with the default parameters in the report's database; nil when there are too many to
  /// print.
  package var result: Result?

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
  /// The parameter as written on the command line, such as `run=latest`; just the name if it has no
  /// default.
  package var description: String { defaultValue.map { "\(name)=\($0)" } ?? name }
}
