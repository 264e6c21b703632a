import Platform
import WorkloadKit

extension EchoServer {
  /// Raises this process's limit of descriptors as far as it may.
  ///
  /// - Throws: `Refusal` when so many connections are more than it allows.
  static func allowDescriptors(for connections: Int) throws(Refusal) {
    let limit = raisedDescriptorLimit()
    // For standard streams, event loops, the listener and the call.
    let others = 32
    guard limit >= connections + others else {
      throw Refusal(
        "opening descriptors for connections", code: EMFILE, reached: limit - others)
    }
  }
}
