/// The system's reason for refusing a call.
package struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The error number, for example ENOENT.
  package var code: Int32
  /// What says more than the system's message; nil for that one.
  private var message: String?

  package init(code: Int32) { self.code = code }

  /// What `fileBytes` says of a file that it does not read.
  static func notRegular(_ kind: FileKind) -> SystemError {
    var error = SystemError(code: EINVAL)
    error.message = "it is \(kind.rawValue), not a regular file"
    return error
  }

  /// The calling thread's last error.
  package static var last: SystemError { SystemError(code: errno) }

  package var description: String { message ?? String(cString: strerror(code)) }
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
