import BenchmarkModel
import References

/// The columns of a file of sources with correct content.
let sourceFields: [(column: String, value: String)] = [
  ("id", "pkolaczk-2023"), ("title", "How Much Memory?"), ("author", "Piotr Kołaczkowski"),
  ("published", "2023-05-21 (revised later)"), ("url", "https://example.org/memory"),
  ("trust", "B"), ("trustReason", "The author's own post."), ("method", "Peak memory."),
  ("retrieved", "Read in an archived copy."),
]

/// The source with these fields.
let source = Source(
  id: "pkolaczk-2023",
  title: "How Much Memory?",
  author: "Piotr Kołaczkowski",
  published: "2023-05-21 (revised later)",
  url: "https://example.org/memory",
  trust: .medium,
  trustReason: "The author's own post.",
  method: "Peak memory.",
  retrieved: "Read in an archived copy."
)

/// The columns of a file of published numbers with correct content.
let referenceFields: [(column: String, value: String)] = [
  ("id", "pkolaczk-tokio-100000"), ("workload", "sleeping-tasks"), ("language", "Rust"),
  ("runtime", "tokio"), ("runtimeVersion", "Rust 1.69"), ("comparesTo", "tokio"),
  ("parameters", "tasks=100000 hold-milliseconds=10000"), ("metric", "memory"),
  ("comparesToMetric", "peakResidentBytes"), ("statistic", "peak"), ("qualifier", "exact"),
  ("value", "23.7"), ("unit", "MB"), ("normalizedValue", "23700000"),
  ("normalizedUnit", "bytes"), ("conversion", "1 MB taken as 1,000,000 bytes"),
  ("contract", "same"), ("difference", "none"), ("source", "pkolaczk-2023"),
  ("locator", "Fig. 3"), ("hardware", "Xeon"), ("operatingSystem", "not stated"),
  ("note", "none"),
]

/// The text of a file with one record for each set of changes to the correct content.
func file(
  _ fields: [(column: String, value: String)],
  _ records: [[String: String]] = [[:]]
) -> String {
  let lines = records.map { changes in
    fields.map { enclosed(changes[$0.column] ?? $0.value) }.joined(separator: ",")
  }
  return ([fields.map(\.column).joined(separator: ",")] + lines)
    .map { $0 + "\n" }.joined()
}

private func enclosed(_ text: String) -> String {
  "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    + "\""
}

func sources(_ text: String) throws(ReferenceError) -> [Source] {
  try ReferenceReader.sources(in: Array(text.utf8), path: "sources.csv")
}

func references(_ text: String) throws(ReferenceError) -> [Reference] {
  try references(Array(text.utf8))
}

func references(_ bytes: [UInt8]) throws(ReferenceError) -> [Reference] {
  try ReferenceReader(
    implementations: knownImplementations("sleeping-tasks", "fetch-urls"), sources: [source]
  )
  .references(in: bytes, path: "published.csv")
}

/// The message when reading fails; nil when it succeeds.
func message(of read: () throws(ReferenceError) -> Void) -> String? {
  do throws(ReferenceError) {
    try read()
    return nil
  } catch {
    return error.description
  }
}
