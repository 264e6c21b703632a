import AnalysisFixtures
import BenchmarkModel
import FoundationEssentials

/// A run of the workload `ping-pong`, or of several.
func run(
  _ id: String, day: Double = 0, preset: String = "standard", on fingerprint: String = "0123abcd",
  environment: [String] = [], _ workloads: [WorkloadCoverage]
) -> RunCoverage {
  var machine = fixtureMachine()
  machine.fingerprint = fingerprint
  return RunCoverage(
    id: id, startedAt: Date(unix: 1_700_000_000 + day * 86_400), preset: preset, machine: machine,
    environment: environment, workloads: workloads)
}
