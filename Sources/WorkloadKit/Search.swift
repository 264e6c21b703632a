/// A trial that searches for the largest value of one parameter whose process stays under a limit
/// of resident memory.
///
/// The runner increases the value until a process exceeds the limit or is refused a resource. It then
/// narrows the gap to at most a hundredth of the value. Each value is tried in a fresh process,
/// whose answer must be right. The runner stores the largest value that stayed under the limit and
/// the measurements of its process.
public struct Search: Sendable, Equatable {
  /// The parameter to search for; its role is `fromRunner`.
  public let parameter: String
  /// The first value to try.
  public let start: Int
  /// The peak resident size in bytes that a process must not exceed.
  public let limitBytes: Int
  /// The name of the metric that stores the value found.
  public let metric: String

  /// Creates a search that starts at a value of the parameter and stores the result in a metric.
  public init(for parameter: String, from start: Int, limitBytes: Int, as metric: String) {
    self.parameter = parameter
    self.start = start
    self.limitBytes = limitBytes
    self.metric = metric
  }
}
