/// Why a file cannot be used as the database.
package enum FileProblem: Error, Equatable, Sendable {
  /// There is no file of this name.
  case missing
  /// It is something else than a SQLite database.
  case notADatabase
  /// It is a SQLite database, but another program's, or an empty one.
  case notParallax
  /// A newer Parallax wrote it; this one knows versions up to `known`.
  case newer(version: Int, known: Int)
  /// The system does not let it be opened.
  case cannotOpen(reason: String)
  /// The system does not let it, or its folder, be written.
  case cannotWrite(reason: String)
  /// Another program holds it and did not let go within the waiting time.
  case locked
  /// There is no room on the disk; what was committed before stands.
  case diskFull
  /// Its content contradicts itself or the schema.
  case damaged(problem: String)
  /// It holds more of something than is taken from a file that others made.
  case excessive(what: String, count: Int, limit: Int)
  /// It is the very file that it was to be put together with.
  case sameFile
  /// SQLite reported something else.
  case failed(reason: String)

  func description(of path: String) -> String {
    switch self {
    case .missing:
      "There is no database \"\(path)\". "
        + "`parallax measure` makes one; `--db FILE` names another."
    case .notADatabase:
      "\"\(path)\" is not a SQLite database. Name another file with `--db FILE`."
    case .notParallax:
      "\"\(path)\" is not a Parallax database: it is empty or belongs to another program. "
        + "It was left as it is; name another file with `--db FILE`."
    case .newer(let version, let known):
      "\"\(path)\" was written by a newer Parallax (version \(version) of the database; this one "
        + "knows up to \(known)). Use that Parallax, or another file with `--db FILE`."
    case .cannotOpen(let reason):
      "\"\(path)\" cannot be opened: \(reason). Check the path and the permissions."
    case .cannotWrite(let reason):
      "\"\(path)\" cannot be written: \(reason). "
        + "Check the permissions of the file and its folder, or use another with `--db FILE`."
    case .locked:
      "\"\(path)\" is in use by another program. Try again when that has finished."
    case .diskFull:
      "There is no room on the disk for \"\(path)\". What was stored before is safe: "
        + "make room, then repeat the command, or continue with `parallax measure --resume`."
    case .damaged(let problem):
      "\"\(path)\" is damaged: \(problem). "
        + "Use a copy of it, or rescue what can be read with `sqlite3 FILE .recover`."
    case .excessive(let what, let count, let limit):
      "\"\(path)\" has \(count) \(what), and at most \(limit) are merged. Nothing was merged: it is "
        + "damaged or made to do harm, or has to be divided. Look at it with `sqlite3 -readonly`."
    case .sameFile:
      "\"\(path)\" is this very database. Name another file."
    case .failed(let reason):
      "SQLite reported a failure with \"\(path)\": \(reason). "
        + "If it comes again, look at the file with `sqlite3 FILE 'PRAGMA integrity_check'`."
    }
  }
}
