import Dispatch
import Outputs
import Platform

/// Calls a handler on Ctrl-C and SIGTERM instead of ending the process, until canceled.
func endSignals(_ handle: @escaping @Sendable (Int32) -> Void) -> [any DispatchSourceSignal] {
  // Not a global queue, whose threads may all be rendering.
  let queue = DispatchQueue(label: "signals")
  return [SIGINT, SIGTERM].map { number in
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
    source.setEventHandler { handle(number) }
    source.resume()
    return source
  }
}

/// Writes outputs so that Ctrl-C and SIGTERM leave nothing unfinished: what was there before stays, or
/// is replaced as a whole.
func writingOutputs<Value>(_ body: () throws -> Value) rethrows -> Value {
  let signals = endSignals { number in
    Replacement.end(with: number) { isReplaced in
      writeError(
        isReplaced
          ? "Interrupted; the output is complete.\n" : "Interrupted; the output was not changed.\n")
    }
  }
  defer { for source in signals { source.cancel() } }
  do { return try body() } catch {
    // It may fail only because its temporary files are being removed, and then the signal says more.
    Replacement.waitForEnd()
    throw error
  }
}
