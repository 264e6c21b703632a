import Dispatch
import Testing

/// Ends the process if a test neither ends nor obeys its time limit.
///
/// A faulty channel can lose a task's continuation, which no cancellation brings back, or block
/// every thread that tests run on.
struct Watchdog: SuiteTrait, TestTrait, TestScoping {
  let patience: Duration

  var isRecursive: Bool { true }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let end = DispatchWorkItem { fatalError("\(test.name) hangs") }
    DispatchQueue(label: "watchdog").asyncAfter(
      deadline: .now() + .seconds(Int(patience.components.seconds)), execute: end)
    defer { end.cancel() }
    try await function()
  }
}

extension Trait where Self == Watchdog {
  static func watchdog(_ patience: Duration) -> Watchdog { Watchdog(patience: patience) }
}
