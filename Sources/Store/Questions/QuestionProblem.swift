/// Why a question cannot be answered as it was asked.
package enum QuestionProblem: Error, Equatable, Sendable {
  /// No run has this identifier or begins with it.
  case unknownRun(name: String, nearest: String?)
  /// Several runs begin like this.
  case ambiguousRun(prefix: String, matches: [String])
  /// A run cannot be called this.
  case unusableName(String)
  /// A run cannot have this tag.
  case unusableTag(String)
  /// This cannot be a note.
  case unusableNote(String)
  /// The run does not have the tag that is to be taken from it.
  case missingTag(String, run: String, known: [String])
  /// The run does not have the note that is to be taken away.
  case missingNote(run: String)
  /// There is no run at all.
  case noRuns
  /// A stored word that this Parallax does not know.
  case unknownWord(column: String, value: String)
  /// The query is not one statement that only reads.
  case refusedQuery(reason: String)
  /// SQLite does not understand the query, or cannot go on with it.
  case wrongQuery(reason: String)
  /// The query took longer than it may.
  case timedOut(limit: Duration)
  /// The query has parameters without a value.
  case missingArguments(names: [String])
  /// The query has no such parameter.
  case unknownArgument(name: String, nearest: String?, known: [String])

  func description(in path: String) -> String {
    switch self {
    case .unknownRun(let name, let nearest):
      "There is no run \"\(name)\" in \"\(path)\"\(suggestion(nearest)). "
        + "`parallax list runs` shows all; the first letters of one are enough."
    case .ambiguousRun(let prefix, let matches):
      "\"\(prefix)\" begins several runs in \"\(path)\": \(matches.joined(separator: ", ")). "
        + "Give more letters."
    case .unusableName(let name):
      "A run in \"\(path)\" cannot be called \"\(name)\". Use letters, digits, '.', '_' and '-', "
        + "with a letter beyond f among them, and not \"latest\"."
    case .unusableTag(let tag):
      "A run in \"\(path)\" cannot be tagged \"\(tag)\". Use one word of at most 100 characters."
    case .unusableNote(let text):
      "A note in \"\(path)\" cannot be \"\(text.prefix(40))\". Use one line of text of at most "
        + "4,000 characters."
    case .missingTag(let tag, let run, let known):
      "Run \(run) in \"\(path)\" does not have the tag \"\(tag)\", so nothing was changed. "
        + (known.isEmpty ? "It has none." : "It has: \(known.joined(separator: ", ")).")
    case .missingNote(let run):
      "Run \(run) in \"\(path)\" has no note of this text, so nothing was changed. "
        + "`parallax list runs` shows its notes."
    case .noRuns:
      "\"\(path)\" holds no run yet. `parallax measure` makes one."
    case .unknownWord(let column, let value):
      "\"\(path)\" says \"\(value)\" in \(column), which this Parallax does not know. "
        + "Use the Parallax that wrote it, or a newer one."
    case .refusedQuery(let reason):
      "The query of \"\(path)\" was not run: \(reason). "
        + "Ask with one statement that only reads: SELECT, VALUES or WITH … SELECT."
    case .wrongQuery(let reason):
      "SQLite cannot run the query of \"\(path)\": \(reason). "
        + "Tables and views are described in Sources/Store/README.md."
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
