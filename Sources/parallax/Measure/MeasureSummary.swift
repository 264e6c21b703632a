import Analysis
import BenchmarkModel
import Store
import WorkloadCatalog
import WorkloadKit

/// The tables at the end of `measure`: one per workload and size, with a row per runtime.
struct MeasureSummary {
  /// The maximum number of cases that are all shown; with more, one size of each workload is shown.
  static let maximumCases = 60

  let store: MeasurementStore
  let run: Run
  let runtimes: RuntimeCatalog
  /// Whether all sizes are shown, regardless of their number.
  let showsAll: Bool

  /// Prints the tables to standard output.
  func show() throws {
    let planned = Set(try store.plan(of: run.id).map(\.case))
    let onlyHeadline = planned.count > Self.maximumCases && !showsAll
    let workloads = Catalog.measurable.filter { workload in
      planned.contains { $0.implementation.workload == workload.name }
    }
    let inputs = try workloads.map { workload in
      let trials = runtimes.describing(try store.trials(of: run.id, workload: workload.name))
      return WorkloadInput(workload, run: run, trials: trials)
    }
    let groups = try CaseGroup.all(of: inputs, onlyHeadline: onlyHeadline)
    for (input, groups) in zip(inputs, groups) {
      for group in groups {
        print(wrapped("\(input.name): \(group.title)"))
        try Self.printTable(group, columns: terminalColumns(of: 1))
        print()
      }
    }
    if onlyHeadline {
      print("One size of each workload is shown. To see all: parallax query summary")
    }
  }

  /// Prints a group, with names shortened so that a row fits the terminal.
  private static func printTable(_ group: CaseGroup, columns: Int?) throws {
    let names = ["trials", "median (95 % interval)", "÷ best default"]
    let others = zip(names, [\CaseGroup.Row.trials, \.median, \.tally]).map { name, path in
      2 + group.rows.reduce(name.count) { max($0, $1[keyPath: path].count) }
    }
    let space = columns.map { max($0 - others.reduce(0, +), 8) } ?? .max
    var rows = RowPrinter(.table, columns: ["runtime"] + names)
    for row in group.rows {
      rows.add([
        .text(fitted(row.runtime, space)), .text(row.trials), .text(row.median),
        .text(row.tally),
      ])
    }
    try rows.finish()
  }
}
