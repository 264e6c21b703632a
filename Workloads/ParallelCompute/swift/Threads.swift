import WorkloadKit

extension ParallelCompute: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let oneTask = timeOfOneTask(parameters)
    let image = Image(parameters)
    let rows = Rows(parameters)

    try stopwatch.measure {
      let threads = try startThreads(poolThreadCount) { _ in
        while let row = rows.claim() { image.render(row: row) }
      }
      for thread in threads { thread.join() }
    }

    return report(image, oneTask: oneTask, to: &stopwatch)
  }
}
