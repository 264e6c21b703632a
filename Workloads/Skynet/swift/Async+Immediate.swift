import WorkloadKit

@available(macOS 26, *)
extension Skynet.Immediate: AsyncStyle {
  static func async(
    _ parameters: Skynet.Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let total = await stopwatch.measureAsync {
      // The root is a separate task as well.
      await Task { await visit(parameters.root) }.value
    }

    stopwatch.record(Skynet.unitsCount, Double(total.units))
    return total.sum
  }

  private static func visit(_ node: Skynet.Node) async -> Skynet.Tally {
    guard !node.isLeaf else { return node.tally }
    return await withTaskGroup(of: Skynet.Tally.self) { group in
      for index in 0..<Skynet.fanOut {
        // The child runs on this thread until it first suspends.
        group.addImmediateTask { await visit(node.child(index)) }
      }
      return await group.reduce(into: Skynet.Tally()) { $0.add($1) }
    }
  }
}
