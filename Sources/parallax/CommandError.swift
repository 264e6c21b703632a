import Analysis
import BenchmarkModel
import Platform
import Runner

/// Why a command failed.
enum CommandError: Error, Equatable, CustomStringConvertible {
  /// No source tree in this folder or above it.
  case noSourceTree(start: String)
  /// The tree is a package with workloads only, and the tool does not carry the files that it lacks.
  case noEmbeddedTree
  /// A file could not be read or written.
  case file(path: String, reason: String)
  /// A file in `templates/queries` does not follow the format.
  case badQueryFile(path: String, line: Int, reason: String)
  /// The value of a query's parameter has the wrong type, or is missing.
  case badArgument(query: String, parameter: String, type: String, value: String?)
  /// A name is not in a list.
  case unknownName(kind: String, name: String, nearest: String?, allowed: [String])
  /// A parameter is not `name=value`.
  case badParameter(String)
  /// Trials failed because of a fault in their program.
  case faults(Int)
  /// Some of several files could not be imported.
  case notImported(Int, of: Int)
  /// Some checks failed.
  case checksFailed(Int)
  /// A database has rows that no Parallax would have written.
  case faultyDatabase(path: String, count: Int)
  /// No run has trials left.
  case nothingToResume(path: String)
  /// Another process is measuring into the database; `process` is nil if it has not written its ID yet.
  case alreadyMeasuring(path: String, process: String?)
  /// A finished trial could not be stored; `spool` is where it is kept, nil if it is lost.
  case notStored(reason: String, spool: String?, continuation: String)
  /// A run stopped because the database could not be written; every trial is stored in it if it is
  /// intact.
  case notFinished(reason: String, isIntact: Bool, continuation: String)
  /// The database already holds this or another shard of the plan.
  case shardAlreadyStored(run: String, path: String)
  /// None of the programs that certify a machine is built.
  case nothingToCertify
  /// No case in the database has a number with this name; `nearest` is a similar name with its case.
  case unknownCell(name: String, nearest: String?, path: String)
  /// Several numbers in the database have this name; `choices` are their longer names with their cases.
  case ambiguousCell(name: String, choices: [String], path: String)
  /// Claims that no measurement can decide, or whose source is unknown.
  case unusableClaims([String])
  /// Ctrl-C and SIGTERM cannot be waited for.
  case noSignals(SystemError)
  /// The site has broken links.
  case brokenLinks([String])
  /// Git failed; `reason` is one line.
  case git(purpose: String, reason: String)

  /// What is wrong, where, and how to fix it.
  var description: String {
    switch self {
    case .noSourceTree(let start):
      "There is no Parallax source tree, a folder with Workloads and templates, at \"\(start)\" or "
        + "above it, nor a package with Workloads. Change to one, or name it with --tree."
    case .noEmbeddedTree:
      "This parallax was built without the templates that a package with workloads of its own needs. "
        + "Build it with: make build"
    case .file(let path, let reason): "\"\(path)\": \(reason)"
    case .badQueryFile(let path, let line, let reason):
      "\(path):\(line): \(reason). The format is described in templates/queries/README.md."
    case .badArgument(let query, let parameter, let type, let value):
      (value.map {
        "The parameter \(parameter) of \(query) is \"\($0)\", which is not of type \(type)."
      }
        ?? "The query \(query) needs a value for \(parameter).")
        + " Set it with --param \(parameter)=VALUE, where VALUE has type \(type)."
    case .unknownName(let kind, let name, let nearest, let allowed):
      "Unknown \(kind) \"\(name)\"." + (nearest.map { " Did you mean \"\($0)\"?" } ?? "")
        + (allowed.isEmpty
          ? " There is none." : " Allowed: \(allowed.joined(separator: ", ")).")
    case .badParameter(let text): "\"\(text)\" does not have the form name=value."
    case .faults(let count):
      "\(counted(count, "trial")) failed because of a fault in the program; the values are in no sample. "
        + "List them with: parallax query outcomes"
    case .notImported(let count, let total):
      "\(count) of \(total) files could not be imported; the others were. Fix what is described above "
        + "and import again."
    case .checksFailed(let count):
      "\(counted(count, "check")) failed. Fix what is described above."
    case .faultyDatabase(let path, let count):
      "\"\(path)\" has \(counted(count, "fault")). Remove the run with parallax remove, correct the "
        + "rows with sqlite3, or use another copy."
    case .nothingToResume(let path):
      "\"\(path)\" has no run with trials left. Start a run with: parallax measure --db \(shellWord(path))"
    case .alreadyMeasuring(let path, let process):
      "Process \(process ?? "that has just started") is measuring into \"\(path)\". Do not "
        + "measure into another database meanwhile, since the two would disturb each other's times. "
        + "Wait for it, or stop it with: kill -INT \(process ?? "PROCESS")"
    case .notStored(let reason, let spool, let continuation):
      reason + "\n"
        + (spool.map { "The trial that had just finished is kept in \"\($0)\". " }
          ?? "The trial that had just finished could not be kept anywhere and will run again. ")
        + "Then continue with: \(continuation)"
    case .notFinished(let reason, let isIntact, let continuation):
      "\(reason)\n" + (isIntact ? "Every finished trial is stored. " : "")
        + "Then continue with: \(continuation)"
    case .shardAlreadyStored(let run, let path):
      "\"\(path)\" already holds a shard of this plan, as run \(run). Measure each shard into its own "
        + "file with --db, and combine them with: parallax merge"
    case .nothingToCertify:
      "None of the programs that certify a machine is built. Build them with: make build"
    case .unknownCell(let name, let nearest, let path):
      "\"\(path)\" has no number \"\(name)\"." + (nearest.map { " Did you mean \($0)?" } ?? "")
        + " A number's name is the last part of the address that it links to in the report; it "
        + "has \(CellID.length) digits and lowercase letters. Use --db to name that report's database."
    case .ambiguousCell(let name, let choices, let path):
      "\"\(path)\" has several numbers \"\(name)\". Use a longer name: \(choices.joined(separator: ", "))."
    case .unusableClaims(let problems):
      "A report cannot publish these claims and this advice. Fix or remove them; parallax check lists them too.\n"
        + problems.joined(separator: "\n")
    case .noSignals(let reason):
      "The thread that waits for Ctrl-C cannot be started: \(reason). Raise the limits of this shell with "
        + "ulimit -u and ulimit -v, or end other programs."
    case .brokenLinks(let links):
      "The site has broken links, so nothing was published:\n"
        + links.joined(separator: "\n")
    case .git(let purpose, let reason):
      "Git could not \(purpose), so nothing was published.\ngit: \(reason)"
    }
  }
}
