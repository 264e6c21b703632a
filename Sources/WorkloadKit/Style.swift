/// How a Swift implementation is written.
public enum Style: String, CaseIterable, Sendable {
  /// Operating-system threads, locks and condition variables.
  case threads
  /// Grand Central Dispatch: queues, groups and timers.
  case dispatch
  /// Swift concurrency: tasks, task groups and actors.
  case async
}

/// A workload, or a variant of it, written with operating-system threads.
public protocol ThreadStyle<Parameters>: Sendable {
  /// The parameters of one case.
  associatedtype Parameters: ParameterSet

  /// Runs one iteration on a plain thread and returns the answer.
  static func threads(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) throws -> Checksum
}

/// A workload, or a variant of it, written with Dispatch.
public protocol DispatchStyle<Parameters>: Sendable {
  /// The parameters of one case.
  associatedtype Parameters: ParameterSet

  /// Runs one iteration on a plain thread and returns the answer.
  static func dispatch(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) throws -> Checksum
}

/// A workload, or a variant of it, written with async/await.
public protocol AsyncStyle<Parameters>: Sendable {
  /// The parameters of one case.
  associatedtype Parameters: ParameterSet

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
  /// The implementation of the workload in a style, or of one of its variants; nil if the
  /// workload has none.
  ///
  /// This is the only place that looks for styles, so a new file with a conformance is enough
  /// to add one.
  public static func body(in style: Style, variant name: String? = nil) -> Body<Parameters>? {
    guard let name else { return body(in: style, of: Self.self) }
    return variants.first { $0.name == name }?.bodies.flatMap { body(in: style, of: $0) }
  }

  private static func body(in style: Style, of bodies: any Sendable.Type) -> Body<Parameters>? {
    switch style {
    case .threads:
      (bodies as? any ThreadStyle<Parameters>.Type).map { type in
        .blocking { try type.threads($0, stopwatch: &$1) }
      }
    case .dispatch:
      (bodies as? any DispatchStyle<Parameters>.Type).map { type in
        .blocking { try type.dispatch($0, stopwatch: &$1) }
      }
    case .async:
      (bodies as? any AsyncStyle<Parameters>.Type).map { type in
        .suspending { try await type.async($0, stopwatch: &$1) }
      }
    }
  }
}
