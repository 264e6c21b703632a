/// Why a file was not read; no part of such a file is used.
package enum ReferenceError: Error, Equatable, Sendable, CustomStringConvertible {
  /// One problem and where it is.
  case problem(ReferenceProblem, at: ReferencePlace)
  /// Several problems of one file in the order of its lines, and whether reading stopped after the
  /// last one.
  case several([ReferenceError], stopped: Bool)

  /// One line for each problem: where it is, what it is, and how to fix it.
  package var description: String {
    switch self {
    case .problem(let problem, let place):
      return "\(place): \(problem)"
    case .several(let errors, let stopped):
      var lines = errors.map(\.description)
      if stopped { lines.append("Reading stopped after \(errors.count) problems.") }
      return lines.joined(separator: "\n")
    }
  }
}

/// The place of a problem in a file.
package struct ReferencePlace: Equatable, Sendable, CustomStringConvertible {
  /// A part of a file.
  package enum Part: Equatable, Sendable {
    /// The file as a whole.
    case file
    /// A line, counted from 1.
    case line(Int)
    /// A position in a line, counted in Unicode scalars from 1.
    case character(Int, line: Int)
    /// The field of a column in a line.
    case column(String, line: Int)
    /// A value of a JSON document by its path, for example `results[3].times[7]`.
    case value(String)
    /// A value of a JSON document by its path and the line on which it begins.
    case key(String, line: Int)
  }

  /// The file as the caller named it.
  package var path: String
  package var part: Part

  package init(_ path: String, _ part: Part) {
    self.path = path
    self.part = part
  }

  /// The place as compilers print it, for example `published.csv:3:17`.
  package var description: String {
    switch part {
    case .file: path
    case .line(let line): "\(path):\(line)"
    case .character(let character, let line): "\(path):\(line):\(character)"
    case .column(let column, let line): "\(path):\(line), column \"\(column)\""
    case .value(let value): "\(path): \(value.isEmpty ? "the document" : value)"
    case .key(let key, let line): "\(path):\(line)" + (key.isEmpty ? "" : ", key \"\(key)\"")
    }
  }
}

/// The problems found in one file so far.
struct Findings {
  /// The maximum number of problems that are reported; more would not help to fix the file.
  static let limit = 20

  private var errors: [ReferenceError] = []

  /// Whether the maximum number of problems was found.
  var isFull: Bool { errors.count >= Self.limit }

  mutating func add(_ problem: ReferenceProblem, at place: ReferencePlace) {
    add(.problem(problem, at: place))
  }

  /// Adds an error unless there are enough.
  mutating func add(_ error: ReferenceError) {
    if !isFull { errors.append(error) }
  }

  /// Throws what was found, if anything.
  func raise() throws(ReferenceError) {
    guard let first = errors.first else { return }
    throw errors.count == 1 ? first : .several(errors, stopped: isFull)
  }
}
