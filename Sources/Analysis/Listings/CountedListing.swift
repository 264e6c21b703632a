package import BenchmarkModel

/// A source file as it is now, with its counts and whether it is what a run measured.
package struct CountedListing: Sendable {
  /// How the file as it is now relates to what a run measured.
  package enum State: Sendable, Equatable {
    case asMeasured
    case changed(measured: String)
    case notRecorded
    case notMeasured
  }

  package let listing: SourceListing
  package let state: State
  /// Nil for a language whose syntax is not known.
  package let figures: CodeFigures?

  package init(_ listing: SourceListing, run: Run?) {
    self.listing = listing
    figures = listing.syntax.map { CodeFigures(listing.text, $0) }
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
  /// What Markdown calls the language; `text` if it is not known.
  package var language: String { syntax?.name ?? "text" }
}

/// The files of one runtime's default implementations in all workloads, without those that changed
/// since they were measured.
package struct MeasuredCode: Sendable {
  /// The counts of each file.
  package let files: [CodeFigures]
  /// How many files there would be if every workload had one.
  package let workloadCount: Int

  package init(of runtime: Runtime, in results: [WorkloadResult]) {
    workloadCount = results.count
    files = results.compactMap { result in
      let implementation = Implementation(workload: result.workload.name, runtime: runtime)
      return result.listings.first {
        $0.listing.implementation == implementation && $0.state == .asMeasured
      }?.figures
    }
  }

  /// Whether every workload has a file, and each is the one that was measured.
  package var isWhole: Bool { files.count == workloadCount && !files.isEmpty }

  /// The packages that any of the files uses from outside its language's toolchain.
  package var outsidePackages: [String] { Set(files.flatMap(\.outsidePackages)).sorted() }

  /// The median of one count over all files, rounded; nil if there are no files.
  package func median(_ figure: KeyPath<CodeFigures, Int>) -> Int? {
    BenchmarkModel.median(ofSorted: files.map { Double($0[keyPath: figure]) }.sorted())
      .map { Int($0.rounded()) }
  }
}
