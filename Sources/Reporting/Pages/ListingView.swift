import Analysis
import BenchmarkModel

/// A measured source file as a page prints it.
struct ListingView: Encodable, Sendable, Equatable {
  var mark: String
  var label: String
  var path: Markup
  /// The number of lines and, where the language is known, other counts:
  /// `32 lines (28 code), 190 tokens, 50 distinct words, 2 imports`.
  var length: String
  var digest: Markup
  /// How the file differs from the one that was measured, as a sentence; nil where it does not.
  var state: String?
  /// Whether the file has changed since it was measured.
  var isStale: Bool
  var source: Markup

  /// The present files of a workload, in the order of the input.
  static func all(_ result: WorkloadResult) -> [ListingView] {
    result.listings.map { ListingView($0) }
  }

  /// How many of the present files are those that were measured.
  static func summary(_ result: WorkloadResult) -> String {
    guard result.workload.run != nil else { return "not measured" }
    let states = result.listings.map(\.state)
    let same = states.count { $0 == .asMeasured }
    let changed = states.count { $0.isChanged }
    var parts = ["\(groupedText(same)) of \(groupedText(states.count)) as measured"]
    if changed > 0 { parts.append("\(groupedText(changed)) changed since") }
    return parts.joined(separator: ", ")
  }

  /// The implementations without a listing, as a sentence; nil when none lacks one.
  static func missing(_ result: WorkloadResult) -> String? {
    let present = Set(result.workload.listings.map(\.implementation.runtime))
    let absent = result.runtimes.filter { !present.contains($0) }.map(\.label)
    return absent.isEmpty ? nil : "Not implemented: \(enumerated(absent))."
  }

  init(_ present: CountedListing) {
    let listing = present.listing
    mark = listing.implementation.runtime.mark
    label = listing.implementation.label
    path = .code(listing.path)
    length = Self.length(of: present)
    digest = .code(String(listing.sha256.prefix(12)))
    state = present.state.sentence
    isStale = present.state.isChanged
    source = .listing(listing.text, language: listing.language)
  }

  private static func length(of listing: CountedListing) -> String {
    let text = listing.listing.text
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
    let all = counted(lines - (text.last?.isNewline == true ? 1 : 0), "line")
    guard let figures = listing.figures else { return all }
    let outside = figures.outsidePackages
    return [
      "\(all) (\(groupedText(figures.lines)) code)", counted(figures.tokens, "token"),
      counted(figures.words, "distinct word"), counted(figures.imports, "import"),
    ].joined(separator: ", ") + (outside.isEmpty ? "" : " (third-party: \(enumerated(outside)))")
  }
}

extension CountedListing.State {
  fileprivate var isChanged: Bool { if case .changed = self { true } else { false } }

  fileprivate var sentence: String? {
    switch self {
    case .asMeasured: nil
    case .changed(let digest):
      "Changed since it was measured: the numbers are of the file with digest \(digest)."
    case .notRecorded: "The run did not record this file."
    case .notMeasured: "Not measured yet."
    }
  }
}
