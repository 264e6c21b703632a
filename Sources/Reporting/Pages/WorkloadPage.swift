import Analysis
import BenchmarkModel
import Statistics

/// The values of a workload's page.
struct WorkloadPage: Encodable, Sendable {
  /// A table under a heading.
  struct Part: Encodable, Sendable {
    var heading: String
    var table: Table
  }

  /// The named alternatives, as the page explains them.
  struct Variants: Encodable, Sendable {
    /// One of them.
    struct Line: Encodable, Sendable {
      var name: Markup
      var label: String
      var summary: String
    }

    var lines: [Line]

    /// Makes the list; nil without any.
    init?(_ variants: [VariantInput]) {
      guard !variants.isEmpty else { return nil }
      lines = variants.map { Line(name: .code($0.name), label: $0.label, summary: $0.summary) }
    }
  }

  var title: String
  var name: Markup
  var question: Contract.Section
  var answer: [Sentence]
  var contract: [Contract.Section]
  var variants: Variants?
  var listings: [ListingView]
  var missingListings: String?
  var charts: [ChartImage]
  var results: [Part]
  /// The parameters that all sizes share; nil where there is nothing to say of it.
  var shared: String?
  var disturbed: String?
  var proof: Proof?
  /// The page of all samples; nil without a run.
  var proofLink: Markup?
  var ratios: Part?
  var incidents: Table?
  var published: PublishedTable?
  /// What is published and does not stand here, as a sentence; nil when nothing is.
  var unpaired: String?
  /// The claims that it decides, alone or with others.
  var claims: Table?
  var commands: [Markup]
  var numbersLink: Markup
}

extension WorkloadPage {
  /// Gathers the page of one workload.
  static func page(
    _ view: WorkloadView, _ claims: [DecidedClaim], _ input: ReportInput
  ) -> ReportPage {
    let result = view.result
    let workload = result.workload
    let published = PublishedPair.all(in: result, of: input.references)
    let context = WorkloadPage(
      title: workload.title, name: .code(workload.name), question: view.contract.sections[0],
      answer: view.sentences, contract: Array(view.contract.sections.dropFirst()),
      variants: Variants(workload.variants),
      listings: ListingView.all(result), missingListings: ListingView.missing(result),
      charts: view.charts.map(ChartImage.init),
      results: result.headlineParts, shared: result.sharedSizeText,
      disturbed: result.disturbedText, proof: Proof(result), proofLink: result.proofLink,
      ratios: result.ratioPart(view.ratios), incidents: result.incidentTable,
      published: PublishedTable(published, in: result, input.sources),
      unpaired: PublishedTable.unpaired(besides: published, in: result, of: input.references),
      claims: .claims(claims.filter { $0.isDecided(by: workload.name) }),
      commands: result.repeatCommand.map { [.listing($0, language: "sh")] } ?? [],
      numbersLink: .link("all numbers of \(workload.name)", to: "benchmarks.md#\(workload.name)"))
    return ReportPage(
      name: workload.name, title: workload.title,
      description: "\(workload.title) in Swift threads, Dispatch and async/await, Go and Tokio: "
        + "source, measurements with intervals, and published numbers.",
      menuTitle: workload.title, menuGroup: "Workloads", template: "workload", context: context,
      charts: view.charts)
  }
}
