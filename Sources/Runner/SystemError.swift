import Platform

/// The error number with which the system refused a call.
package struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The error number, for example ENOENT.
  package var code: Int32

  package init(code: Int32) { self.code = code }

  /// The calling thread's last error.
  static var last: SystemError { SystemError(code: errno) }

  /// The system's own words.
  package var description: String { String(cString: strerror(code)) }
}
