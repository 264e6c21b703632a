/// A question to the database that has a name.
public struct CannedQuery: Sendable, Hashable {
  /// What a value of a parameter must look like.
  public enum ParameterType: String, Sendable, CaseIterable {
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
  public struct Parameter: Sendable, Hashable {
    /// The name without the colon.
    public var name: String
    /// What its value must look like.
    public var type: ParameterType
    /// The value when none is given; nil where one must be given.
    public var defaultValue: String?
    /// What it stands for.
    public var meaning: String

    /// Makes a parameter.
    public init(name: String, type: ParameterType, defaultValue: String?, meaning: String) {
      self.name = name
      self.type = type
      self.defaultValue = defaultValue
      self.meaning = meaning
    }
  }

  /// What the query gives, as finished text.
  public struct Result: Sendable, Hashable {
    /// The names of the columns with their units.
    public var columns: [String]
    /// The rows; each is as long as `columns`.
    public var rows: [[String]]
    /// Which columns hold numbers.
    public var isNumber: [Bool]

    /// Makes a result.
    public init(columns: [String], rows: [[String]], isNumber: [Bool]) {
      self.columns = columns
      self.rows = rows
      self.isNumber = isNumber
    }
  }

  /// The name that `parallax query` takes.
  public var name: String
  /// The name in words.
  public var title: String
  /// What it answers, as a question.
  public var question: String
  /// What can be chosen.
  public var parameters: [Parameter]
  /// The units of columns that do not carry theirs in their name, by the column.
  public var units: [String: String]
  /// The statement.
  public var sql: String
  /// What it gives in the database of the report, without any choice; nil when that is not small.
  public var result: Result?

  /// Makes a query.
  public init(
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
  public var description: String { defaultValue.map { "\(name)=\($0)" } ?? name }
}
