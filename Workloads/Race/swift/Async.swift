import WorkloadKit

extension Race: AsyncStyle {
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let referee = Referee()

    let state = await stopwatch.measureAsync {
      await withTaskGroup(of: Void.self) { group in
        for contender in 0..<parameters.contenders {
          let resource = referee.openResource()
          let sleep = Duration.milliseconds(parameters.sleepMilliseconds(of: contender))
          group.addTask {
            defer { resource.release() }
            do {
              try await Task.sleep(for: sleep)
              referee.wake(contender)
            } catch {
              referee.stop(contender)
            }
          }
        }
        await group.next()
        group.cancelAll()
      }
      return referee.finalState()
    }

    return state.report(to: &stopwatch)
  }
}
