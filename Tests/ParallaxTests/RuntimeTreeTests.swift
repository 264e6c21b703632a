import FoundationEssentials
import Testing
import WorkloadCatalog

/// A language that this repository does not have, added to a copy of the tree by files alone.
struct RuntimeTreeTests {
  private static let file = """
    {
      "language": "Crab",
      "version": ["crab", "--version"],
      "build": "scripts/build-peers crab",
      "runtimes": [
        {
          "id": "crab",
          "label": "Crab fibers",
          "order": 900,
          "mark": "M-5 5L0-5 5 5Z",
          "light": "#123456",
          "dark": "#abcdef",
          "dashes": "1 1",
          "listing": "crab/main.cr",
          "variantListing": "crab/{snake_case}.cr"
        }
      ],
      "source": {
        "name": "crab",
        "ending": "cr",
        "keywords": ["let"],
        "lineComment": "--",
        "strings": [{ "start": "'", "end": "'" }],
        "imports": { "keyword": "use", "form": "word" }
      }
    }
    """

  /// A peer that speaks the trial protocol and does nothing.
  private static let program = """
    #!/bin/sh
    while [ $# -gt 0 ]; do
      case $1 in --tasks) answer=$2 ;; --warmup) warmup=$2 ;; --iterations) measured=$2 ;; esac
      shift 2
    done
    for iteration in $(seq $((warmup + measured))); do
      echo "{\\"elapsedNanoseconds\\":1000,\\"answer\\":$answer}"
    done
    echo '{"protocol":1,"runtimeVersion":"crab 1","peakResidentBytes":4096}'
    """

  /// A tool beside a tree with the language, in which one workload has a peer.
  private func tree(file: String = Self.file) throws -> BuiltTool {
    let tool = try BuiltTool()
    let made = try tool.run(
      shell: """
        set -e
        tree='\(tool.folder)/tree'; mkdir -p "$tree/Workloads" "$tree/.build/peers/bin"
        ln -s "$PWD/templates" "$tree/templates"
        for entry in Workloads/*; do
          case $entry in
            */SpawnMany | */runtimes) cp -r "$entry" "$tree/Workloads/" ;;
            *) ln -s "$PWD/$entry" "$tree/$entry" ;;
          esac
        done
        mkdir "$tree/Workloads/runtimes/crab" "$tree/Workloads/SpawnMany/crab"
        echo "$1" >"$tree/Workloads/runtimes/crab/runtime.json"
        echo 'let answer -- all' >"$tree/Workloads/SpawnMany/crab/main.cr"
        echo "$2" >"$tree/.build/peers/bin/spawn-many-crab"
        chmod +x "$tree/.build/peers/bin/spawn-many-crab"
        """, [file, Self.program])
    try #require(made.exitCode == 0, "\(made.errors)")
    return tool
  }

  private func run(_ tool: BuiltTool, _ arguments: String...) throws -> BuiltTool.Result {
    try tool.run(shell: "cd '\(tool.folder)/tree' && exec \"$0\" \"$@\"", arguments)
  }

  @Test func aLanguageIsListedWithoutCode() throws {
    let tool = try tree()
    let result = try run(tool, "list", "implementations", "--format", "csv")
    #expect(result.output.contains("spawn-many/crab,implemented,Workloads/SpawnMany/crab/main.cr"))
    #expect(result.output.contains("race/crab,not implemented,"))
    let runtimes = try run(tool, "list", "runtimes", "--format", "csv")
    #expect(runtimes.output.contains("crab,Crab fibers,Crab,yes,1"))
  }

  @Test func aHiddenRuntimeIsListedWhenItIsChosen() throws {
    let hidden = Self.file.replacing("\"order\"", with: "\"default\": false, \"order\"")
    let tool = try tree(file: hidden)
    let listing = ["list", "implementations", "--format", "csv"]
    #expect(try !run(tool, listing[0], listing[1]).output.contains("crab"))
    let chosen = try run(tool, listing[0], listing[1], "--runtime", "crab")
    #expect(chosen.output.contains("spawn-many/crab"))
    #expect(!chosen.output.contains("spawn-many/go"))
  }

  @Test func missingWorkloadsFailACheckOnlyWhenItMustBeComplete() throws {
    let tool = try tree()
    let count = Catalog.names.count
    let gap = "crab: \(count - 1) of \(count) workloads not implemented"
    let result = try run(tool, "check", "--without-answers")
    #expect(result.output.contains(gap))
    #expect(result.exitCode == 0, "\(result.output)")
    let complete = try run(tool, "check", "--without-answers", "--complete")
    #expect(complete.output.contains(gap))
    #expect(complete.exitCode == 1)
    // A runtime that is measured only when it is chosen may have any number of workloads.
    let hidden = try self.tree(
      file: Self.file.replacing("\"order\"", with: "\"default\": false, \"order\""))
    let other = try run(hidden, "check", "--without-answers", "--complete")
    #expect(other.output.contains(gap))
    #expect(other.exitCode == 0, "\(other.output)")
  }

  @Test func aWrongFileIsToldWithLineAndKey() throws {
    let tool = try tree(file: Self.file.replacing("#123456", with: "blue"))
    let result = try run(tool, "list", "implementations")
    #expect(result.exitCode == 1)
    #expect(
      result.errors.contains(
        "Workloads/runtimes/crab/runtime.json:11, key \"runtimes[0].light\": \"blue\" is not a "
          + "color. Write # and six hexadecimal digits"))
  }

  /// In its own tree it has label and mark; in one whose files do not know it, it is still shown.
  @Test func aMeasuredRuntimeIsShownWhetherAFileDescribesItOrNot() throws {
    let tool = try tree()
    let measured = try run(
      tool, "measure", "--preset", "smoke", "--workload", "spawn-many", "--runtime", "crab",
      "--db", tool.database)
    try #require(measured.exitCode == 0, "\(measured.errors)")
    let known = try run(tool, "report", "--db", tool.database, "--out", "\(tool.folder)/known")
    try #require(known.exitCode == 0, "\(known.errors)")
    let unknown = try tool.run("report", "--db", tool.database, "--out", "\(tool.folder)/unknown")
    try #require(unknown.exitCode == 0, "\(unknown.errors)")
    let pages = try ["known", "unknown"].map {
      try String(contentsOfFile: "\(tool.folder)/\($0)/spawn-many.md", encoding: .utf8)
    }
    #expect(pages[0].contains("![](marks/crab.svg) Crab fibers"))
    #expect(pages[1].contains("![](marks/other.svg) crab"))
    #expect(pages[0].contains("let answer -- all"))
    let style = try String(contentsOfFile: "\(tool.folder)/known/style.css", encoding: .utf8)
    #expect(style.contains(" { --mark: #123456; --dash: 1 1; }"))
  }
}
