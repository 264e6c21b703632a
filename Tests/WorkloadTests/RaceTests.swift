import Testing
import WorkloadKit

@testable import RaceWorkload

/// Implementations with one fault each; all of them must give a wrong answer.
@Suite(.timeLimit(.minutes(1)))
struct RaceTests {
  private static let parameters = Race.Parameters(contenders: 5)

  /// Checks an implementation's answer, value by value.
  private func expect(
    _ style: (some AsyncStyle<Race.Parameters>).Type,
    winner: Int = 4, open: Int = 0, stopped: Int = 4, late: Int = 0
  ) async throws {
    var stopwatch = Stopwatch()
    let answer = try await style.async(Self.parameters, stopwatch: &stopwatch)
    let counts = [winner, open, stopped, late]
    #expect(answer == counts.reduce(0) { $0 * 31 + Checksum($1) }, "\(style)")
    #expect((answer == Race.answer(Self.parameters)) == (counts == [4, 0, 4, 0]), "\(style)")
  }

  @Test func aRaceWithoutFaultsIsRight() async throws {
    try await expect(Faultless.self)
    try await expect(Race.self)
  }

  @Test func aLoserThatRunsOnAfterTheRegionIsCaught() async throws {
    try await expect(LeavesALoserRunning.self, open: 1, stopped: 3)
  }

  @Test func aResourceThatStaysOpenIsCaught() async throws {
    try await expect(ForgetsAResource.self, open: 1)
  }

  @Test func aSecondReleaseDoesNotMakeUpForAForgottenOne() async throws {
    try await expect(ReleasesTheWrongResource.self, open: 1)
  }

  @Test func aRaceThatIsNotCancelledIsCaught() async throws {
    try await expect(CancelsNone.self, stopped: 0, late: 4)
  }

  @Test func aLoserThatSleepsToTheEndIsCaught() async throws {
    try await expect(HasALoserThatHeedsNothing.self, stopped: 3, late: 1)
  }

  @Test func losersThatStopBeforeAnybodyHasWonAreCaught() async throws {
    try await expect(StopsTooSoon.self, stopped: 0)
  }

  @Test func aWrongWinnerIsCaught() async throws {
    try await expect(LetsAnotherWin.self, winner: 0)
  }

  @Test func aContenderThatIsNeverStartedIsCaught() async throws {
    try await expect(StartsTooFew.self, stopped: 3)
  }
}

/// The race of the async style with the loser's part as a parameter.
///
/// The last contender sleeps 5 ms.
private func race(
  _ parameters: Race.Parameters, _ stopwatch: inout Stopwatch, cancels: Bool = true,
  lose: @escaping @Sendable (Int, Race.Referee, Race.Resource) async -> Void = loseProperly
) async -> Checksum {
  let referee = Race.Referee()
  let state = await stopwatch.measureAsync {
    await withTaskGroup(of: Bool.self) { group in
      for contender in 0..<parameters.contenders {
        let resource = referee.openResource()
        group.addTask {
          guard contender == parameters.contenders - 1 else {
            await lose(contender, referee, resource)
            return false
          }
          await sleep(milliseconds: 5)
          resource.release()
          return referee.wake(contender)
        }
      }
      while await group.next() == false {}
      if cancels { group.cancelAll() }
    }
    return referee.finalState()
  }
  return state.report(to: &stopwatch)
}

/// Returns true if the time has passed, false if the task was canceled.
@discardableResult
private func sleep(milliseconds: Int) async -> Bool {
  do { try await Task.sleep(for: .milliseconds(milliseconds)) } catch { return false }
  return true
}

@Sendable
private func loseProperly(
  _ contender: Int, _ referee: Race.Referee, _ resource: Race.Resource
) async {
  defer { resource.release() }
  if await !sleep(milliseconds: 3_600_000) { referee.stop(contender) }
}

private enum Faultless: AsyncStyle {
  static func async(
    _ parameters: Race.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    await race(parameters, &stopwatch)
  }
}

private enum LeavesALoserRunning: AsyncStyle {
  static func async(
    _ parameters: Race.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let end = TaskChannel<Void>(capacity: 1)
    let answer = await race(parameters, &stopwatch) { contender, referee, resource in
      guard contender == 2 else { return await loseProperly(contender, referee, resource) }
      Task {
        _ = await end.receive()
        referee.stop(contender)
        resource.release()
      }
    }
    await end.send(())
    return answer
  }
}

private enum ForgetsAResource: AsyncStyle {
  static func async(
    _ parameters: Race.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    await race(parameters, &stopwatch) { contender, referee, resource in
      guard contender == 2 else { return await loseProperly(contender, referee, resource) }
      await sleep(milliseconds: 3_600_000)
      referee.stop(contender)
    }
  }
}

private enum ReleasesTheWrongResource: AsyncStyle {
  static func async(
    _ parameters: Race.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    await race(parameters, &stopwatch) { contender, referee, resource in
      await sleep(milliseconds: 3_600_000)
      referee.stop(contender)
      if contender != 2 { resource.release() }
      if contender == 3 { resource.release() }
    }
  }
}

private enum CancelsNone: AsyncStyle {
  static func async(
    _ parameters: Race.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    await race(parameters, &stopwatch, cancels: false) { contender, referee, resource in
      // Longer than the winner's sleep, but short enough for a test.
      while referee.finalState().winner < 0 { await sleep(milliseconds: 1) }
      referee.wake(contender)
      resource.release()
    }
  }
}

private enum HasALoserThatHeedsNothing: AsyncStyle {
  static func async(
    _ parameters: Race.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    await race(parameters, &stopwatch) { contender, referee, resource in
      guard contender == 2 else { return await loseProperly(contender, referee, resource) }
      await sleep(milliseconds: 3_600_000)
      referee.wake(contender)
      resource.release()
    }
  }
}

/// Starts no contenders; the body states what happened to each.
private func pretend(
  _ parameters: Race.Parameters, _ stopwatch: inout Stopwatch,
  _ say: (_ contender: Int, Race.Referee) -> Void
) async -> Checksum {
  let referee = Race.Referee()
  let state = await stopwatch.measureAsync {
    for contender in 0..<parameters.contenders {
      let resource = referee.openResource()
      say(contender, referee)
      resource.release()
    }
    return referee.finalState()
  }
  return state.report(to: &stopwatch)
}

private enum StopsTooSoon: AsyncStyle {
  static func async(
    _ parameters: Race.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    await pretend(parameters, &stopwatch) { contender, referee in
      if contender < parameters.contenders - 1 {
        referee.stop(contender)
      } else {
        referee.wake(contender)
      }
    }
  }
}

private enum LetsAnotherWin: AsyncStyle {
  static func async(
    _ parameters: Race.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    await pretend(parameters, &stopwatch) { contender, referee in
      if contender == 0 {
        referee.wake(contender)
      } else {
        referee.stop(contender)
      }
    }
  }
}

private enum StartsTooFew: AsyncStyle {
  static func async(
    _ parameters: Race.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    await race(parameters, &stopwatch) { contender, referee, resource in
      guard contender == 2 else { return await loseProperly(contender, referee, resource) }
      resource.release()
    }
  }
}
