import Dispatch
import WorkloadKit

extension Cancellation: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let roll = Roll(parameters)
    let queue = DispatchQueue.global()
    let starting = DispatchGroup()
    let running = DispatchGroup()

    // Dispatch has no cancellation that blocks could wait for. A group that was entered once serves
    // as a flag with handlers: leaving the group runs them.
    let cancellation = DispatchGroup()
    cancellation.enter()

    @Sendable func start(_ task: Int, in parent: DispatchGroup) {
      parent.enter()
      starting.enter()
      queue.async {
        let children = DispatchGroup()
        for child in parameters.children(of: task) { start(child, in: children) }
        cancellation.notify(queue: queue) {
          roll.see(task)
          children.notify(queue: queue) {
            roll.end()
            parent.leave()
          }
        }
        starting.leave()
      }
    }

    start(0, in: running)
    starting.wait()
    sleepBlocking(milliseconds: settleMilliseconds)

    let left = stopwatch.measure {
      let deadline = parameters.deadlineMilliseconds
      roll.setDue(afterMilliseconds: deadline)
      if deadline > 0 {
        queue.asyncAfter(deadline: .now() + .milliseconds(deadline)) { cancellation.leave() }
      } else {
        cancellation.leave()
      }
      running.wait()
      return roll.left
    }

    return roll.report(left: left, to: &stopwatch)
  }
}
