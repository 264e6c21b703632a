import AnalysisFixtures
import BenchmarkModel
import RuntimeFixtures
import Testing

@testable import Analysis
@testable import Reporting

struct WorkloadChartsTests {
  private let refused = incidents(.swiftThreads, tasks(100_000), Outcome(.refused, reached: 32_714))

  private func charts(_ trials: [Trial]) throws -> [Chart] {
    try WorkloadResult(fixtureWorkload(trials)).charts(references: [])
  }

  @Test func everyRuntimeHasABarOrAReason() throws {
    let values: [Double] = [268e6, 268e6, 269e6, 269e6, 270e6, 270e6]
    let charts = try charts(refused + trials(.go, tasks(100_000), values))
    guard case .bars(let bars, let axis) = charts.first?.plot else {
      Issue.record("The first chart has no bars.")
      return
    }
    let others: [Runtime] = [.swiftThreads, .swiftDispatch, .swiftAsync, .tokio]
    #expect(bars.map(\.runtime) == ([.go] + others).map(\.id))
    #expect(
      bars.map(\.result) == [
        .measured(
          269e6, interval: 268e6...270e6, trials: values, text: "269 MB"),
        .outcome("refused at 32,714"), .outcome("not measured in this run"),
        .outcome("not measured in this run"), .outcome("not measured in this run"),
      ])
    #expect(axis.better == .lower)
    #expect(axis.ticks.map(\.label) == ["0", "100", "200", "300 MB"])
    #expect(charts.first?.table.rows[1] == ["Swift threads", "refused at 32,714", "–"])
    let trials = "268 MB; 268 MB; 269 MB; 269 MB; 270 MB; 270 MB"
    #expect(charts.first?.table.rows[0] == ["Go", "269 MB (268 to 270)", trials])
  }

  @Test func lineEndsWhereTheSystemRefused() throws {
    let charts = try charts(
      refused + trials(.swiftThreads, tasks(1), [4e6, 4e6, 4e6, 5e6, 5e6, 5e6])
        + trials(.go, tasks(1), [3e6]))
    guard case .lines(let lines, _, let sizes, _) = charts.last?.plot else {
      Issue.record("The last chart has no lines.")
      return
    }
    #expect(lines.map(\.label) == ["Swift threads", "Go"])
    #expect(lines.map(\.note) == ["refused at 32,714", nil])
    #expect(lines[0].points.map(\.interval) == [4e6...5e6])
    #expect(lines[1].points.map(\.interval) == [nil])
    #expect(sizes.scale == .logarithmic)
    let row = ["Swift threads", "4.50 MB (4.00 to 5.00)", "refused at 32,714"]
    #expect(charts.last?.table.rows.first == row)
  }

  @Test func nothingMeasuredGivesNoChart() throws {
    #expect(try charts([]).isEmpty)
    #expect(try charts(refused).isEmpty)
  }

  @Test func oneSizeGivesNoChartOverSizes() throws {
    let charts = try charts(trials(.go, tasks(1), [1, 2]))
    #expect(charts.map(\.name) == ["sleeping-tasks-peak-resident-bytes"])
  }

  @Test func variantsStandBelowTheirRuntimeUnderTheirOwnName() throws {
    var variant = trials(.go, tasks(1), [3e6])
    variant[0].planned.case.implementation.variant = "tuned"
    let charts = try charts(trials(.go, tasks(1), [1e6]) + variant)
    guard case .bars(let bars, _) = charts.first?.plot else {
      Issue.record("The first chart has no bars.")
      return
    }
    #expect(bars.filter(\.isVariant).map(\.label) == ["tuned"])
    #expect(charts.first?.table.rows.map(\.[0]).contains("Go (tuned)") == true)
  }

  @Test func aSizeWithFewerRuntimesHasNoColumnOfRatios() throws {
    let result = try WorkloadResult(
      fixtureWorkload(
        trials(.swiftAsync, tasks(10), [3e6, 3e6]) + trials(.go, tasks(10), [1e6, 1e6])
          + trials(.go, tasks(500), [2e6, 2e6])))
    #expect(result.headlineParts[0].table.rows[0].cells.count == 3)
    #expect(result.ratioPart(BaselineRatios(result))?.table.rows[0].cells.count == 2)
    #expect(
      result.leftOutText
        == "At 500 tasks this run measured too few runtimes to rank them.")
  }

  @Test func variantsThatAreNotInstalledAreCountedAndNotDrawn() throws {
    let size = tasks(1)
    let gaps = ["jemalloc", "mimalloc"].flatMap { name in
      [Runtime.go, .tokio].map { runtime in
        var gap = incidents(runtime, size, Outcome(.notInstalled))[0]
        gap.planned.case.implementation.variant = name
        return gap
      }
    }
    let result = try WorkloadResult(fixtureWorkload(trials(.go, size, [1e6]) + gaps))
    let charts = try result.charts(references: [])
    guard case .bars(let bars, _) = charts.first?.plot else {
      Issue.record("The first chart has no bars.")
      return
    }
    #expect(bars.count == 5 && !bars.contains(where: \.isVariant))
    #expect(result.headlineParts[0].table.rows.count == 5)
    #expect(result.incidentTable == nil)
    #expect(
      result.absentVariantsText
        == "4 variants (jemalloc and mimalloc) were not measured: not installed.")
  }

  @Test func barsStandInTheOrderOfTheRankingEachWithItsVariants() throws {
    func variant(_ name: String, _ trial: Trial) -> Trial {
      var trial = trial
      trial.planned.case.implementation.variant = name
      return trial
    }
    let size = tasks(1)
    let gap = variant("late", incidents(.go, size, Outcome(.leftOut))[0])
    let charts = try charts(
      trials(.swiftAsync, size, [9e6]) + trials(.go, size, [2e6]) + trials(.tokio, size, [1e6])
        + [variant("tuned", trials(.go, size, [5e6])[0]), gap])
    guard case .bars(let bars, _) = charts.first?.plot else {
      Issue.record("The first chart has no bars.")
      return
    }
    #expect(
      bars.map(\.label) == [
        "Tokio (Rust)", "Go", "tuned", "Swift async/await", "Swift threads", "Swift Dispatch",
      ])
  }

  @Test(arguments: [(1.9, Chart.Axis.Scale.linear), (2, .logarithmic)])
  func trialsThatDifferByAFactorOfTwoMakeAStrip(
    _ factor: Double, _ scale: Chart.Axis.Scale
  ) throws {
    let charts = try charts(trials(.go, tasks(1), [1e6, 1e6 * factor]))
    guard case .bars(_, let axis) = charts.first?.plot else {
      Issue.record("The first chart has no bars.")
      return
    }
    #expect(axis.scale == scale)
  }

  @Test(arguments: [(29.0, Chart.Axis.Scale.linear), (30, .logarithmic)])
  func valuesThatDifferByAFactorOfThirtyMakeAStrip(
    _ factor: Double, _ scale: Chart.Axis.Scale
  ) throws {
    let charts = try charts(
      trials(.go, tasks(1), [1e6, 1e6]) + trials(.tokio, tasks(1), [1e6 * factor, 1e6 * factor]))
    guard case .bars(_, let axis) = charts.first?.plot else {
      Issue.record("The first chart has no bars.")
      return
    }
    #expect(axis.scale == scale)
  }

  @Test func sizesThatDifferInSeveralWaysMakePanels() throws {
    let sizes = [tasks(1, holdMilliseconds: 1), tasks(2, holdMilliseconds: 3)]
    let charts = try charts(sizes.flatMap { trials(.go, $0, [1e6, 1e6, 2e6, 2e6, 3e6, 3e6]) })
    guard case .panels(let panels, let axis) = charts.last?.plot else {
      Issue.record("The last chart has no panels.")
      return
    }
    #expect(panels.map(\.title) == ["1 task, hold 1 ms", "2 tasks, hold 3 ms"])
    #expect(panels[0].marks.map(\.runtime) == repositoryRuntimes.defaults.map(\.id))
    #expect(panels[0].marks[0].result == .outcome("not measured"))
    #expect(
      panels[0].marks[3].result
        == .measured(2e6, interval: 1e6...3e6, trials: [], text: "2.00 MB"))
    #expect(axis.ticks.map(\.label) == ["1 MB", "2 MB", "5 MB"])
    let other = ["Swift threads", "not measured in this run", "not measured in this run"]
    #expect(charts.last?.table.rows.first == other)
  }

  @Test func theSameTimeInOtherWordsHasNoChart() throws {
    var workload = fixtureWorkload(trials(.go, tasks(1), .elapsed, [2e6]))
    let names = { try WorkloadResult(workload).charts(references: []).map(\.name) }
    workload.headlines = ["operationsPerSecond", "perOperationNanoseconds", "elapsedNanoseconds"]
    #expect(try names() == ["sleeping-tasks-operations-per-second"])
    workload.headlines = ["peakResidentBytes", "elapsedNanoseconds"]
    #expect(try names() == ["sleeping-tasks-elapsed-nanoseconds"])
  }

  @Test func latenciesAreDrawnAsFarAsEveryTrialBearsThem() throws {
    let metric = Metric(name: "wakeNanoseconds", label: "Wake", unit: .nanoseconds)
    var trials = trials(.go, tasks(1), [1e6, 1e6, 2e6, 2e6, 3e6, 3e6])
    for index in trials.indices {
      trials[index].latencies = [
        LatencyBucket(metric.name, iteration: 0, isWarmup: true, value: 9, count: 9_000),
        LatencyBucket(metric.name, iteration: 1, value: 100 + index / 2, count: 900),
        LatencyBucket(metric.name, iteration: 1, value: 800 + index / 2, count: 100),
        LatencyBucket(metric.name, iteration: 2, value: 900, count: index == 4 ? 999 : 1_000),
      ]
    }
    var workload = fixtureWorkload(trials)
    workload.latencies = [metric]
    workload.headlines = ["peakResidentBytes", "wakeP50Nanoseconds"]
    let charts = try WorkloadResult(workload).charts(references: [])
    #expect(charts.map(\.name).last == "sleeping-tasks-wake-nanoseconds-by-quantile")
    guard charts.count == 2, case .lines(let lines, _, let places, _) = charts[1].plot else {
      Issue.record("There are no lines by quantile.")
      return
    }
    // 1,999 values of one trial leave ten beyond 99 % and not beyond 99.5 %.
    #expect(lines[0].points.map(\.size) == [2, 4, 10, 20, 100])
    #expect(lines[0].points.map(\.value) == [801, 900, 900, 900, 900])
    #expect(lines[0].points[0].interval == 800...802)
    #expect(lines[0].points.map(\.isMarked) == [true, false, true, false, true])
    #expect(places.ticks.map(\.label) == ["50 %", "90 %", "99 %"])
    #expect(charts[1].table.header == ["Runtime", "50 %", "75 %", "90 %", "95 %", "99 %"])
  }

  /// The chart and the tables have one interval for one number, whatever like cases say.
  @Test func aQuantileHasTheIntervalOfItsMetric() throws {
    let metric = Metric(name: "wakeNanoseconds", label: "Wake", unit: .nanoseconds)
    let sizes = [1, 2, 3, 4].map { tasks($0) }
    var all = sizes.flatMap { size in
      repositoryRuntimes.defaults.flatMap { trials($0, size, [1e6, 1.1e6, 1.2e6]) }
    }
    for index in all.indices {
      let value = 100 + (index * 37) % 11
      all[index].latencies = [
        LatencyBucket(metric.name, iteration: 1, value: value, count: 1_000)
      ]
    }
    var workload = fixtureWorkload(all)
    workload.latencies = [metric]
    workload.headlines = ["peakResidentBytes", "wakeP99Nanoseconds"]
    let result = try WorkloadResult(workload)
    let chart = try #require(
      try result.charts(references: []).first { $0.name.hasSuffix("-by-quantile") })
    let cells = try repositoryRuntimes.defaults.map { runtime in
      let found = try #require(result.result(.sleeping(runtime), at: sizes[3]))
      return QuantityText(
        try #require(found.measured["wakeP99Nanoseconds"]).estimate, .nanoseconds
      ).text
    }
    let column = try #require(chart.table.header.firstIndex(of: "99 %"))
    #expect(chart.table.rows.map { $0[column] } == cells)
  }

  @Test func theOverviewSetsEachRuntimeBesideTheBest() throws {
    let size = tasks(1)
    let results = [
      try WorkloadResult(
        fixtureWorkload(
          refused + trials(.go, size, [4e6]) + trials(.tokio, size, [2e6, 2e6])
            + trials(.go, tasks(100_000), [6e6, 6e6])
            + trials(.tokio, tasks(100_000), [2e6, 2.02e6])))
    ]
    let chart = try #require(OverviewChart(results.compactMap(HeadlineRanking.init)).chart)
    guard case .panels(let panels, let axis) = chart.plot else {
      Issue.record("The overview has no panels.")
      return
    }
    #expect(panels.map(\.page) == ["sleeping-tasks"])
    #expect(panels[0].caption == "Peak resident memory, 100,000 tasks; best: 2.01 MB")
    let found = panels[0].marks.map(\.result)
    #expect(
      found[..<3] == [.outcome("refused"), .outcome("not measured"), .outcome("not measured")])
    guard case .measured(let value, let interval, [], "2.99") = found[3] else {
      Issue.record("\(found[3])")
      return
    }
    #expect((value - 2.98511).magnitude < 1e-5 && interval.contains(value))
    #expect(found[4] == .measured(1, interval: 1...1, trials: [], text: "1.00"))
    #expect(axis.ticks.map(\.value) == [1, 2, 5])
    let absent = Array(repeating: "not measured in this run", count: 2)
    #expect(
      chart.table.rows.first == ["sleeping-tasks", "refused at 32,714"] + absent
        + ["2.99 × (2.80 to 3.18)", "1"])
  }

  @Test(
    arguments: [
      // A rhythm of powers of ten, and an end between two of them without a label.
      ([1, 1_300], 5, ["1", "10", "100", "1,000", ""]),
      ([90e3, 2e6], 6, ["50k", "100k", "1M", "2M"]),
      ([0.4, 700], 5, ["", "1", "10", "100", "1,000"]),
      // Fewer than two powers: the ends.
      ([1.1, 4.8], 5, ["1", "2", "5"]), ([23, 70], 5, ["20", "50", "100"]),
      ([1, 2e8], 5, ["1", "100", "10k", "1M", "100M", ""]),
    ] as [([Double], Int, [String])])
  func powersOfTenHaveLabelsFirst(_ values: [Double], _ steps: Int, _ labels: [String]) {
    let axis = Chart.Axis.fitted(better: .lower, covering: values, steps: steps) { tickLabel($0) }
    #expect(axis.ticks.map(\.label) == labels)
  }

  @Test func whereMoreIsBetterTheBestIsDividedByTheOthers() throws {
    var workload = fixtureWorkload(
      trials(.go, tasks(1), .elapsed, [8e6]) + trials(.tokio, tasks(1), .elapsed, [2e6]))
    workload.headlines = ["operationsPerSecond"]
    let chart = try #require(
      OverviewChart([try WorkloadResult(workload)].compactMap(HeadlineRanking.init)).chart)
    #expect(chart.table.rows[0].suffix(2) == ["4.00 ×", "1"])
    #expect(OverviewChart([]).chart == nil)
  }
}
