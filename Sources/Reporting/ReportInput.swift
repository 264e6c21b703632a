package import Analysis
package import BenchmarkModel

/// Everything a report is made from, already read from the database and the source tree.
package struct ReportInput: Sendable {
  /// The version of Parallax that makes the report.
  package var toolVersion: String
  /// The workloads in the order of the catalog, with the runs of the primary machine.
  package var workloads: [WorkloadInput]
  /// What else the shown runs of the primary machine measured: it is not shown, but says something about
  /// variances.
  package var unshown: [WorkloadInput] = []
  /// The workloads whose versions another run than the shown one measured, with that run.
  package var versions: [WorkloadInput] = []
  /// The runs of the primary machine that are left out.
  package var omissions: [RunOmission]
  /// What the report was asked to show instead of what the rule chooses, as a sentence; nil for all.
  package var restriction: String?
  /// The other machines, each with pages in a folder.
  package var others: [OtherMachine]
  /// All published numbers, in the order of the page of sources.
  package var references: [Reference]
  /// Results of other tools that a mapping assigns to cases of ours.
  package var mapped: [MappedResult]
  /// The publications that the numbers come from.
  package var sources: [Source]
  /// What the notes of the runtimes' releases say, by language and version.
  package var releases: [Release]
  /// The language of each runtime, as ``Release/language`` names it, by the runtime's identifier.
  package var languages: [String: String]
  /// The trends of all cases by the headline metrics of their workloads, in the order of the catalog, with
  /// the changes that are unlikely to be chance among all of them.
  package var trends: [CaseTrend]
  /// Statements about the runtimes, in the order of the page of claims.
  package var claims: [Claim]
  /// What to use when, in the order of the first page.
  package var advice: [Advice]
  /// What verdicts on the machines are worth, at most one certificate per machine.
  package var certificates: [Certificate]
  /// The queries that `parallax query` knows by name.
  package var queries: [CannedQuery]
  /// The data files beside the report.
  package var downloads: [Download]
  /// How the report is to be cited; nil if it is not said.
  package var citation: Citation?
  /// Whether to make the report even when the measurements contradict one of its own sentences; the
  /// page of claims then shows the verdict.
  package var keepsContradicted: Bool
  /// Notes on runs, oldest first, by the run's identifier.
  package var notes: [String: [String]]
  /// The runs that cannot be used and are left out, and why, in sentences.
  package var unusableRuns: [String]
  /// The published numbers that cannot be used and are left out, and why, in sentences.
  package var unusableReferences: [String]
  /// The versions with which the programs are built now, by the runtime's identifier, for example `1.27.3`;
  /// empty if they are not known.
  package var builtVersions: [String: String] = [:]
  /// Whether the workloads are those of Parallax, to which the explanation of the runtimes refers.
  package var explainsRuntimes = true

  package init(
    toolVersion: String, workloads: [WorkloadInput], omissions: [RunOmission] = [],
    restriction: String? = nil, others: [OtherMachine] = [], references: [Reference] = [],
    mapped: [MappedResult] = [], sources: [Source] = [], releases: [Release] = [],
    languages: [String: String] = [:], trends: [CaseTrend] = [],
    claims: [Claim] = [], advice: [Advice] = [], certificates: [Certificate] = [],
    queries: [CannedQuery] = [], downloads: [Download] = [], citation: Citation? = nil,
    notes: [String: [String]] = [:],
    keepsContradicted: Bool = false, unusableRuns: [String] = [],
    unusableReferences: [String] = []
  ) {
    self.toolVersion = toolVersion
    self.workloads = workloads
    self.omissions = omissions
    self.restriction = restriction
    self.others = others
    self.references = references
    self.mapped = mapped
    self.sources = sources
    self.releases = releases
    self.languages = languages
    self.trends = trends
    self.claims = claims
    self.advice = advice
    self.certificates = certificates
    self.queries = queries
    self.downloads = downloads
    self.citation = citation
    self.keepsContradicted = keepsContradicted
    self.notes = notes
    self.unusableRuns = unusableRuns
    self.unusableReferences = unusableReferences
  }
}

extension ReportInput {
  /// All that is left out, in sentences.
  var unusable: [String] { unusableRuns + unusableReferences }

  /// What is said where there is no run to show.
  var absence: String {
    unusableRuns.isEmpty
      ? "Nothing has been measured yet." : "No run of the database can be used."
  }

  /// How far to trust each source, by its id.
  var trust: [String: Source.Trust] {
    Dictionary(sources.map { ($0.id, $0.trust) }) { first, _ in first }
  }
}

/// A machine that is not the primary one, with its runs.
package struct OtherMachine: Sendable {
  /// Its name in addresses, unique in the report.
  package var slug: String
  /// The workloads of the report with the machine's runs.
  package var workloads: [WorkloadInput]
  /// What else the shown runs measured.
  package var unshown: [WorkloadInput] = []
  /// The workloads whose versions another run than the shown one measured, with that run.
  package var versions: [WorkloadInput] = []
  /// The runs of the machine that are left out.
  package var omissions: [RunOmission]
  /// The trends of its cases.
  package var trends: [CaseTrend]

  package init(
    slug: String, workloads: [WorkloadInput], omissions: [RunOmission] = [],
    trends: [CaseTrend] = []
  ) {
    self.slug = slug
    self.workloads = workloads
    self.omissions = omissions
    self.trends = trends
  }

  /// The folder of its pages from the report's folder.
  var folder: String { "machines/\(slug)/" }
}

extension ReportInput {
  /// The same report about another machine, whose pages are in its folder.
  func about(_ machine: OtherMachine) -> ReportInput {
    var input = self
    input.workloads = machine.workloads
    input.unshown = machine.unshown
    input.versions = machine.versions
    input.omissions = machine.omissions
    input.trends = machine.trends
    input.others = []
    for index in input.downloads.indices {
      input.downloads[index].path = "../../" + downloads[index].path
    }
    return input
  }
}

/// A data file beside the report.
package struct Download: Sendable, Hashable {
  /// The path from the report's folder, for example `results.sqlite`.
  package var path: String
  /// What it holds, in a sentence.
  package var summary: String
  /// Its size in bytes; nil when it is not known before the report is written.
  package var byteCount: Int?

  package init(path: String, summary: String, byteCount: Int? = nil) {
    self.path = path
    self.summary = summary
    self.byteCount = byteCount
  }
}
