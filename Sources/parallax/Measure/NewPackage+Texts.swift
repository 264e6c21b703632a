import WorkloadKit

extension NewPackage {
  /// The file of a style.
  func body(in style: Style) -> String {
    switch style {
    case .threads: threads
    case .dispatch: dispatch
    case .async: async
    }
  }

  private var threads: String {
    """
    import Synchronization
    import WorkloadKit

    extension \(type): ThreadStyle {
      static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
        let tasks = parameters.tasks
        let sum = Atomic<Checksum>(0)

        try stopwatch.measure {
          // In batches, because the system allows only so many threads at a time.
          let batch = 512
          for first in stride(from: 0, to: tasks, by: batch) {
            let threads = try startThreads(min(batch, tasks - first), stackBytes: 64 << 10) { index in
              sum.add(Checksum(first + index + 1), ordering: .relaxed)
            }
            for thread in threads { thread.join() }
          }
        }

        return sum.load(ordering: .relaxed)
      }
    }

    """
  }

  private var dispatch: String {
    """
    import Dispatch
    import Synchronization
    import WorkloadKit

    extension \(type): DispatchStyle {
      static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
        let sum = Atomic<Checksum>(0)

        stopwatch.measure {
          let queue = DispatchQueue.global()
          let group = DispatchGroup()
          for number in 1...parameters.tasks {
            queue.async(group: group) { sum.add(Checksum(number), ordering: .relaxed) }
          }
          group.wait()
        }

        return sum.load(ordering: .relaxed)
      }
    }

    """
  }

  private var async: String {
    """
    import Synchronization
    import WorkloadKit

    extension \(type): AsyncStyle {
      static func async(
        _ parameters: Parameters, stopwatch: inout Stopwatch
      ) async throws -> Checksum {
        let sum = Atomic<Checksum>(0)

        await stopwatch.measureAsync {
          await withDiscardingTaskGroup { group in
            for number in 1...parameters.tasks {
              group.addTask { @Sendable in sum.add(Checksum(number), ordering: .relaxed) }
            }
          }
        }

        return sum.load(ordering: .relaxed)
      }
    }

    """
  }

  /// The contract in prose, with the headings that the report prints.
  var readme: String {
    """
    # \(title)

    ## Question

    What does it cost to start N tasks that each add a number to a sum?

    ## Operation

    One operation is one task: it is started, adds its number to the sum, and ends. The tasks are numbered from
    1 to N, so the answer is N (N + 1) ÷ 2.

    ## Timed region

    The region begins before the first task is started and ends when all are known to have ended.

    ## What must be equal

    - N tasks are started one after another.
    - Each adds its number to one atomic sum.

    ## What may differ

    - What a task is: a thread, a block on the global queue, a child task of a task group.
    - Threads are started and joined 512 at a time.

    ## Known unfairness

    - Each batch of threads waits for the previous batch.

    """
  }
}
