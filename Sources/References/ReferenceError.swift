/// Why a file of published numbers or of sources was not read; nothing of such a file is used.
package enum ReferenceError: Error, Equatable, Sendable, CustomStringConvertible {
  /// One problem and where it is.
  case problem(ReferenceProblem, at: ReferencePlace)
  /// Several problems of one file in the order of its lines, and whether reading stopped at the
  /// last of them.
  case several([ReferenceError], stopped: Bool)

  /// For each problem a line that says where it is, what it is, and how to mend it.
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

/// Where in a file a problem lies.
package struct ReferencePlace: Equatable, Sendable, CustomStringConvertible {
  /// What of the file is meant.
  package enum Part: Equatable, Sendable {
    /// The file as a whole.
    case file
    /// A line, counted from 1.
    case line(Int)
    /// A position in a line, counted in Unicode scalars from 1.
    case character(Int, line: Int)
    /// The field of a column in a line.
    case column(String, line: Int)
    /// A value of a JSON document, by its path, for example `results[3].times[7]`.
    case value(String)
    /// A value of a JSON document, by its path and the line on which it begins.
    case key(String, line: Int)
  }

  /// The file as the caller named it.
  package var path: String
  /// What of the file is meant.
  package var part: Part

  /// Names a place.
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
  /// How many problems are told; a file that is wrong throughout needs no more to be mended.
  static let limit = 20

  private var errors: [ReferenceError] = []

  /// Whether looking further is of no use.
  var isFull: Bool { errors.count >= Self.limit }

  mutating func add(_ problem: ReferenceProblem, at place: ReferencePlace) {
    add(.problem(problem, at: place))
  }

  /// Adds what was caught, unless enough is known.
  mutating func add(_ error: ReferenceError) {
    if !isFull { errors.append(error) }
  }

  /// Throws what was found; returns when nothing was.
  func raise() throws(ReferenceError) {
    guard let first = errors.first else { return }
    throw errors.count == 1 ? first : .several(errors, stopped: isFull)
  }
}
