import Synchronization

/// Returns once the condition holds.
///
/// It throws when the time limit of the test has come, so that a fault cannot hang it.
func eventually(_ condition: () -> Bool) async throws {
  while !condition() { try await Task.sleep(for: .milliseconds(1)) }
}

/// What the task returns.
///
/// It throws when the time limit of the test has come, even though the task goes on.
func value<Success: Sendable>(of task: Task<Success, Never>) async throws -> Success? {
  let value = Mutex<Success?>(nil)
  Task {
    let success = await task.value
    value.withLock { $0 = success }
  }
  try await eventually { value.withLock { $0 != nil } }
  return value.withLock { $0 }
}
