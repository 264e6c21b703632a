import BenchmarkModel

/// Why a file cannot be used as the database.
package enum FileProblem: Error, Equatable, Sendable {
  /// There is no such file.
  case missing
  /// There is no such file to merge.
  case missingInput
  /// The folder in which it should be created is missing.
  case missingFolder(String)
  /// Its name is that of a file that SQLite or `measure` keeps beside a database.
  case companion(of: String)
  /// Standard output (1) or standard error (2) leads into it, or into a file that belongs to it.
  case output(descriptor: Int32)
  /// It is not a SQLite database.
  case notADatabase
  /// It is a SQLite database of another program, or an empty one.
  case notParallax
  /// A Parallax from before schema 1 wrote it.
  case development
  /// A newer Parallax wrote it; `known` is the newest version that this one can read.
  case newer(version: Int, known: Int)
  /// The system refuses to open it.
  case cannotOpen(reason: String)
  /// The system refuses to write it or its folder.
  case cannotWrite(reason: String)
  /// The system refused to write more, although the file is open for writing.
  case noRoom(reason: String)
  /// The temporary file for an import cannot be written.
  case cannotStage(reason: String)
  /// Its name is no longer that of the file that was opened.
  case replaced
  /// The name of a file that SQLite keeps beside it, which ends in this, is no longer that of the file
  /// that was opened.
  case companionReplaced(String)
  /// Another program has overwritten it or cut it short while it was open.
  case overwritten(problem: String)
  /// Another program kept it locked for longer than the timeout.
  case locked
  /// The disk is full; what was committed earlier is safe.
  case diskFull
  /// Its content is inconsistent or violates the schema.
  case damaged(problem: String)
  /// A value in it is out of bounds; `value` says which, where, and the bound.
  case unusable(value: String)
  /// Values in it contradict one another; `fault` is a sentence without its period.
  case contradictory(fault: String)
  /// It holds more of something than a merge accepts.
  case excessive(what: String, count: Int, limit: Int)
  /// It is the database that it should be merged into or copied from.
  case sameFile
  /// SQLite reported another error.
  case failed(reason: String)

  func description(of path: String) -> String {
    switch self {
    case .missing:
      "There is no database \"\(path)\". "
        + "`parallax measure` creates one; `--db FILE` names another."
    case .missingInput:
      "There is no file \"\(path)\" to merge, so nothing was merged. Check its path."
    case .missingFolder(let folder):
      "\"\(path)\" cannot be created: there is no folder \"\(folder)\". Create it with: "
        + "mkdir -p \(shellWord(folder))"
    case .companion(let database):
      "\"\(path)\" is the name of a file that belongs to the database \"\(database)\". Nothing was "
        + "changed; name another file with `--db FILE`."
    case .output(let descriptor):
      "\"\(path)\" is also standard \(descriptor == 1 ? "output" : "error"), which would write into the "
        + "database. Nothing was changed; redirect it to another file."
    case .notADatabase:
      "\"\(path)\" is not a SQLite database. Name another file."
    case .notParallax:
      "\"\(path)\" is not a Parallax database: it is empty or belongs to another program. "
        + "It was not changed; name another file."
    case .development:
      "\"\(path)\" was written by a development version of Parallax, whose databases cannot be "
        + "read. It was not changed: measure again into another file with `--db FILE`, or read it "
        + "with the version that wrote it."
    case .newer(let version, let known):
      "\"\(path)\" was written by a newer Parallax (version \(version) of the database; this one "
        + "reads up to \(known)). Use that Parallax, or another file with `--db FILE`."
    case .cannotOpen(let reason):
      "\"\(path)\" cannot be opened: \(reason). Check the path and the permissions."
    case .cannotWrite(let reason):
      "\"\(path)\" cannot be written: \(reason). "
        + "Check the permissions of the file and its folder, or use another with `--db FILE`."
    case .noRoom(let reason):
      "\"\(path)\" or a file beside it cannot be written: \(reason). The disk or a quota may be full, or "
        + "the file size limit of the shell (ulimit -f) too small: make room or raise the limit."
    case .cannotStage(let reason):
      "The temporary file for an import into \"\(path)\" cannot be written: \(reason). Nothing was "
        + "imported: make room, or name another folder for temporary files with TMPDIR."
    case .replaced:
      "\"\(path)\" was removed or replaced by another file after it was opened, so nothing more is "
        + "written to it. Put the file back, or name another with `--db FILE`. \"\(path)-wal\", if it "
        + "is there, belongs to the file and may hold its newest trials: keep both together."
    case .companionReplaced(let ending):
      "\"\(path)\(ending)\", which belongs to \"\(path)\" while it is in use, was removed or replaced by "
        + "another file. What was stored before is safe in \"\(path)\": repeat the command."
    case .overwritten(let problem):
      "\"\(path)\" was overwritten or cut short by another program after it was opened: \(problem). "
        + "Nothing more is written to it. Put a copy of it back; without one, measure again into "
        + "another file with `--db FILE`."
    case .locked:
      "\"\(path)\" is in use by another program. Try again when it has finished."
    case .diskFull:
      "The disk is too full for \"\(path)\". What was stored earlier is safe: "
        + "free some space, then repeat the command."
    case .damaged(let problem):
      "\"\(path)\" is damaged: \(problem). "
        + "Use a copy of it, or recover what is readable with `sqlite3 FILE .recover`."
    case .unusable(let value):
      "\"\(path)\" has a value that cannot be used: \(value). Nothing of it was used: look for all "
        + "such values with `parallax check --db FILE`, and correct or remove their rows."
    case .contradictory(let fault):
      "\"\(path)\" contradicts itself: \(fault). Nothing of it was used: look for all such rows with "
        + "`parallax check --db FILE`, and correct or remove them."
    case .excessive(let what, let count, let limit):
      "\"\(path)\" has \(count) \(what); a merge accepts at most \(limit). Nothing was merged: the "
        + "file is damaged, malicious or too large. Inspect it with `sqlite3 -readonly`."
    case .sameFile:
      "\"\(path)\" is this database itself. Name another file."
    case .failed(let reason):
      "SQLite reported a failure with \"\(path)\": \(reason). "
        + "If it happens again, check the file with `sqlite3 FILE 'PRAGMA integrity_check'`."
    }
  }
}
