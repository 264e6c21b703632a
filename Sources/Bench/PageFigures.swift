import Analysis
import BenchmarkModel
import FoundationEssentials
import Platform
import References
import Rendering
import Reporting
import Runner

private let pageCount = 1_000

/// A thousand pages like those of a report: prose, a table and a listing, a few kB each.
///
/// They are rendered once from finished Markdown, compared with cmark-gfm on the same text, and
/// once from values through a template.
func pages() throws {
  let pages = (0..<pageCount).map(SyntheticPage.init)
  let texts = pages.map { $0.markdown(listingIn: "swift") }
  let size = texts.reduce(0) { $0 + $1.utf8.count }
  figure("pages", Double(pageCount), "", digits: 0, target: "1,000")
  figure("their Markdown", Double(size) / 1e6, "MB", digits: 2, target: "")
  try compareWithLibrary(texts, bare: pages.map { $0.markdown(listingIn: "text") })
  try buildSite(
    "pages from Markdown", texts.enumerated().map { literal("page-\($0).md.mustache", $1) },
    target: "5,000")
  try buildSite("pages from values", pages.map { ($0, SyntheticPage.template) }, target: "")
  try compareMemory(
    "Markdown alone", texts.enumerated().map { literal("page-\($0).md.mustache", $1) },
    shell: "{{{content}}}")
  try compareMemory("pages from values", pages.map { ($0, SyntheticPage.template) })
}

/// The processor time that ``MarkdownMemory`` saves for a site, in 14 pairs whose order alternates.
private func compareMemory(_ name: String, _ pages: [Templated], shell: String? = nil) throws {
  var (renderer, site) = try site(pages, shell: shell)
  var ratios: [Double] = []
  for pair in 0..<15 {
    var times = [0.0, 0.0]
    for index in pair.isMultiple(of: 2) ? [0, 1] : [1, 0] {
      renderer.poolsMemory = index == 0
      let start = processorSeconds()
      _ = try renderer.files(of: site)
      times[index] = processorSeconds() - start
    }
    // The first pair fills caches.
    if pair > 0 { ratios.append(times[0] / times[1]) }
  }
  figure(
    "\(name), saved by pooled memory", (1 - (try median(ratios))) * 100, "%", digits: 1,
    target: "above 10 %")
}

/// A page with its template; a page of finished Markdown is its own template.
private typealias Templated = (
  page: any Encodable & Sendable, template: (file: String, text: String)
)

private struct Nothing: Encodable, Sendable { var nothing = "" }

private func literal(_ file: String, _ text: String) -> Templated {
  (Nothing(), (file: file, text: text))
}

/// A site of the given pages with the templates of the working directory.
///
/// - Parameter shell: The template around each page, instead of the default.
private func site(_ pages: [Templated], shell: String? = nil) throws -> (
  renderer: Renderer, site: Site
) {
  var files: [String: String] = [:]
  for name in try FileManager.default.contentsOfDirectory(atPath: "templates")
  where [".mustache", ".css", ".js"].contains(where: name.hasSuffix) {
    files[name] = String(decoding: try fileBytes("templates/\(name)"), as: UTF8.self)
  }
  if let shell { files["page.html.mustache"] = shell }
  for page in pages { files[page.template.file] = page.template.text }
  let runtimes = try RuntimeReader.catalog(inTree: FileManager.default.currentDirectoryPath)
  let renderer = try Renderer(
    templates: TemplateLibrary(files: files), runtimes: runtimes.descriptions,
    languages: runtimes.languages.map(\.syntax))
  let shown = pages.enumerated().map { index, page in
    ReportPage(
      name: "page-\(index)", title: "Page \(index)", description: "A page.",
      menuTitle: index < 10 ? "Page \(index)" : nil,
      template: String(page.template.file.dropLast(".md.mustache".count)), context: page.page)
  }
  return (
    renderer,
    Site(
      about: SiteDescription(name: "Bench"), stamp: "Made to be measured.", credit: "", pages: shown
    )
  )
}

/// Renders every file of the site in memory.
///
/// The processor time of all cores together is that of a single core.
private func buildSite(_ name: String, _ pages: [Templated], target: String) throws {
  let (renderer, site) = try site(pages)
  var times: [Double] = []
  for _ in 0..<5 {
    let start = processorSeconds()
    _ = try renderer.files(of: site)
    times.append(processorSeconds() - start)
  }
  figure(
    "\(name), on one core", Double(pageCount) / (try median(times)), "/s", digits: 0,
    target: target)
}

/// The processor time of Markdown to HTML without a page around it, alternating with the program of
/// the library that does the parsing.
///
/// - Parameter bare: The same texts with listings in no language, which are not highlighted. What
///   remains beyond the program's work are names of headings, boxes of tables and marks.
private func compareWithLibrary(_ texts: [String], bare: [String]) throws {
  let shell = "{{{content}}}"
  let sites = try [bare, texts].map { texts in
    try site(texts.enumerated().map { literal("page-\($0).md.mustache", $1) }, shell: shell)
  }
  try inTemporaryFolder { try compareWithLibrary(texts, sites, in: $0) }
}

private func compareWithLibrary(
  _ texts: [String], _ sites: [(renderer: Renderer, site: Site)], in folder: String
) throws {
  try Data(texts.joined(separator: "\n").utf8).write(to: URL(filePath: "\(folder)/pages.md"))
  try Data().write(to: URL(filePath: "\(folder)/nothing.md"))
  var ours: [[Double]] = [[], []]
  var theirs: [Double] = []
  for _ in 0..<10 {
    for (index, (renderer, site)) in sites.enumerated() {
      let start = processorSeconds()
      _ = try renderer.files(of: site)
      ours[index].append((processorSeconds() - start) * 1e9)
    }
    guard let empty = try libraryProgram(on: "\(folder)/nothing.md"),
      let full = try libraryProgram(on: "\(folder)/pages.md")
    else { continue }
    theirs.append(full - empty)
  }
  if theirs.isEmpty {
    print("cmark-gfm: not installed. Install it: apt-get install cmark-gfm")
  } else {
    figure(
      "cmark-gfm, all in one call, less an empty one", try median(theirs) / 1e6, "ms", digits: 1,
      target: "")
  }
  let target = theirs.isEmpty ? "cmark-gfm's" : "\(Int(try median(theirs) / 1e6)) ms"
  figure("ours, without highlighting", try median(ours[0]) / 1e6, "ms", digits: 1, target: target)
  figure("ours, with highlighting", try median(ours[1]) / 1e6, "ms", digits: 1, target: "")
  guard !theirs.isEmpty else { return }
  figure(
    "ours ÷ cmark-gfm, without highlighting", try median(ours[0]) / median(theirs), "×", digits: 2,
    target: "at most 1.33")
}

/// The processor time in nanoseconds of the program on a file, with its output discarded; nil if
/// the program is not installed.
private func libraryProgram(on path: String) throws -> Double? {
  let child = ChildProcess(
    program: "/bin/sh",
    arguments: ["-c", "exec cmark-gfm --extension table \"$0\" >/dev/null", path],
    timeLimit: .seconds(60))
  let result = try child.run()
  switch result.ending {
  case .exited(code: 0):
    return Double(result.usage.userNanoseconds + result.usage.systemNanoseconds)
  case .exited(code: 127): return nil
  default: throw BenchError.child("cmark-gfm")
  }
}

/// The processor time of this process in seconds.
private func processorSeconds() -> Double {
  var usage = rusage()
  #if canImport(Darwin) || canImport(Musl)
    getrusage(RUSAGE_SELF, &usage)
  #else
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
  #endif
  func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
  return seconds(usage.ru_utime) + seconds(usage.ru_stime)
}
