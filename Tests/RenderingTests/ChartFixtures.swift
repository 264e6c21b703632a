import BenchmarkModel
import Reporting

@testable import Rendering

func bar(
  _ runtime: String, _ label: String, _ mebibytes: Double, trials: [Double] = []
) -> Chart.Bar {
  let scaled = trials.map { $0 * 1_048_576 }
  let interval = (mebibytes * 0.97 * 1_048_576)...(mebibytes * 1.02 * 1_048_576)
  return Chart.Bar(
    runtime: runtime, label: label,
    result: .measured(
      mebibytes * 1_048_576, interval: interval, trials: scaled, text: "\(mebibytes) MiB"))
}

let memoryBars = [
  Chart.Bar(
    runtime: "swift-threads", label: "Swift threads", result: .outcome("refused at 32,714 tasks")),
  bar("swift-dispatch", "Swift Dispatch", 56.5, trials: [55, 56.5, 58]),
  bar("swift-async", "Swift async/await", 231.25, trials: [229, 231.25, 233]),
  bar("go", "Go", 268.5), bar("tokio", "Tokio (Rust)", 47),
]

let memoryChart = Chart(
  name: "memory", title: "Peak memory of 100,000 sleeping tasks",
  description: "Tokio needs the least memory and Go the most; threads were refused.",
  plot: .bars(
    memoryBars,
    axis: Chart.Axis(
      better: .lower, suffix: " MiB", unitSize: 1_048_576,
      covering: memoryBars.flatMap(\.values))),
  table: DataTable(
    header: ["Runtime", "Median", "95 % interval"],
    rows: [["Swift threads", "refused at 32,714", "–"], ["Go", "268.5 MiB", "260–274 MiB"]]))

func points(_ values: [(Double, Double)], spread: Double? = nil) -> [Chart.Line.Point] {
  values.map { size, value in
    Chart.Line.Point(
      size: size, value: value,
      interval: spread.map { (value * (1 - $0))...(value * (1 + $0)) })
  }
}

let scalingLines = [
  Chart.Line(
    runtime: "swift-threads", label: "Swift threads", note: "refused at 32,714",
    points: points([(1, 3), (10_000, 90)], spread: 0.1)),
  Chart.Line(
    runtime: "go", label: "Go", points: points([(1, 3), (10_000, 28), (100_000, 269)], spread: 0.1)),
  Chart.Line(
    runtime: "tokio", label: "Tokio (Rust)",
    points: points([(1, 2), (10_000, 6.5), (100_000, 47)], spread: 0.1)),
]

let scalingPublished = [
  Chart.PublishedSeries(
    runtime: "go", label: "First source 2023", points: points([(10_000, 28.6), (100_000, 269)])),
  Chart.PublishedSeries(
    runtime: "go", label: "Second source 2026", points: points([(100_000, 265)])),
  Chart.PublishedSeries(
    runtime: "tokio", label: "Second source 2026", points: points([(100_000, 300)])),
]

let scalingChart = Chart(
  name: "scaling", title: "Peak memory as tasks grow",
  description: "Memory grows in proportion to the tasks from ten thousand on.",
  plot: .lines(
    scalingLines, published: scalingPublished,
    sizes: Chart.Axis("Tasks", scale: .logarithmic, covering: [1, 100_000]),
    values: Chart.Axis(
      better: .lower, suffix: " MB", scale: .logarithmic, covering: [2, 330])),
  table: DataTable(header: ["Runtime", "1", "10,000"], rows: [["Go", "3", "28"]]))

/// A strip of trials that differ by more than a bar could show.
let spreadChart = Chart(
  name: "spread", title: "Longest wait", description: "The trials of threads lie far apart.",
  plot: .bars(
    [
      Chart.Bar(
        runtime: "swift-threads", label: "Swift threads",
        result: .measured(4, interval: 1...90, trials: [1, 4, 4, 90], text: "4 ms")),
      Chart.Bar(
        runtime: "tokio", label: "Tokio (Rust)",
        result: .measured(2, interval: 2...2, trials: [2, 2, 2], text: "2 ms")),
      Chart.Bar(
        runtime: "tokio", label: "tuned", isVariant: true,
        result: .measured(3, interval: 3...4, trials: [3, 4], text: "3 ms")),
    ],
    axis: Chart.Axis(better: .lower, suffix: " ms", scale: .logarithmic, covering: [1, 90])),
  table: DataTable(
    header: ["Runtime", "Longest wait", "Trials"],
    rows: [["Swift threads", "4 ms (1 to 90)", "1 ms; 4 ms; 4 ms; 90 ms"]]))

/// Lines through points without marks.
let latencyChart: Chart = {
  var quantiles = Chart.Axis(
    "Share of the latencies that lie below", scale: .logarithmic, covering: [])
  quantiles.ticks = [(2, "50 %"), (10, "90 %"), (100, "99 %"), (200, "")].map {
    Chart.Axis.Tick(value: $0.0, label: $0.1)
  }
  let lines = [("go", "Go", 1.0), ("tokio", "Tokio (Rust)", 1.5)].map { runtime, label, factor in
    let values = [10.0, 12, 40, 41, 900, 950]
    let places = zip([2.0, 4, 10, 20, 100, 200], values).map { ($0, $1 * factor) }
    var drawn = points(places, spread: 0.1)
    for index in drawn.indices { drawn[index].isMarked = index.isMultiple(of: 2) }
    return Chart.Line(runtime: runtime, label: label, points: drawn)
  }
  return Chart(
    name: "latency", title: "Latency by quantile", description: "Go has the shorter tail.",
    plot: .lines(
      lines, sizes: quantiles,
      values: Chart.Axis(
        better: .lower, suffix: " µs", scale: .logarithmic, covering: [10, 1500])),
    table: DataTable(header: ["Runtime", "50 %", "90 %"], rows: [["Go", "10 µs", "40 µs"]]))
}()

let overviewChart: Chart = {
  func mark(_ runtime: String, _ label: String, _ value: Double) -> Chart.Bar {
    Chart.Bar(
      runtime: runtime, label: label,
      result: .measured(
        value, interval: value * 0.9...value * 1.2, trials: [], text: "\(value)"))
  }
  let refused = Chart.Bar(
    runtime: "swift-threads", label: "Swift threads", result: .outcome("refused"))
  let panels = [("ping-pong", 40.0), ("skynet", 2.5)].map { name, value in
    Chart.Panel(
      title: name, caption: "Time per round trip, 1 pair; best: 160 ns", page: name,
      marks: [refused, mark("go", "Go", value), mark("tokio", "Tokio (Rust)", 1)])
  }
  return Chart(
    name: "overview", title: "How far from the best", description: "One panel a workload.",
    plot: .panels(
      panels,
      axis: Chart.Axis(
        better: .lower, suffix: "×", scale: .logarithmic, covering: [1, 500])),
    table: DataTable(
      header: ["Workload", "Go"], rows: [["ping-pong", "40 ×"], ["skynet", "2.5 ×"]]))
}()
