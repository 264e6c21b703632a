import Dispatch
import Platform

/// Calls a handler on Ctrl-C and SIGTERM instead of ending the process, until canceled.
func endSignals(_ handle: @escaping @Sendable () -> Void) -> [any DispatchSourceSignal] {
  [SIGINT, SIGTERM].map { number in
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler(handler: handle)
    source.resume()
    return source
  }
}
