import Dispatch
import WorkloadKit

extension ParallelCompute: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let oneTask = timeOfOneTask(parameters)
    let image = Image(parameters)

    stopwatch.measure {
      DispatchQueue.concurrentPerform(iterations: parameters.side) { row in
        image.render(row: row)
      }
    }

    return report(image, oneTask: oneTask, to: &stopwatch)
  }
}
