import BenchmarkModel

/// A measured source file as a page prints it.
struct ListingView: Sendable, Equatable {
  var mark: String
  var label: String
  var path: Markup
  /// The numbers of lines and, where the language is known, of imports: `32 lines, 2 imports`.
  var length: String
  var digest: Markup
  /// Whether the file is the one that was measured, as a sentence.
  var state: String
  /// Whether the numbers belong to another text than the one printed here.
  var isStale: Bool
  var source: Markup

  /// The present files of a workload, in the order of the input.
  static func all(_ result: WorkloadResult) -> [ListingView] {
    result.workload.listings.map { ListingView($0, run: result.workload.run) }
  }

  /// How many of the present files are those that were measured.
  static func summary(_ result: WorkloadResult) -> String {
    guard let run = result.workload.run else { return "not measured" }
    let states = result.workload.listings.map { State($0, run: run) }
    let same = states.count { $0 == .asMeasured }
    let changed = states.count { $0.isChanged }
    var parts = ["\(groupedText(same)) of \(groupedText(states.count)) as measured"]
    if changed > 0 { parts.append("\(groupedText(changed)) changed since") }
    return parts.joined(separator: ", ")
  }

  /// The implementations without a listing, as a sentence; nil when none lacks one.
  static func missing(_ result: WorkloadResult) -> String? {
    let present = Set(result.workload.listings.map(\.implementation.runtime))
    let absent = Runtime.allCases.filter { !present.contains($0) }.map(\.label)
    return absent.isEmpty ? nil : "Not implemented: \(enumerated(absent))."
  }

  private init(_ listing: SourceListing, run: Run?) {
    mark = listing.implementation.runtime.rawValue
    label = listing.implementation.label
    path = .code(listing.path)
    let lines = listing.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let language = Self.language(of: listing.path)
    let imports = importCount(in: listing.text, language: language)
    length =
      counted(lines.count - (listing.text.last?.isNewline == true ? 1 : 0), "line")
      + (imports.map { ", " + counted($0, "import") } ?? "")
    digest = .code(String(listing.sha256.prefix(12)))
    let state = State(listing, run: run)
    self.state = state.sentence
    isStale = state.isChanged
    source = .listing(listing.text, language: language)
  }

  private static func language(of path: String) -> String {
    switch path.split(separator: ".").last {
    case "swift": "swift"
    case "go": "go"
    case "rs": "rust"
    default: "text"
    }
  }
}

/// How a present file stands to what a run measured.
private enum State: Equatable {
  case asMeasured
  case changed(measured: String)
  case notRecorded
  case notMeasured

  init(_ listing: SourceListing, run: Run?) {
    let recorded = run?.listings.first {
      $0.path == listing.path && $0.implementation == listing.implementation
    }
    switch recorded?.sha256 {
    case nil: self = run == nil ? .notMeasured : .notRecorded
    case listing.sha256: self = .asMeasured
    case .some(let digest): self = .changed(measured: String(digest.prefix(12)))
    }
  }

  var isChanged: Bool { if case .changed = self { true } else { false } }

  var sentence: String {
    switch self {
    case .asMeasured: "This is the file that was measured."
    case .changed(let digest):
      "Changed since it was measured: the numbers belong to the file with digest \(digest)."
    case .notRecorded: "The run did not record this file."
    case .notMeasured: "Not measured yet."
    }
  }
}
