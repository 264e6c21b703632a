import ArgumentParser
import BenchmarkModel
import Runner
import WorkloadCatalog

/// The options that measure whole programs instead of workloads.
struct ProgramOptions: ParsableArguments {
  @Option(
    name: .customLong("program"),
    help: ArgumentHelp(
      """
      Time whole processes of this command instead of a workload; repeatable. The command is split at \
      spaces, with quotation marks as in a shell.
      """, valueName: "name=command"))
  var texts: [String] = []

  @Flag(help: "Run the commands of --program with /bin/sh, whose start is then part of every time.")
  var shell = false

  var isEmpty: Bool { texts.isEmpty }

  func validate() throws {
    if shell, texts.isEmpty { throw ValidationError("--shell needs --program.") }
    let names = try commands().map(\.name)
    if let name = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw ValidationError(
        "--program gives the name \"\(name)\" twice. Give each program its own.")
    }
  }

  /// The commands in the order in which they were given.
  func commands() throws -> [ProgramCommand] {
    try texts.map { text in
      do { return try ProgramCommand(text, usesShell: shell) } catch {
        throw ValidationError("\(error)")
      }
    }
  }

  /// The tree to measure in: the runtimes that its pages show, and these commands as its implementations.
  func tree() throws -> SourceTree {
    guard !isEmpty else { return try SourceTree() }
    var tree = try SourceTree.orEmbedded()
    let commands = try commands()
    if let taken = commands.first(where: { command in
      tree.runtimes.runtimes.contains { $0.id == command.name }
    }) {
      throw ValidationError(
        "The report has a runtime called \"\(taken.name)\". Give the program another name.")
    }
    tree.locator.commands = commands
    return tree
  }

  /// These options as words of a command line.
  static func words(of tree: SourceTree) -> [String] {
    let commands = tree.locator.commands
    return commands.flatMap { ["--program", $0.text] }
      + (commands.contains(where: \.usesShell) ? ["--shell"] : [])
  }
}

extension Run {
  /// Throws if the run has other programs than a tree, or the same with other commands or files.
  func requireSamePrograms(_ plan: [PlannedTrial], in tree: SourceTree) throws {
    let planned = Set(plan.map(\.case.implementation))
    let located = try tree.locator.implementations()
    let measuresPrograms = planned.contains { $0.workload == Programs.name }
    guard measuresPrograms || !tree.locator.commands.isEmpty else { return }
    let known = try tree.locator.libraries(of: located)
    let isSame =
      planned == Set(located.map(\.implementation))
      && known.allSatisfy { now in
        toolchains.contains { $0.name == now.name && $0.version == now.version }
      }
    guard !isSame else { return }
    let commands = toolchains.filter { one in planned.contains { $0.runtime.id == one.name } }
      .map { "\($0.name) is \($0.version)" }
    throw ValidationError(
      measuresPrograms
        ? "Give --resume the same --program options as the run \(id): \(commands.joined(separator: "; "))."
        : "Run \(id) does not measure programs. Remove --program.")
  }
}
