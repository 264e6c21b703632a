import Platform
import Runner
import Testing

@testable import parallax

struct DoctorTests {
  private func finding(_ codes: [CountedEvent: Int32]) -> Findings.Finding? {
    var findings = Findings()
    findings.add(refusedEvents: codes.mapValues { SystemError(code: $0) })
    return findings.all.last
  }

  @Test func eachEventIsCountedOrHasAReason() {
    let all = "coreMigrationCount, instructionCount, cycleCount and cacheMissCount"
    #expect(finding([:])?.found == all)
    let hardware = Dictionary(
      uniqueKeysWithValues: CountedEvent.allCases.filter(\.isOfHardware).map { ($0, ENOENT) })
    #expect(
      finding(hardware)?.found == """
        coreMigrationCount; without instructionCount, cycleCount and cacheMissCount: this processor shows no \
        counter, as in most virtual machines
        """)
    #expect(finding(hardware)?.advice == nil)
    let none = Dictionary(uniqueKeysWithValues: CountedEvent.allCases.map { ($0, EACCES) })
    #expect(finding(none)?.found == "none; without \(all): kernel.perf_event_paranoid is above 1")
    #expect(finding(none)?.advice?.contains("sysctl") == true)
  }
}
