import WorkloadKit

extension MixedLoad.Executor: AsyncStyle {
  static func async(
    _ parameters: MixedLoad.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let executor = try ThreadExecutor()
    defer { executor.shutDown() }

    return try await MixedLoad.tick(parameters, stopwatch: &stopwatch) { group, isOver in
      group.addTask(executorPreference: executor) {
        var work = MixedLoad.Work()
        while !isOver() { work.crunch() }
        return work
      }
    }
  }
}
