package import Analysis
package import BenchmarkModel
import RuntimeFixtures

/// Go needs 3 MB and then 300 MB, Tokio 1 MB and 50 MB; threads are refused; async has two trials.
package func fixtureClaimResult() throws -> WorkloadResult {
  func six(_ value: Double) -> [Double] { (0..<6).map { value * (1 + Double($0) * 0.001) } }
  let (small, large) = (tasks(1), tasks(100_000))
  return try WorkloadResult(
    fixtureWorkload(
      trials(.go, small, six(3e6)) + trials(.go, large, six(300e6))
        + trials(.tokio, small, six(1e6)) + trials(.tokio, large, six(50e6))
        + trials(.swiftAsync, large, [200e6, 201e6])
        + incidents(.swiftThreads, large, Outcome(.refused, reached: 32_714))))
}

/// A rule about the peak memory.
package func fixtureRule(
  _ runtime: Runtime = .go, _ quantity: ClaimRule.Quantity = .value, _ bound: ClaimRule.Bound,
  at size: [Parameter] = [Parameter("tasks", 100_000)], onCores: Int? = nil
) -> ClaimRule {
  let selection = ClaimRule.Selection(workload: "sleeping-tasks", size: size, onCores: onCores)
  let rule = ClaimRule.BoundedQuantity(
    selection, metric: Metric.peakResident.name, quantity: quantity, bound: bound)
  return ClaimRule(runtime, .quantity(rule))
}

/// A rule that every trial completes.
package func fixtureCompletionRule(_ runtime: Runtime) -> ClaimRule {
  let size = [Parameter("tasks", 100_000)]
  return ClaimRule(
    runtime, .completion(ClaimRule.Selection(workload: "sleeping-tasks", size: size)))
}

/// A workload with one listing for each runtime; each is unchanged since it was measured unless it is
/// among `changed`.
package func fixtureListedResult(
  as name: String = "sleeping-tasks", _ texts: [Runtime: String], changed: Set<Runtime> = []
) throws -> WorkloadResult {
  let extensions: [Runtime: String] = [.go: "main.go", .tokio: "main.rs"]
  let listings = repositoryRuntimes.defaults.compactMap { runtime in
    texts[runtime].map {
      SourceListing(
        implementation: Implementation(workload: name, runtime: runtime),
        path: "\(name)/\(extensions[runtime] ?? "Style.swift")", text: $0, sha256: "present")
    }
  }
  let recorded = listings.map {
    let isChanged = changed.contains($0.implementation.runtime)
    return Listing(
      implementation: $0.implementation, path: $0.path, sha256: isChanged ? "old" : "present")
  }
  var workload = fixtureWorkload([], name: name, listings: listings)
  workload.run = fixtureRun(listings: recorded)
  return try WorkloadResult(workload)
}

/// A listing without packages from outside the toolchain.
package let plainGoListing = "package main\n\nimport \"sync\"\n"
/// A listing with one package from outside the toolchain.
package let fetchedGoListing = "package main\n\nimport \"golang.org/x/sync\"\n"
