import NIOCore
import Synchronization

/// What the threads of a load share: the control connection, and whether the load has ended.
final class EchoControl: Sendable {
  private struct State {
    var connection: (any Channel)?
    var unfinished: Int
    var failure: LoadError?
  }

  private let state: Mutex<State>

  /// Creates the control of a load with this number of clients, each of which finishes once.
  init(clients: Int) { state = Mutex(State(unfinished: clients)) }

  /// Why the load failed; nil if it did not.
  var failure: LoadError? { state.withLock { $0.failure } }

  /// Takes the control connection of the server.
  func take(_ connection: any Channel) {
    state.withLock { if $0.connection == nil { $0.connection = connection } }
  }

  /// Notes that all echoes of a client have come back, and after the last client tells the server.
  func finish() {
    let connection = state.withLock { state -> (any Channel)? in
      state.unfinished -= 1
      return state.unfinished == 0 ? state.connection : nil
    }
    connection?.writeAndFlush(ByteBuffer(string: "done\n"), promise: nil)
  }

  /// Gives up for the first reason.
  ///
  /// The control connection closes, which the server sees and which closes the other connections.
  func fail(_ reason: LoadError) {
    let connection = state.withLock { state in
      if state.failure == nil { state.failure = reason }
      return state.connection
    }
    connection?.close(promise: nil)
  }

  /// Closes the control connection and waits until its handler has seen the end.
  func end() throws {
    guard let connection = state.withLock({ $0.connection }) else { return }
    connection.close(promise: nil)
    try connection.closeFuture.wait()
  }
}
