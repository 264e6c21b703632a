import WorkloadKit

extension ParallelCompute: AsyncStyle {
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let oneTask = timeOfOneTask(parameters)
    let image = Image(parameters)
    let rows = Rows(parameters)

    await stopwatch.measureAsync {
      await withDiscardingTaskGroup { group in
        for _ in 0..<poolThreadCount {
          group.addTask {
            while let row = rows.claim() { image.render(row: row) }
          }
        }
      }
    }

    return report(image, oneTask: oneTask, to: &stopwatch)
  }
}
