import BenchmarkModel

/// A present source file with how it stands to what a run measured, and what can be counted of it.
struct CountedListing: Sendable {
  /// How a present file stands to what a run measured.
  enum State: Sendable, Equatable {
    case asMeasured
    case changed(measured: String)
    case notRecorded
    case notMeasured
  }

  let listing: SourceListing
  let state: State
  /// Nil for a language whose tokens are not known.
  let figures: CodeFigures?

  init(_ listing: SourceListing, run: Run?) {
    self.listing = listing
    figures = CodeFigures(listing.text, language: listing.language)
    let recorded = run?.listings.first {
      $0.path == listing.path && $0.implementation == listing.implementation
    }
    switch recorded?.sha256 {
    case nil: state = run == nil ? .notMeasured : .notRecorded
    case listing.sha256: state = .asMeasured
    case .some(let digest): state = .changed(measured: String(digest.prefix(12)))
    }
  }
}

extension SourceListing {
  /// The language by the ending of the file: `swift`, `go`, `rust`, or `text` for any other.
  var language: String {
    switch path.split(separator: ".").last {
    case "swift": "swift"
    case "go": "go"
    case "rs": "rust"
    default: "text"
    }
  }
}

/// The files of the default implementations of one runtime, over all workloads, as far as they are
/// those that were measured.
struct MeasuredCode: Sendable {
  /// What was counted of each.
  let files: [CodeFigures]
  /// How many there would be if every workload had one.
  let workloadCount: Int

  init(of runtime: Runtime, in results: [WorkloadResult]) {
    workloadCount = results.count
    files = results.compactMap { result in
      let implementation = Implementation(workload: result.workload.name, runtime: runtime)
      return result.listings.first {
        $0.listing.implementation == implementation && $0.state == .asMeasured
      }?.figures
    }
  }

  /// Whether the file of every workload is the one that was measured.
  var isWhole: Bool { files.count == workloadCount && !files.isEmpty }

  /// The packages that any of them uses from outside of its language's toolchain.
  var outsidePackages: [String] { Set(files.flatMap(\.outsidePackages)).sorted() }

  /// The middle of what was counted of each file, rounded; nil without any.
  func median(_ figure: KeyPath<CodeFigures, Int>) -> Int? {
    BenchmarkModel.median(ofSorted: files.map { Double($0[keyPath: figure]) }.sorted())
      .map { Int($0.rounded()) }
  }
}

extension Table {
  /// What can be counted of the measured files of each runtime.
  static func proxies(_ results: [WorkloadResult]) -> Table {
    let rows = Runtime.allCases.map { runtime -> [Cell] in
      let code = MeasuredCode(of: runtime, in: results)
      let medians = [\CodeFigures.lines, \.tokens, \.words, \.imports].map { figure in
        Cell.text(code.median(figure).map(groupedText) ?? "–")
      }
      let packages = code.files.isEmpty ? ["–"] : code.outsidePackages
      return [
        .implementation(Implementation(workload: "", runtime: runtime)),
        .text(groupedText(code.files.count)),
      ] + medians + [.text(packages.isEmpty ? "none" : enumerated(packages))]
    }
    return Table(
      [
        .words("Runtime"), .numbers("Files"), .numbers("Lines of code"), .numbers("Tokens"),
        .numbers("Different words"), .numbers("Imports"), .words("Packages from outside"),
      ], rows: rows,
      notes: [
        "The medians of one file. Counted are the default implementations, one file a workload, as "
          + "far as the present file is the one that was measured; its own counts stand beside it on "
          + "the workload's page.",
        "Comments and empty lines do not count. A token is a name, a keyword, a number, a string, a "
          + "run of operator signs, or a single bracket or separator; a word is a name or a keyword.",
      ])
  }
}
