import Platform
package import WorkloadKit

/// Raises this process's limit of descriptors as far as the system allows.
///
/// - Throws: `Refusal` if the limit is too low for the number of connections.
package func allowDescriptors(for connections: Int) throws(Refusal) {
  let limit = raisedDescriptorLimit()
  // For standard streams, event loops, the listener and the control connection.
  let others = 32
  guard limit >= connections + others else {
    throw Refusal("opening descriptors for connections", code: EMFILE, reached: limit - others)
  }
}
