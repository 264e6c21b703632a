import GRDB
import Synchronization

/// A connection to a database, closed with the last reference to it.
///
/// What GRDB needs for it besides SQLite's connection is kept until the process ends: Dispatch frees such
/// a queue on another thread, and waits forever if the system refuses it one.
final class Connection: Sendable {
  private let queue: DatabaseQueue
  private let isLeftOpen = Atomic(false)

  init(path: String, configuration: Configuration = Configuration()) throws {
    queue = try DatabaseQueue(path: path, configuration: configuration)
  }

  deinit {
    do {
      if !isLeftOpen.load(ordering: .relaxed) { try queue.close() }
      _ = Unmanaged.passRetained(queue)
    } catch {
      // A statement is still in use; GRDB closes the connection after it.
    }
  }

  /// Leaves the connection to the end of the process, because its files can no longer be used.
  func leaveOpen() { isLeftOpen.store(true, ordering: .relaxed) }

  /// The path that it was opened with.
  var path: String { queue.path }

  func read<Value>(_ body: (Database) throws -> Value) throws -> Value { try queue.read(body) }

  /// Writes in one transaction.
  func write<Value>(_ body: (Database) throws -> Value) throws -> Value { try queue.write(body) }

  func inDatabase<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try queue.inDatabase(body)
  }

  /// Copies all pages to another database.
  func backup(to other: Connection) throws { try queue.backup(to: other.queue) }
}
