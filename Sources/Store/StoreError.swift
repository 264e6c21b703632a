/// What can go wrong between Parallax and its database.
///
/// `path` is the database as the user named it.
package enum StoreError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file cannot be used.
  case file(FileProblem, path: String)
  /// Something cannot be stored; none of it was.
  case row(RowProblem, path: String)
  /// A question cannot be answered.
  case question(QuestionProblem, path: String)

  /// Whether the file that was opened is no longer at its place, or no longer as it was written.
  package var saysThatFileIsGone: Bool {
    switch self {
    case .file(.replaced, _), .file(.overwritten, _), .file(.damaged, _), .file(.notADatabase, _):
      true
    default: false
    }
  }

  package var description: String {
    switch self {
    case .file(let problem, let path): problem.description(of: path)
    case .row(let problem, let path): problem.description(in: path)
    case .question(let problem, let path): problem.description(in: path)
    }
  }
}

/// The nearest valid name as a message suggests it; empty when there is none.
func suggestion(_ nearest: String?) -> String {
  nearest.map { " (did you mean \"\($0)\"?)" } ?? ""
}
