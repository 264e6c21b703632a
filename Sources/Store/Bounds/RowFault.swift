import GRDB

/// A stored value that must not be used.
struct RowFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// The table with the column, for example `trial.startedAt`.
  var column: String
  /// The row in words; nil where it is not known.
  var row: String?
  /// The value as text, shortened.
  var value: String
  /// What it must be, in words.
  var bound: String

  /// A sentence without its period.
  var description: String {
    "\(column)\(row.map { " of \($0)" } ?? "") is \(value), but must be \(bound)"
  }

  /// The same fault with the row that it is in, unless that is known.
  func of(_ row: String) -> RowFault {
    var fault = self
    fault.row = self.row ?? row
    return fault
  }
}

extension RowFault {
  /// The fault of a value that was read.
  init(_ value: DatabaseValue, in column: String, _ bound: Bound) {
    let text = value.isNull ? "missing" : "\(value)"
    self.init(
      column: column, value: text.count > 60 ? "\(text.prefix(60))…" : text, bound: bound.words)
  }
}

extension Row {
  /// The value of a column, counted from 0, within the bounds of the column with this name, such as
  /// `trial.startedAt`; throws a ``RowFault`` when it is not.
  func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(
    _ index: Int, _ column: String
  ) throws -> Value {
    let bound = Bound.of(column)
    let stored: DatabaseValue = self[index]
    guard stored.isNull || bound.admits(stored) else { throw RowFault(stored, in: column, bound) }
    do {
      return try value(index)
    } catch is RowDecodingError {
      throw RowFault(stored, in: column, bound)
    }
  }

  /// The whole number of a column, or the nearest one that is allowed, with the fault if there is one.
  func nearestValue(_ index: Int, _ column: String) -> (number: Int, fault: RowFault?) {
    let bound = Bound.of(column)
    let stored: DatabaseValue = self[index]
    let fault = bound.admits(stored) ? nil : RowFault(stored, in: column, bound)
    return (bound.nearest(to: stored), fault)
  }
}
