import GRDB

extension StoreError {
  /// Turns any error of the store, GRDB or SQLite into the one that callers see.
  init(_ error: any Error, path: String) {
    switch error {
    case let error as StoreError: self = error
    case let problem as FileProblem: self = .file(problem, path: path)
    case let fault as RowFault: self = .file(.unusable(value: "\(fault)"), path: path)
    case let problem as RowProblem: self = .row(problem, path: path)
    case let problem as QuestionProblem: self = .question(problem, path: path)
    case let error as DatabaseError: self.init(error, path: path)
    case let error as RowDecodingError:
      self = .file(.damaged(problem: String(describing: error)), path: path)
    default: self = .file(.failed(reason: String(describing: error)), path: path)
    }
  }

  private init(_ error: DatabaseError, path: String) {
    let reason = error.reason
    switch error.resultCode {
    case .SQLITE_CONSTRAINT: self = .row(.againstSchema(reason: reason), path: path)
    case .SQLITE_NOTADB: self = .file(.notADatabase, path: path)
    case .SQLITE_CORRUPT: self = .file(.damaged(problem: reason), path: path)
    case .SQLITE_TOOBIG: self = .file(.damaged(problem: reason), path: path)
    case .SQLITE_FULL: self = .file(.diskFull, path: path)
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .file(.locked, path: path)
    case .SQLITE_READONLY, .SQLITE_PERM: self = .file(.cannotWrite(reason: reason), path: path)
    case .SQLITE_CANTOPEN: self = .file(.cannotOpen(reason: reason), path: path)
    case .SQLITE_IOERR where error.isRefusedWrite:
      self = .file(.noRoom(reason: reason), path: path)
    default: self = .file(.failed(reason: reason), path: path)
    }
  }
}

extension DatabaseError {
  /// Whether the system refused to write for another reason than a full disk, which has a separate
  /// code.
  fileprivate var isRefusedWrite: Bool {
    switch extendedResultCode {
    case .SQLITE_IOERR_WRITE, .SQLITE_IOERR_FSYNC, .SQLITE_IOERR_DIR_FSYNC,
      .SQLITE_IOERR_TRUNCATE, .SQLITE_IOERR_SHMSIZE, .SQLITE_IOERR_SHMOPEN:
      true
    default: false
    }
  }

  /// SQLite's message, without a period.
  var reason: String { message ?? "error \(extendedResultCode.rawValue)" }
}
