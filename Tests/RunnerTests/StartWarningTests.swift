import BenchmarkModel
import Testing

@testable import Runner

@Suite struct StartWarningTests {
  private func warnings(
    load: Double? = 0.2,
    isDirty: Bool? = false,
    governor: String? = nil,
    isDebugBuild: Bool = false
  ) -> [String] {
    let machine = Machine(
      fingerprint: "",
      cpuModel: nil,
      architecture: "x86_64",
      logicalCores: 4,
      memoryBytes: nil,
      operatingSystem: nil,
      kernel: nil,
      facts: governor.map { ["governor": $0] } ?? [:]
    )
    return RunWarning.atStart(
      machine: machine,
      load: load,
      isDirty: isDirty,
      debugBuild: isDebugBuild ? "make build" : nil
    ).map { "\($0.kind.rawValue): \($0.message)" }
  }

  @Test func aQuietMachineWithACleanTreeHasNone() {
    #expect(warnings() == [])
    #expect(warnings(load: 2.0, governor: "performance") == [])
    #expect(warnings(load: nil, isDirty: nil) == [])
  }

  @Test func eachTroubleIsNamedWithItsRemedy() {
    #expect(
      warnings(load: 2.01, isDirty: true, governor: "powersave", isDebugBuild: true) == [
        "busyMachine: The machine was busy with other work: load 2.01 on 4 cores. "
          + "Times can be too long; end other work or wait, and measure again.",
        "debugBuild: The Swift programs are debug builds, so their times mean nothing. "
          + "Build with: make build",
        "dirtyTree: The source tree had uncommitted changes, so the commit alone does "
          + "not identify what was measured. Commit them and measure again.",
        "unsteadyClock: The frequency governor is \"powersave\", so the clock speed follows the "
          + "load. Set it with: cpupower frequency-set --governor performance",
      ]
    )
  }
}
