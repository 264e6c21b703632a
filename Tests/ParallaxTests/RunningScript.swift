import Foundation
import Synchronization
import Testing

/// A script that runs beside the test, with the tool as `$0`, its folder in `$T` and its database in `$DB`.
final class RunningScript: Sendable {
  private let result = Mutex<BuiltTool.Result?>(nil)
  private let isOver = DispatchSemaphore(value: 0)

  /// Starts on a thread of its own, since the threads of tests may all be busy.
  init(_ script: String, _ arguments: [String] = [], of tool: BuiltTool) {
    Thread.detachNewThread { [self] in
      let ended = try? tool.run(
        shell: "T='\(tool.folder)'; DB='\(tool.database)'; \(script)", arguments)
      result.withLock { $0 = ended }
      isOver.signal()
    }
  }

  /// Waits for the end.
  func end() throws -> BuiltTool.Result {
    isOver.wait()
    let ended = result.withLock { $0 }
    return try #require(ended)
  }
}

/// Waits, for at most half a minute, until something is the case, and returns whether it is.
func becomesTrue(_ condition: () throws -> Bool) rethrows -> Bool {
  for _ in 0..<3_000 {
    if try condition() { return true }
    usleep(10_000)
  }
  return false
}
