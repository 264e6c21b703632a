import AnalysisFixtures
import BenchmarkModel
import Testing

@testable import Reporting

struct RunWarningTests {
  /// A reader can neither stop a process of the machine nor measure again.
  @Test func warningsSayWhatTheyMeanForAReader() {
    var run = fixtureRun(
      warnings: RunWarning.Kind.allCases.map { RunWarning($0, "Stop other work (process_api).") })
    run.calibration[.spinMaximum] = 2_655_000
    run.machine.facts["governor"] = "powersave"
    var tally = InterferenceTally()
    for (index, trial) in trials(.go, tasks(1), .peakResident, [1, 2, 3]).enumerated() {
      var trial = trial
      trial.measurements += [
        Measurement(Metric.processTime.name, 1e9),
        Measurement(Metric.otherWork.name, index == 0 ? 5e8 : 0),
      ]
      tally.include(trial, logicalCores: 2)
    }
    let texts = run.warningTexts(tally)
    #expect(
      texts.prefix(1) == [
        "The machine was busy with other work before the run: load 0.50 on 2 cores. Times can be too long."
      ])
    #expect(
      texts.contains(
        "Before the run, other work used the cores: identical arithmetic took up to 2.66 ms instead of 73.0 "
          + "µs, and a sleep of 1 ms ended up to 1.40 ms late. A single time can be too long by that much, "
          + "and short times vary most."))
    #expect(
      texts.contains(
        "Other work or the hypervisor disturbed 1 of 3 trials. Their times can be too long; they are "
          + "marked and kept."))
    #expect(texts.contains { $0.contains("governor is “powersave”") })
    // Only what has no other words stays.
    #expect(texts.count { $0.contains("Stop other work") } == 2)
  }

  @Test func aCitationNamesWhatMadeTheReport() {
    let text = Citation(name: "Site", version: "0.1.0").text(
      dates: ["2026-11-30", "2026-12-01"], machine: "AMD EPYC, 2 cores", commits: ["abc", "def"])
    #expect(
      text
        == "Site, made with Parallax 0.1.0, measurements of 2026-11-30 to 2026-12-01, AMD EPYC, 2 cores, "
        + "commits abc and def.")
  }
}
