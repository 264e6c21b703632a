import GRDBSQLite

/// Watches over one query: what it may do, and for how long.
///
/// SQLite calls back on the thread that prepares and runs the statement, so nothing here is shared.
final class QueryGuard {
  /// Why a statement was refused, when it was.
  private(set) var refusal: String?
  /// Whether the query was stopped because its time was over.
  private(set) var isOver = false

  private let clock = ContinuousClock()
  private var start: ContinuousClock.Instant
  private let timeout: Duration

  /// The steps of SQLite's virtual machine between two looks at the clock: some microseconds, or
  /// that many calls of a function.
  private static let stepsBetweenLooks: CInt = 200

  /// The longest value in bytes that a query may make or read: long enough for an array of all runs
  /// in JSON, short enough that no single call of a function takes minutes.
  static let longestValueBytes: CInt = 1_000_000

  /// The longest pattern in bytes of LIKE and GLOB, whose time grows with that of pattern and text.
  static let longestPatternBytes: CInt = 1_000

  /// Functions that reach beyond the database, as far as a build of SQLite has them.
  private static let reachingFunctions: Set<String> = [
    "edit", "fts3_tokenizer", "load_extension", "readfile", "writefile",
  ]

  /// Pragmas that check the file or describe the schema, whatever they are given.
  private static let describingPragmas: Set<String> = [
    "foreign_key_check", "foreign_key_list", "index_info", "index_list", "index_xinfo",
    "integrity_check", "quick_check", "table_info", "table_list", "table_xinfo",
  ]

  /// Pragmas that tell something of the file when they are given no value, and set it otherwise.
  private static let tellingPragmas: Set<String> = [
    "application_id", "page_count", "page_size", "user_version",
  ]

  init(timeout: Duration) {
    self.timeout = timeout
    start = clock.now
  }

  /// How long the query has worked.
  var elapsed: Duration { clock.now - start }

  /// Begins to watch a connection; the guard must outlive its use.
  func watch(_ connection: OpaquePointer?) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_set_authorizer(
      connection,
      { context, action, first, second, _, _ in
        guard let context else { return SQLITE_DENY }
        return Unmanaged<QueryGuard>.fromOpaque(context).takeUnretainedValue().verdict(
          on: action, first.map { String(cString: $0) }, second.map { String(cString: $0) })
      }, context)
    sqlite3_progress_handler(
      connection, Self.stepsBetweenLooks,
      { context in
        guard let context else { return 1 }
        return Unmanaged<QueryGuard>.fromOpaque(context).takeUnretainedValue().mustStop ? 1 : 0
      }, context)
  }

  /// Ends the watch.
  static func release(_ connection: OpaquePointer?) {
    sqlite3_progress_handler(connection, 0, nil, nil)
    sqlite3_set_authorizer(connection, nil, nil)
  }

  /// Does what is not the query's own work, so that it does not count against its time.
  func pausing<Value>(_ body: () -> Value) -> Value {
    let pause = clock.now
    defer { start += clock.now - pause }
    return body()
  }

  private var mustStop: Bool {
    if elapsed >= timeout { isOver = true }
    return isOver
  }

  /// The answer to what SQLite is about to compile (https://www.sqlite.org/c3ref/set_authorizer.html).
  private func verdict(on action: CInt, _ first: String?, _ second: String?) -> CInt {
    let name = first?.lowercased() ?? ""
    switch action {
    case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE:
      return SQLITE_OK
    case SQLITE_FUNCTION where !Self.reachingFunctions.contains(second?.lowercased() ?? ""):
      return SQLITE_OK
    case SQLITE_PRAGMA where Self.describingPragmas.contains(name):
      return SQLITE_OK
    case SQLITE_PRAGMA where second == nil && Self.tellingPragmas.contains(name):
      return SQLITE_OK
    case SQLITE_UPDATE where name == "sqlite_master":
      // Asked when a table-valued function such as json_each or pragma_table_info is first used.
      // SQLite itself refuses an UPDATE of that table by a statement.
      return SQLITE_OK
    default:
      refusal = Self.reason(for: action, first ?? second)
      return SQLITE_DENY
    }
  }

  private static func reason(for action: CInt, _ name: String?) -> String {
    switch action {
    case SQLITE_INSERT, SQLITE_UPDATE, SQLITE_DELETE:
      "it would change \(name.map { $0.hasPrefix("sqlite_") ? "the schema" : $0 } ?? "a table")"
    case SQLITE_ATTACH, SQLITE_DETACH: "it would attach or detach a database"
    case SQLITE_PRAGMA: "the pragma \(name ?? "") is not allowed"
    case SQLITE_FUNCTION: "the function \(name ?? "") is not allowed"
    case SQLITE_TRANSACTION, SQLITE_SAVEPOINT: "it would begin or end a transaction"
    default: "it would change the schema"
    }
  }
}
