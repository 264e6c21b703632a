/// The system's reason for refusing a call.
package struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The error number, for example ENOENT.
  package var code: Int32

  package init(code: Int32) { self.code = code }

  /// The calling thread's last error.
  package static var last: SystemError { SystemError(code: errno) }

  /// The system's message.
  package var description: String { String(cString: strerror(code)) }
}

/// A file that could not be read or written, with the system's reason.
package struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Action: String, Sendable {
    case read, written
  }

  package var path: String
  package var action: Action
  package var reason: SystemError

  package init(path: String, action: Action, reason: SystemError) {
    self.path = path
    self.action = action
    self.reason = reason
  }

  package var description: String { "\"\(path)\": It cannot be \(action.rawValue): \(reason)." }
}
