import AnalysisFixtures
import BenchmarkModel
import Statistics
import Testing

@testable import Analysis

struct WorkloadResultTests {
  @Test func warmupsEnterNoSampleAndFloorsAreTakenOff() throws {
    var trial = trials(.go, tasks(1, holdMilliseconds: 20), [4e6])[0]
    trial.measurements = [
      Measurement(Metric.elapsed.name, iteration: 0, isWarmup: true, 90e6),
      Measurement(Metric.elapsed.name, iteration: 1, 21e6),
      Measurement(Metric.elapsed.name, iteration: 2, 23e6),
      Measurement(Metric.processTime.name, 140e6),
    ]
    var workload = fixtureWorkload([trial])
    workload.terms[tasks(1, holdMilliseconds: 20)]?.floorNanoseconds = 20_000_000
    let measured = try #require(WorkloadResult(workload).cases.first?.measured)
    #expect(measured[Metric.elapsed.name]?.estimate.value == 22e6)
    #expect(measured[Metric.elapsed.name]?.sample.count == 2)
    #expect(measured[DerivedMetric.overFloor.metric.name]?.estimate.value == 2e6)
    // The warm-up was timed as well: 140 − 90 − 21 − 23.
    #expect(measured[DerivedMetric.outsideClock.metric.name]?.estimate.value == 6e6)
  }

  @Test func quantilesOfLatenciesAreGivenFromEnoughValuesAlone() throws {
    let metric = Metric(name: "wakeNanoseconds", label: "Wake", unit: .nanoseconds)
    var trial = trials(.go, tasks(1), [4e6])[0]
    trial.latencies = [
      LatencyBucket(metric.name, iteration: 0, isWarmup: true, value: 99, count: 9_000),
      LatencyBucket(metric.name, iteration: 1, value: 5, count: 980),
      LatencyBucket(metric.name, iteration: 1, value: 9, count: 5),
      LatencyBucket(metric.name, iteration: 2, value: 7, count: 15),
    ]
    var workload = fixtureWorkload([trial])
    workload.latencies = [metric]
    workload.headlines = ["wakeP99Nanoseconds"]
    let result = try WorkloadResult(workload)
    let measured = try #require(result.cases.first?.measured)
    #expect(measured["wakeP50Nanoseconds"]?.estimate.value == 5)
    #expect(measured["wakeP99Nanoseconds"]?.estimate.value == 7)
    #expect(measured["wakeP999Nanoseconds"] == nil)
    #expect(measured["wakeMaximumNanoseconds"]?.estimate.value == 9)
    #expect(result.headlines.map(\.label) == ["Wake, p99"])
  }

  @Test func coresBusyIsTheProcessorTimeOfARegionOverItsLength() throws {
    var trial = trials(.go, tasks(1), [4e6])[0]
    trial.measurements = [
      Measurement(Metric.elapsed.name, iteration: 0, isWarmup: true, 90e6),
      Measurement(Metric.processorTime.name, iteration: 0, isWarmup: true, 90e6),
      Measurement(Metric.elapsed.name, iteration: 1, 20e6),
      Measurement(Metric.processorTime.name, iteration: 1, 30e6),
    ]
    let measured = try WorkloadResult(fixtureWorkload([trial])).cases.first?.measured
    #expect(measured?[DerivedMetric.coresBusy.metric.name]?.estimate.value == 1.5)
  }

  @Test func withoutAFloorTheTimeIsSharedOutOverTheOperations() throws {
    let trial = trials(.go, tasks(1_000), .elapsed, [2e6])
    var workload = fixtureWorkload(trial)
    workload.headlines = [DerivedMetric.operationsPerSecond.metric.name]
    let result = try WorkloadResult(workload)
    let measured = try #require(result.cases.first?.measured)
    #expect(measured[DerivedMetric.perOperation.metric.name]?.estimate.value == 2_000)
    #expect(measured[DerivedMetric.operationsPerSecond.metric.name]?.estimate.value == 500_000)
    #expect(
      result.metrics.map(\.label).prefix(3) == [
        "Time per task", "Tasks per second", "Elapsed time",
      ])
    #expect(result.headlines.map(\.name) == [DerivedMetric.operationsPerSecond.metric.name])
  }

  @Test func aRateIsLeftOutWhereTheWorkloadIsNotReadForIt() throws {
    let result = try WorkloadResult(
      fixtureWorkload(trials(.go, tasks(1_000), .elapsed, [2e6])))
    #expect(!result.metrics.contains { $0.name == DerivedMetric.operationsPerSecond.metric.name })
  }

  @Test func trialsThatDidNotCompleteGiveNoValue() throws {
    var wrong = trials(.go, tasks(1), [4e6])[0]
    wrong.outcome = Outcome(.wrongAnswer)
    let result = try WorkloadResult(fixtureWorkload([wrong]))
    #expect(result.cases.first?.measured.isEmpty == true)
    #expect(result.absence(of: .sleeping(.go), at: tasks(1)) == "wrong answer")
    #expect(result.absence(of: .sleeping(.tokio), at: tasks(1)) == "not measured in this run")
  }

  @Test func sizesAreSortedByNumberNotByText() throws {
    let counts = [100_000, 9, 10_000]
    let result = try WorkloadResult(
      fixtureWorkload(counts.flatMap { trials(.go, tasks($0), [1]) }))
    #expect(result.sizes == [tasks(9), tasks(10_000), tasks(100_000)])
    #expect(result.sizeParameter == "tasks")
    #expect(result.headlineSize == tasks(100_000))
  }

  @Test func headlineSizeIsTheLargestAtWhichTheHeadlineMetricWasMeasured() throws {
    let refused = incidents(.go, tasks(50_000), Outcome(.refused, reached: 3))
    // The peak is the headline metric; a time alone does not make a size the headline.
    let timed = trials(.go, tasks(5_000), .elapsed, [1])
    let result = try WorkloadResult(
      fixtureWorkload(
        trials(.go, tasks(10), [1]) + trials(.go, tasks(1_000), [1]) + timed + refused))
    #expect(result.headlineSize == tasks(1_000))
    #expect(try WorkloadResult(fixtureWorkload(refused)).headlineSize == tasks(50_000))
    #expect(try WorkloadResult(fixtureWorkload()).headlineSize == nil)
  }

  @Test func aSizeOfSomeRuntimesRanksNone() throws {
    let result = try WorkloadResult(
      fixtureWorkload(
        trials(.go, tasks(10), [1, 1]) + trials(.tokio, tasks(10), [2, 2])
          + incidents(.tokio, tasks(100), Outcome(.refused, reached: 3))
          + trials(.go, tasks(100), [1, 1]) + trials(.go, tasks(1_000), [1, 1])))
    #expect(result.rankedSizes == [tasks(10), tasks(100)])
    #expect(result.headlineSize == tasks(100))
    #expect(OpenQuestions(among: [result]).count == 1)
  }

  @Test func theContractChoosesAmongTheSizes() throws {
    var workload = fixtureWorkload([1, 10, 100].flatMap { trials(.go, tasks($0), [1]) })
    workload.terms[tasks(100)]?.isHeadline = false
    #expect(try WorkloadResult(workload).headlineSize == tasks(10))
    for size in workload.terms.keys { workload.terms[size]?.isHeadline = false }
    #expect(try WorkloadResult(workload).headlineSize == tasks(100))
  }

  @Test func oneSizeHasNoSizeParameter() throws {
    let result = try WorkloadResult(fixtureWorkload(trials(.go, tasks(5), [1])))
    #expect(result.sizeParameter == nil)
    #expect(result.shortText(of: tasks(5)) == "5 tasks, hold 2,000 ms")
  }

  @Test(arguments: [
    ([Parameter("tasks", 1)], "1 task"), ([Parameter("urls", 5)], "5 URLs"),
    (
      [Parameter("tasks", 100_000), Parameter("hold-milliseconds", 2_000)],
      "100,000 tasks, hold 2,000 ms"
    ),
    ([Parameter("stack-bytes", 65_536)], "stack 65,536 B"),
    ([Parameter("producer-tasks", 5)], "5 producer tasks"), ([], ""),
    ([Parameter("depth", 1_000)], "depth 1,000"), ([Parameter("capacity", 1)], "capacity 1"),
    ([Parameter("limit-mebibytes", 256)], "limit 256 MiB"),
  ])
  func sizeIsSaidInWords(size: [Parameter], text: String) {
    #expect(sizeText(size) == text)
  }

  @Test func variantsFollowTheirRuntime() throws {
    var variant = trials(.swiftDispatch, tasks(1), [1])
    variant[0].planned.case.implementation.variant = "blocking"
    let result = try WorkloadResult(fixtureWorkload(variant + trials(.go, tasks(1), [1])))
    #expect(
      result.implementations.map(\.runtimeID) == [
        "swift-threads", "swift-dispatch", "swift-dispatch:blocking", "swift-async", "go", "tokio",
      ])
  }

  @Test func foreignTrialIsAnError() {
    let workload = fixtureWorkload(trials(.go, tasks(1), [1]), name: "ping-pong")
    let name = "sleeping-tasks/go tasks=1 hold-milliseconds=2000"
    #expect(throws: AnalysisError.foreignTrial(case: name, workload: "ping-pong")) {
      try WorkloadResult(workload)
    }
  }

  @Test func valueThatIsNoNumberIsAnErrorThatNamesItsCase() {
    let workload = fixtureWorkload(trials(.go, tasks(1), [.nan]))
    #expect {
      try WorkloadResult(workload)
    } throws: { error in
      guard case .unusableMeasurement(let metric, let name, _, _) = error as? AnalysisError else {
        return false
      }
      return metric == "peakResidentBytes"
        && name == "sleeping-tasks/go tasks=1 hold-milliseconds=2000"
    }
  }
}
