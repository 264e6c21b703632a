import WorkloadKit

extension Skynet: AsyncStyle {
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let total = await stopwatch.measureAsync {
      // The root is a separate task as well.
      await Task { await visit(parameters.root) }.value
    }

    stopwatch.record(unitsCount, Double(total.units))
    return total.sum
  }

  private static func visit(_ node: Node) async -> Tally {
    guard !node.isLeaf else { return node.tally }
    return await withTaskGroup(of: Tally.self) { group in
      for index in 0..<fanOut {
        group.addTask { await visit(node.child(index)) }
      }
      return await group.reduce(into: Tally()) { $0.add($1) }
    }
  }
}
