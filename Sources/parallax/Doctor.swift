import ArgumentParser
import BenchmarkModel
import Runner
import WorkloadKit

/// Says what this machine has, what it lacks, and what to type to mend it.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what this machine has and lacks, and what to type to mend it.")

  @OptionGroup var output: FormatOption

  func run() throws {
    let tree = try SourceTree()
    let probe = MachineProbe()
    let machine = probe.machine()
    let tools = ToolchainProbe()
    let source = tools.sourceState(of: tree.root)
    // A terminal is too narrow for the advice beside what was found: there it stands below.
    let isTable = output.format == .table
    var rows = RowPrinter(
      output.format, columns: ["what", "found"] + (isTable ? [] : ["advice"]))
    var advised: [String] = []
    func add(_ what: String, _ found: String?, advice: String? = nil) {
      rows.add([.text(what), .text(found ?? "unknown")] + (isTable ? [] : [.optional(advice)]))
      if let advice { advised.append("\(what): \(advice)") }
    }
    add("processor", machine.cpuModel)
    add("cores", "\(machine.logicalCores)")
    add("memory", machine.memoryBytes.map { "\($0 / 1_000_000) MB" })
    add("system", machine.operatingSystem)
    add("kernel", machine.kernel)
    add("load, last minute", probe.loadAverage().map { "\($0)" })
    let descriptors = raisedDescriptorLimit()
    add("open files allowed", "\(descriptors)", advice: advice(onDescriptors: descriptors))
    for (name, value) in machine.facts.sorted(by: { $0.key < $1.key }) { add(name, value) }
    let swift = tools.swiftOnPath()?.version
    add("swift", swift, advice: swift == nil ? "Install Swift 6.3 or later for make build." : nil)
    add("commit", source.map { $0.commit.prefix(12) + ($0.isDirty ? " and changes" : "") })
    for located in try tree.locator.implementations() {
      let isMissing = located.status == .notInstalled
      add(
        located.implementation.id, located.status.label,
        advice: isMissing ? located.remedy : nil)
    }
    let warnings = RunWarning.atStart(
      machine: machine, load: probe.loadAverage(), isDirty: source?.isDirty)
    for warning in warnings { add("warning", warning.kind.rawValue, advice: warning.message) }
    rows.finish()
    guard isTable, !advised.isEmpty else { return }
    print("\nTo mend:")
    for advice in advised { print(wrapped("- \(advice)")) }
  }

  private func advice(onDescriptors limit: Int) -> String? {
    // The largest case of echo-server, and what its load has open besides.
    let needed = 10_000 + 64
    guard limit < needed else { return nil }
    return "echo-server with 10,000 connections needs \(needed), in the server and in its load, "
      + "and will be refused. Raise the hard limit as root: ulimit -Hn 16384"
  }
}
