import Testing
import WorkloadKit

@testable import CancellationWorkload

/// Implementations with one fault each; all of them must give a wrong answer.
@Suite(.timeLimit(.minutes(1)))
struct CancellationTests {
  private static let byHand = Cancellation.Parameters(tasks: 25)
  private static let byDeadline = Cancellation.Parameters(tasks: 25, deadlineMilliseconds: 30)

  /// Checks an implementation's answer, value by value.
  private func expect(
    _ style: (some AsyncStyle<Cancellation.Parameters>).Type,
    _ parameters: Cancellation.Parameters = byHand,
    saw: Int = 25, left: Int = 0, early: Int = 0, isPrompt: Bool = true
  ) async throws {
    var stopwatch = Stopwatch()
    let answer = try await style.async(parameters, stopwatch: &stopwatch)
    let counts = [saw, left, early, isPrompt ? 1 : 0]
    #expect(answer == counts.reduce(0) { $0 * 31 + Checksum($1) }, "\(style)")
    let isRight = answer == Cancellation.answer(parameters)
    #expect(isRight == (counts == [25, 0, 0, 1]), "\(style)")
  }

  @Test func aTreeHasEveryTaskOnceAndEachIsTheChildOfOneBeforeIt() {
    for tasks in [1, 2, 11, 12, 25, 111, 1_000] {
      let parameters = Cancellation.Parameters(tasks: tasks)
      let children = (0..<tasks).flatMap { parameters.children(of: $0) }
      #expect(children == Array(1..<tasks))
    }
  }

  @Test func aTreeWithoutFaultsIsRight() async throws {
    try await expect(Faultless.self)
    try await expect(Faultless.self, Self.byDeadline)
    try await expect(Cancellation.self)
    try await expect(Cancellation.self, Self.byDeadline)
    try await expect(Cancellation.Continuations.self)
    try await expect(Cancellation.Continuations.self, Self.byDeadline)
  }

  @Test func aTaskThatIgnoresTheCancellationAndGoesOnIsCaught() async throws {
    try await expect(LeavesATaskRunning.self, saw: 24, left: 1)
  }

  @Test func aTaskThatEndsWithoutHavingSeenItIsCaught() async throws {
    try await expect(HasATaskThatSeesNothing.self, saw: 24)
  }

  @Test func aTaskThatEndsBeforeTheCancellationIsCaught() async throws {
    try await expect(HasATaskThatCannotWait.self, early: 1)
  }

  @Test func aTaskThatIsNeverStartedIsCaught() async throws {
    try await expect(StartsTooFew.self, saw: 24, left: 1)
  }

  @Test func aDeadlineThatFiresEarlyIsCaught() async throws {
    let hour = Cancellation.Parameters(tasks: 25, deadlineMilliseconds: 3_600_000)
    try await expect(FiresAtOnce.self, hour, early: 25)
  }

  @Test func aDeadlineThatFiresLaterThanTheSlackIsCaught() async throws {
    try await expect(FiresLate.self, isPrompt: false)
    try await expect(FiresLate.self, Self.byDeadline, isPrompt: false)
  }
}

/// The tree of the async style with two parameters: how a task waits, and when the tree is canceled
/// after the deadline was set.
private func cancelTree(
  _ parameters: Cancellation.Parameters, _ stopwatch: inout Stopwatch,
  afterMilliseconds delay: Int? = nil,
  wait: @escaping @Sendable (Int, Cancellation.Roll) async -> Void = waitProperly
) async -> Checksum {
  let roll = Cancellation.Roll(parameters)
  let (latch, arrival) = AsyncStream.makeStream(of: Void.self)

  @Sendable func run(_ task: Int) async {
    await withDiscardingTaskGroup { children in
      for child in parameters.children(of: task) { children.addTask { await run(child) } }
      arrival.yield()
      await wait(task, roll)
    }
  }

  let root = Task { await run(0) }
  for await _ in latch.prefix(parameters.tasks) {}
  let left = await stopwatch.measureAsync {
    roll.setDue(afterMilliseconds: parameters.deadlineMilliseconds)
    await sleep(milliseconds: delay ?? parameters.deadlineMilliseconds)
    root.cancel()
    await root.value
    return roll.left
  }
  return roll.report(left: left, to: &stopwatch)
}

/// Returns when the time has passed or the task is canceled.
private func sleep(milliseconds: Int) async {
  do { try await Task.sleep(for: .milliseconds(milliseconds)) } catch { return }
}

@Sendable
private func waitProperly(_ task: Int, _ roll: Cancellation.Roll) async {
  await sleep(milliseconds: 3_600_000)
  roll.see(task)
  roll.end()
}

private enum Faultless: AsyncStyle {
  static func async(
    _ parameters: Cancellation.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    await cancelTree(parameters, &stopwatch)
  }
}

private enum LeavesATaskRunning: AsyncStyle {
  static func async(
    _ parameters: Cancellation.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let end = TaskChannel<Void>(capacity: 1)
    let answer = await cancelTree(parameters, &stopwatch) { task, roll in
      guard task == 7 else { return await waitProperly(task, roll) }
      Task {
        _ = await end.receive()
        roll.end()
      }
    }
    await end.send(())
    return answer
  }
}

private enum HasATaskThatSeesNothing: AsyncStyle {
  static func async(
    _ parameters: Cancellation.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    await cancelTree(parameters, &stopwatch) { task, roll in
      guard task == 7 else { return await waitProperly(task, roll) }
      await sleep(milliseconds: 3_600_000)
      roll.end()
    }
  }
}

private enum HasATaskThatCannotWait: AsyncStyle {
  static func async(
    _ parameters: Cancellation.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let roll = Cancellation.Roll(parameters)
    roll.see(7)
    let left = await stopwatch.measureAsync {
      roll.setDue(afterMilliseconds: 0)
      for task in 0..<parameters.tasks {
        if task != 7 { roll.see(task) }
        roll.end()
      }
      return roll.left
    }
    return roll.report(left: left, to: &stopwatch)
  }
}

private enum StartsTooFew: AsyncStyle {
  static func async(
    _ parameters: Cancellation.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    await cancelTree(parameters, &stopwatch) { task, roll in
      guard task == 7 else { return await waitProperly(task, roll) }
    }
  }
}

private enum FiresAtOnce: AsyncStyle {
  static func async(
    _ parameters: Cancellation.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    await cancelTree(parameters, &stopwatch, afterMilliseconds: 0)
  }
}

private enum FiresLate: AsyncStyle {
  static func async(
    _ parameters: Cancellation.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    await cancelTree(
      parameters, &stopwatch, afterMilliseconds: parameters.deadlineMilliseconds + 1_100)
  }
}
