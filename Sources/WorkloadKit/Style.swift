/// How a Swift implementation is written.
public enum Style: String, CaseIterable, Sendable {
  /// Operating-system threads, locks and condition variables.
  case threads
  /// Grand Central Dispatch: queues, groups and timers.
  case dispatch
  /// Swift concurrency: tasks, task groups and actors.
  case async

  /// The file in a workload's `swift` folder that holds this style.
  public var fileName: String {
    switch self {
    case .threads: "Threads.swift"
    case .dispatch: "Dispatch.swift"
    case .async: "Async.swift"
    }
  }
}

/// A workload written with operating-system threads.
public protocol ThreadStyle<Parameters>: Workload {
  /// Runs one iteration on a plain thread and returns the answer.
  static func threads(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) throws -> Checksum
}

/// A workload written with Dispatch.
public protocol DispatchStyle<Parameters>: Workload {
  /// Runs one iteration on a plain thread and returns the answer.
  static func dispatch(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) throws -> Checksum
}

/// A workload written with async/await.
public protocol AsyncStyle<Parameters>: Workload {
  /// Runs one iteration in a task outside the main actor and returns the answer.
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum
}

/// A style's implementation of a workload, ready to be called.
public enum Body<Parameters: ParameterSet>: Sendable {
  /// A body that blocks its thread.
  case blocking(@Sendable (Parameters, inout Stopwatch) throws -> Checksum)
  /// A body that suspends.
  case suspending(@Sendable (Parameters, inout Stopwatch) async throws -> Checksum)
}

extension Workload {
  /// The implementation in a style; nil when the workload has none.
  ///
  /// This is the one place that finds styles, so that a new file with a conformance is enough to
  /// add one.
  public static func body(in style: Style) -> Body<Parameters>? {
    switch style {
    case .threads:
      (Self.self as? any ThreadStyle<Parameters>.Type).map { type in
        .blocking { try type.threads($0, stopwatch: &$1) }
      }
    case .dispatch:
      (Self.self as? any DispatchStyle<Parameters>.Type).map { type in
        .blocking { try type.dispatch($0, stopwatch: &$1) }
      }
    case .async:
      (Self.self as? any AsyncStyle<Parameters>.Type).map { type in
        .suspending { try await type.async($0, stopwatch: &$1) }
      }
    }
  }
}
