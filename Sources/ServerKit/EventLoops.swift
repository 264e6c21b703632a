import NIOCore
package import NIOPosix
import WorkloadKit

/// SwiftNIO's shared event loops, one for each core that the process may use.
///
/// By itself SwiftNIO has one for each core that is online, whatever the affinity of the process.
package let eventLoops: MultiThreadedEventLoopGroup = {
  NIOSingletons.groupLoopCountSuggestion = poolThreadCount
  return .singleton
}()
