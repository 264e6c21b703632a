import GRDBSQLite

/// Limits what one query may do, and for how long.
///
/// SQLite calls back on the thread that prepares and runs the statement, so this class is confined to
/// that thread.
final class QueryGuard {
  /// Why a statement was refused; nil when it was not.
  private(set) var refusal: String?
  /// Whether the query was stopped because it took too long.
  private(set) var isTimedOut = false

  private let clock = ContinuousClock()
  private var start: ContinuousClock.Instant
  private let timeout: Duration

  /// The instructions of SQLite's virtual machine between two checks of the clock, which take some
  /// microseconds unless they call slow functions.
  private static let instructionsPerCheck: CInt = 200

  /// The maximum size in bytes of a value that a query may create or read: large enough for a JSON array
  /// of all runs, small enough that no function call takes minutes.
  static let maximumValueBytes: CInt = 1_000_000

  /// The maximum size in bytes of a pattern of LIKE and GLOB, whose time grows with pattern and text.
  static let maximumPatternBytes: CInt = 1_000

  /// Functions that some builds of SQLite have and that reach beyond the database.
  private static let forbiddenFunctions: Set<String> = [
    "edit", "fts3_tokenizer", "load_extension", "readfile", "writefile",
  ]

  /// Pragmas that only check the file or describe the schema, whatever their argument.
  private static let describingPragmas: Set<String> = [
    "foreign_key_check", "foreign_key_list", "index_info", "index_list", "index_xinfo",
    "integrity_check", "quick_check", "table_info", "table_list", "table_xinfo",
  ]

  /// Pragmas that read a property of the file without an argument, and set it with one.
  private static let propertyPragmas: Set<String> = [
    "application_id", "page_count", "page_size", "user_version",
  ]

  /// How long the caller has waited for others; nil if none of its time counts.
  private let waited: (() -> Duration)?

  init(timeout: Duration, waited: (() -> Duration)? = nil) {
    self.timeout = timeout
    self.waited = waited
    start = clock.now
  }

  /// How long the query has run, without pauses.
  var elapsed: Duration { clock.now - start }

  /// Starts to guard a connection; the guard must outlive that use.
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
      connection, Self.instructionsPerCheck,
      { context in
        guard let context else { return 1 }
        return Unmanaged<QueryGuard>.fromOpaque(context).takeUnretainedValue().mustStop ? 1 : 0
      }, context)
  }

  /// Stops guarding a connection.
  static func release(_ connection: OpaquePointer?) {
    sqlite3_progress_handler(connection, 0, nil, nil)
    sqlite3_set_authorizer(connection, nil, nil)
  }

  /// Runs a body of the caller, whose time does not count, or only without what it waits.
  func pausing<Value>(_ body: () -> Value) -> Value {
    let (pause, before) = (clock.now, waited?())
    defer {
      if let waited, let before {
        start += waited() - before
      } else {
        start += clock.now - pause
      }
    }
    return body()
  }

  private var mustStop: Bool {
    if elapsed >= timeout { isTimedOut = true }
    return isTimedOut
  }

  /// Whether SQLite may compile an action (https://www.sqlite.org/c3ref/set_authorizer.html).
  private func verdict(on action: CInt, _ first: String?, _ second: String?) -> CInt {
    let name = first?.lowercased() ?? ""
    switch action {
    case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE:
      return SQLITE_OK
    case SQLITE_FUNCTION where !Self.forbiddenFunctions.contains(second?.lowercased() ?? ""):
      return SQLITE_OK
    case SQLITE_PRAGMA where Self.describingPragmas.contains(name):
      return SQLITE_OK
    case SQLITE_PRAGMA where second == nil && Self.propertyPragmas.contains(name):
      return SQLITE_OK
    case SQLITE_UPDATE where name == "sqlite_master":
      // Needed when a table-valued function such as json_each or pragma_table_info is first used.
      // SQLite itself refuses a statement that updates this table.
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
