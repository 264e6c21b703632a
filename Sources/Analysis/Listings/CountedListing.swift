package import BenchmarkModel

/// A present source file with how it stands to what a run measured, and what can be counted of it.
package struct CountedListing: Sendable {
  /// How a present file stands to what a run measured.
  package enum State: Sendable, Equatable {
    case asMeasured
    case changed(measured: String)
    case notRecorded
    case notMeasured
  }

  package let listing: SourceListing
  package let state: State
  /// Nil for a language whose tokens are not known.
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
  /// What Markdown calls the language: `text` for one that is not known.
  package var language: String { syntax?.name ?? "text" }
}

/// The files of the default implementations of one runtime, over all workloads, as far as they are
/// those that were measured.
package struct MeasuredCode: Sendable {
  /// What was counted of each.
  package let files: [CodeFigures]
  /// How many there would be if every workload had one.
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

  /// Whether the file of every workload is the one that was measured.
  package var isWhole: Bool { files.count == workloadCount && !files.isEmpty }

  /// The packages that any of them uses from outside of its language's toolchain.
  package var outsidePackages: [String] { Set(files.flatMap(\.outsidePackages)).sorted() }

  /// The middle of what was counted of each file, rounded; nil without any.
  package func median(_ figure: KeyPath<CodeFigures, Int>) -> Int? {
    BenchmarkModel.median(ofSorted: files.map { Double($0[keyPath: figure]) }.sorted())
      .map { Int($0.rounded()) }
  }
}
