import WorkloadKit

extension Cancellation: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let roll = Roll(parameters)
    let token = Token()
    let latch = ThreadChannel<ThreadError?>(capacity: parameters.tasks)

    @Sendable func start(_ task: Int) -> JoinableThread? {
      if token.isCancelled { return nil }
      do throws(ThreadError) {
        // A thread for each task. It only waits, so a stack of 64 KiB is plenty; the default
        // is 8 MiB.
        return try JoinableThread(stackBytes: 64 << 10) {
          let children = parameters.children(of: task).compactMap(start)
          latch.send(nil)
          token.wait()
          roll.see(task)
          for child in children { child.join() }
          roll.end()
        }
      } catch {
        latch.send(error)
        return nil
      }
    }

    let root = start(0)
    for _ in 0..<parameters.tasks {
      guard let error = latch.receive() ?? nil else { continue }
      token.cancel()
      root?.join()
      let reached = parameters.tasks - roll.left
      throw Refusal("starting a thread", code: error.code, reached: reached)
    }
    sleepBlocking(milliseconds: settleMilliseconds)

    let left = stopwatch.measure {
      roll.setDue(afterMilliseconds: parameters.deadlineMilliseconds)
      sleepBlocking(milliseconds: parameters.deadlineMilliseconds)
      token.cancel()
      root?.join()
      return roll.left
    }

    return roll.report(left: left, to: &stopwatch)
  }
}

/// One flag for the whole tree, with a condition variable to wait on.
private final class Token: @unchecked Sendable {
  private let monitor = ThreadMonitor()
  // Guarded by the monitor's lock.
  private var flag = false

  var isCancelled: Bool { monitor.withLock { flag } }

  func cancel() {
    monitor.withLock { flag = true }
    monitor.broadcast()
  }

  func wait() {
    monitor.withLock {
      while !flag { monitor.wait() }
    }
  }
}
