import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import Outputs
import References
import Rendering
import Reporting
import Runner
import Store

/// Writes the folder or branch that a static server serves.
struct Publish: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Publish the report with its data as static pages.",
    usage: "parallax publish --to <dir> | --branch <name> <options>",
    discussion: """
      \(EvidenceOptions.rule)

      Checks every link within the site first; a site with a broken link is not published. \
      SHA256SUMS lists the digests of all other files, for sha256sum --check. Only .parallax-files, \
      the list of what the next publishing may replace, is not in it.

      With --base-url the site also gets a site map, a feed of changed verdicts, and previews for \
      sites that link to a page; all of these need the address.

      In a folder, the pages of the last time are replaced once the new ones are complete, and \
      other files stay; one with the name of a page is an error, and so is a page that was changed \
      since; the small pages of earlier reports in cite/ stay. A branch gets one commit, in which \
      only these, CNAME and the files named by --keep stay; the \
      work tree and the index stay as they are. The branch must be new or published to before, and \
      neither checked out nor being rebased or bisected.
      """)

  @OptionGroup var database: DatabaseOption

  @OptionGroup var treeOption: TreeOption
  @OptionGroup var choice: EvidenceOptions
  @OptionGroup var look: TemplateOptions

  @Option(help: ArgumentHelp("The folder to publish to.", valueName: "dir"))
  var to: String?

  @Option(help: ArgumentHelp("The branch of this checkout to publish to.", valueName: "name"))
  var branch: String?

  @Option(
    help: ArgumentHelp(
      "Files that stay on the branch; may be repeated. A path, a folder, or a pattern in which * "
        + "stands for any characters and ? for any one, even /.",
      valueName: "glob"))
  var keep: [String] = []

  @Option(help: ArgumentHelp("The address of the site.", valueName: "url"))
  var baseURL: String?

  func validate() throws {
    guard (to == nil) != (branch == nil) else {
      throw ValidationError("Use either --to DIR or --branch NAME.")
    }
    if to != nil, !keep.isEmpty {
      throw ValidationError("--keep is for --branch; in a folder, other files stay anyway.")
    }
    for pattern in keep where PublishedBranch.normalized(pattern) == nil {
      let relative = pattern.split(separator: "/").drop { $0 == "." || $0 == ".." }
      let example =
        relative.contains("..") || relative.isEmpty ? "docs" : relative.joined(separator: "/")
      throw ValidationError(
        "--keep \"\(pattern)\" matches nothing: paths on a branch begin at its root, without a slash, "
          + "and have no \"..\". Write \"\(example)\", or * for all files.")
    }
    if let baseURL, !isWebAddress(baseURL) || baseURL.contains(where: { "?#".contains($0) }) {
      throw ValidationError(
        "--base-url \"\(baseURL)\" must be an address with https:// or http:// and a host, without ? "
          + "and #, such as https://example.org/report.")
    }
  }

  func run() throws {
    let tree = look.tree(try SourceTree())
    let folder = try to.map {
      try OutputFolder(
        $0, option: "--to",
        inputs: SourceTree.inputs(database: database.db, templates: look.templates))
    }
    let interruption = Interruption()
    let published = branch.map {
      PublishedBranch(name: $0, keep: keep, root: tree.root, interruption: interruption)
    }
    try writingOutputs(ending: interruption) {
      // Before the seconds that rendering takes.
      try published?.usableTip()
      let cited = try folder?.written().files.filter { $0.key.hasPrefix(Citation.folder) } ?? [:]
      let files = try siteFiles(in: tree, keeping: cited)
      try folder?.write(files)
      try published.map { try commit(files, to: $0) }
    }
    if let to { print("\(to)/index.html") }
  }

  private func commit(_ files: [String: [UInt8]], to branch: PublishedBranch) throws {
    let outcome = try branch.commit(files)
    if !outcome.kept.isEmpty {
      writeError("Kept on \(branch.name): \(outcome.kept.joined(separator: ", "))\n")
    }
    if !outcome.dropped.isEmpty {
      writeError(
        "Removed from \(branch.name), where only its history still has them: "
          + "\(outcome.dropped.joined(separator: ", ")). To keep such files, use --keep.\n")
    }
    for pattern in outcome.idlePatterns {
      writeError("Nothing on \(branch.name) matches --keep \"\(pattern)\".\n")
    }
    print(
      outcome.commit.map { "\(branch.name) \($0)" } ?? "\(branch.name) holds these pages already")
  }

  /// The files of the report and of its data.
  ///
  /// - Parameter cited: The pages of earlier reports that stay, by path.
  private func siteFiles(
    in tree: SourceTree, keeping cited: [String: [UInt8]]
  ) throws -> [String: [UInt8]] {
    let store = try MeasurementStore(path: database.db, access: .readOnly)
    var data = try PublishedData(of: store, described: tree)
    var builder = try ReportBuilder(tree: tree, store: store, choice: choice, baseURL: baseURL)
    if let baseURL {
      for (card, bytes) in try tree.cards(of: builder.about) { data.add(card, bytes) }
      let feed = try FeedBuilder(tree: tree, store: store, evidence: builder.evidence).feed()
      if let feed {
        builder.feed = "feed.xml"
        data.add(
          "feed.xml", Array(feed.atom(title: builder.about.name, baseURL: baseURL).utf8),
          "The verdicts that changed from run to run, as an Atom feed.")
      }
    } else {
      writeError("Without --base-url there is no feed and no site map: both need the address.\n")
    }
    data.announce("SHA256SUMS", "The digests of all other files, for sha256sum --check.")
    if branch != nil {
      // Without this file GitHub would run Jekyll on the pages.
      data.add(".nojekyll", [])
    }
    builder.downloads = data.downloads
    builder.digest = data.files["results.sqlite"].map(sha256Hex)
    var files = try builder.files(assets: data.files).merging(cited) { new, _ in new }
    files["SHA256SUMS"] = Array(Self.digests(of: files).utf8)
    if let omissions = builder.evidence.omissionText { writeError(wrapped(omissions) + "\n") }
    return files
  }

  /// The digests of files, in the format of `sha256sum`.
  private static func digests(of files: [String: [UInt8]]) -> String {
    files.sorted { $0.key < $1.key }.map { "\(sha256Hex($0.value))  \($0.key)\n" }.joined()
  }
}
