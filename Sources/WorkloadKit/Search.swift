/// A trial that looks for the largest value of one parameter whose process stays under a limit of
/// resident memory.
///
/// The runner doubles the value until a process passes the limit or is refused what it needs, and
/// then narrows the gap to at most a hundredth of the value. Each value is tried in a fresh process,
/// whose answer must be right. What is stored is the largest value that stayed under, and what its
/// process measured.
public struct Search: Sendable, Equatable {
  /// The parameter that is looked for; its role is `fromRunner`.
  public let parameter: String
  /// The value that is tried first.
  public let start: Int
  /// The peak resident size in bytes that a process must not pass.
  public let limitBytes: Int
  /// The metric that holds the value found.
  public let metric: String

  /// Makes a search.
  public init(for parameter: String, from start: Int, limitBytes: Int, as metric: String) {
    self.parameter = parameter
    self.start = start
    self.limitBytes = limitBytes
    self.metric = metric
  }
}
