import FoundationEssentials
import Reporting
import Testing

@testable import Rendering

@Suite("Charts as data")
struct ChartCSVTests {
  @Test("A row for each value, with what is shown")
  func rows() {
    let lines = memoryChart.csv.components(separatedBy: "\r\n")
    #expect(lines[0] == "part,series,x,value,lower,upper,shown")
    #expect(lines[1] == ",Swift threads,,,,,\"refused at 32,714 tasks\"")
    #expect(lines[2].hasPrefix(",Swift Dispatch,,") && lines[2].hasSuffix(",56.5 MiB"))
    #expect(lines.count == memoryBars.count + 2)
  }

  @Test("A field that a spreadsheet would compute is text")
  func formulas() {
    let chart = Chart(
      name: "x", title: "", description: "",
      plot: .bars(
        [Chart.Bar(runtime: "go", label: "=1+\"1\"", result: .outcome("a"))],
        axis: Chart.Axis(covering: [])), table: DataTable(header: [], rows: []))
    #expect(chart.csv.components(separatedBy: "\r\n")[1] == ",\"'=1+\"\"1\"\"\",,,,,a")
  }
}
