import Synchronization

/// Returns once the condition holds.
///
/// It throws at the time limit of the test, so that a fault cannot hang it.
func eventually(_ condition: () -> Bool) async throws {
  while !condition() { try await Task.sleep(for: .milliseconds(1)) }
}

/// Returns the task's value.
///
/// It throws at the time limit of the test, even if the task keeps running.
func value<Success: Sendable>(of task: Task<Success, Never>) async throws -> Success? {
  let value = Mutex<Success?>(nil)
  Task {
    let success = await task.value
    value.withLock { $0 = success }
  }
  try await eventually { value.withLock { $0 != nil } }
  return value.withLock { $0 }
}
