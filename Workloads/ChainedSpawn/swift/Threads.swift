import Platform
import WorkloadKit

extension ChainedSpawn: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let end = ThreadChannel<Result<Checksum, Refusal>>(capacity: 1)

    let last = stopwatch.measure {
      spawn(1, of: parameters.depth, end: end)
      return end.receive()
    }

    guard let last else { preconditionFailure("the channel is never closed") }
    return try last.get()
  }

  private static func spawn(
    _ number: Int, of depth: Int, end: ThreadChannel<Result<Checksum, Refusal>>
  ) {
    do throws(ThreadError) {
      // It only starts the next thread, so a stack of 64 KiB is plenty; the default is 8 MiB.
      _ = try JoinableThread(stackBytes: 64 << 10) {
        // Detached, because its predecessor has ended and cannot join it, and its stack
        // must be freed.
        pthread_detach(pthread_self())
        if number == depth {
          end.send(.success(Checksum(number)))
        } else {
          spawn(number + 1, of: depth, end: end)
        }
      }
    } catch {
      end.send(.failure(Refusal("starting a thread", code: error.code, reached: number - 1)))
    }
  }
}
