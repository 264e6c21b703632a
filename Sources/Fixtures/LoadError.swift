/// The reason why a load could not start or does not count.
package enum LoadError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The system lets this process open too few descriptors.
  case tooFewDescriptors(needed: Int, limit: Int)
  /// An echo differs from the message sent.
  case wrongEcho(connection: Int, message: Int)
  /// An answer is not that to the connection's oldest request without one, or came before the request.
  case wrongAnswer(connection: Int, request: Int)
  /// A connection failed before its last answer.
  case lostConnection(Int, reason: String)
  /// The server sent an unexpected line, or one that is too long and begins like this.
  case unknownLine(String)

  /// The message: what is wrong and, if the user can do something, how to fix it.
  package var description: String {
    switch self {
    case .tooFewDescriptors(let needed, let limit):
      "The load needs \(needed) descriptors, but the limit is \(limit). "
        + "Raise it with: ulimit -n \(needed)"
    case .wrongEcho(let connection, let message):
      "The echo of message \(message) on connection \(connection) differs from the message sent."
    case .wrongAnswer(let connection, let request):
      "The answer to request \(request) on connection \(connection) is wrong."
    case .lostConnection(let connection, let reason):
      "Connection \(connection) was lost before its last answer: \(reason)"
    case .unknownLine(let line):
      "The server sent \"\(line)\" instead of its port, \"start\" or \"close\"."
    }
  }
}
