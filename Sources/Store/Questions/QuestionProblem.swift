/// Why a question cannot be answered.
package enum QuestionProblem: Error, Equatable, Sendable {
  /// No run has this name or identifier.
  case unknownRun(name: String, nearest: String?)
  /// Several identifiers begin with this prefix.
  case ambiguousRun(prefix: String, matches: [String])
  /// Not a valid name of a run.
  case unusableName(String)
  /// Not a valid tag.
  case unusableTag(String)
  /// Not a valid note.
  case unusableNote(String)
  /// The run does not have the tag to remove.
  case missingTag(String, run: String, known: [String])
  /// The run does not have the note to remove.
  case missingNote(run: String)
  /// The database has no runs that are results.
  case noRuns
  /// The query is not one statement that only reads.
  case refusedQuery(reason: String)
  /// SQLite does not understand the query, or failed to run it.
  case wrongQuery(reason: String)
  case timedOut(limit: Duration)
  /// The query has parameters without a value.
  case missingArguments(names: [String])
  /// The query has no such parameter.
  case unknownArgument(name: String, nearest: String?, known: [String])

  func description(in path: String) -> String {
    switch self {
    case .unknownRun(let name, let nearest):
      "There is no run \"\(name)\" in \"\(path)\"\(suggestion(nearest)). "
        + "`parallax list runs --db '\(path)'` shows all; an unambiguous prefix is enough."
    case .ambiguousRun(let prefix, let matches):
      "\"\(prefix)\" is the prefix of several runs in \"\(path)\": "
        + "\(matches.joined(separator: ", ")). Give a longer prefix."
    case .unusableName(let name):
      "A run in \"\(path)\" cannot be named \"\(name)\". Use letters, digits, '.', '_' and '-', "
        + "with at least one letter beyond f, and not \"latest\"."
    case .unusableTag(let tag):
      "A run in \"\(path)\" cannot be tagged \"\(tag)\". Use one word of at most 100 characters."
    case .unusableNote(let text):
      "A note in \"\(path)\" cannot be \"\(text.prefix(40))\". Use one line of text of at most "
        + "4,000 characters."
    case .missingTag(let tag, let run, let known):
      "Run \(run) in \"\(path)\" does not have the tag \"\(tag)\", so nothing was changed. "
        + (known.isEmpty ? "It has none." : "It has: \(known.joined(separator: ", ")).")
    case .missingNote(let run):
      "Run \(run) in \"\(path)\" has no note with this text, so nothing was changed. "
        + "`parallax list runs --db '\(path)'` shows its notes."
    case .noRuns:
      "\"\(path)\" has no runs yet. `parallax measure` creates one."
    case .refusedQuery(let reason):
      "The query of \"\(path)\" was not run: \(reason). "
        + "Use one statement that only reads: SELECT, VALUES or WITH … SELECT."
    case .wrongQuery(let reason):
      "SQLite cannot run the query of \"\(path)\": \(reason). "
        + "Sources/Store/README.md describes tables and views."
    case .timedOut(let limit):
      "The query of \"\(path)\" took longer than \(limit) and was stopped. "
        + "Narrow it, for example to one run, or allow more with `--timeout`."
    case .missingArguments(let names):
      "The query needs a value for \(listed(names)). Give it with `--param NAME=VALUE`."
    case .unknownArgument(let name, let nearest, let known):
      "The query has no parameter \"\(name)\"\(suggestion(nearest)). It has "
        + (known.isEmpty ? "none." : "\(listed(known)).")
    }
  }

  private func listed(_ names: [String]) -> String {
    names.map { ":\($0)" }.joined(separator: ", ")
  }
}
