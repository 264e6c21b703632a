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

  /// The variants as the page explains them.
  struct Variants: Encodable, Sendable {
    struct Line: Encodable, Sendable {
      var name: Markup
      var label: String
      var summary: String
      /// What it sets in the environment of the default's program; nil for other code.
      var environment: Markup?
    }

    var lines: [Line]

    /// Nil without variants.
    init?(_ variants: [VariantInput]) {
      guard !variants.isEmpty else { return nil }
      lines = variants.map {
        Line(
          name: .code($0.name), label: $0.label, summary: $0.summary,
          environment: $0.environment.isEmpty
            ? nil : .code($0.environment.joined(separator: " ")))
      }
    }
  }

  /// The pages of the neighbors in the order of the catalog; nil at its ends.
  struct Neighbors: Encodable, Sendable {
    var previous: Markup?
    var next: Markup?
  }

  var title: String
  var name: Markup
  /// The finding in one sentence.
  var lede: String
  var neighbors: Neighbors
  var question: Contract.Section
  var answer: [Sentence]
  var contract: [Contract.Section]
  var variants: Variants?
  var listings: [ListingView]
  var missingListings: String?
  /// The chart of the finding; nil without a value.
  var chart: ChartImage?
  /// The charts over sizes.
  var scaling: [ChartImage]
  var otherCharts: [ChartImage]
  /// The first headline metric.
  var results: [Part]
  /// The other headline metrics.
  var otherResults: [Part]
  var leftOut: String?
  /// The variants that were not measured, as a sentence; nil when none is missing.
  var absentVariants: String?
  /// The parameters that all sizes share; nil where every parameter differs.
  var shared: String?
  var disturbed: String?
  var proof: Proof?
  /// The page that proves all numbers; nil without a run.
  var proofLink: Markup?
  /// The runtime that the others are divided by; nil without one.
  var baseline: String?
  var ratios: Part?
  /// The numbers of other versions and builds, a link for each runtime.
  var versions: [Markup]
  /// How the numbers changed from run to run; nil with too few runs.
  var trend: TrendView?
  var incidents: Table?
  var published: PublishedTable?
  /// How many published numbers are only on the page of sources, as a clause; nil when none.
  var unpaired: String?
  /// Results of other tools; nil without any.
  var mapped: Table?
  /// The claims that the workload decides, alone or with others.
  var claims: Table?
  var commands: [Markup]
}

extension WorkloadPage {
  static func page(
    _ machine: MachineView, _ index: Int
  ) -> ReportPage {
    let (views, claims, input) = (machine.views, machine.claims, machine.input)
    let view = views[index]
    let result = view.result
    let workload = result.workload
    let published = PublishedPair.all(
      in: result, versions: machine.versionResults(of: workload.name), of: input.references,
      languages: input.languages)
    let trend = WorkloadTrend(result, input.trends).map { ($0, $0.chart(in: result)) }
    let parts = result.headlineParts
    let context = WorkloadPage(
      title: workload.title, name: .code(workload.name),
      lede: view.finding?.sentence
        ?? (workload.run == nil ? "Not measured yet." : "No runtime has a value."),
      neighbors: Neighbors(
        previous: index > 0 ? views[index - 1].titleLink : nil,
        next: index + 1 < views.count ? views[index + 1].titleLink : nil),
      question: view.contract.sections[0],
      answer: view.sentences, contract: Array(view.contract.sections.dropFirst()),
      variants: Variants(workload.variants),
      listings: ListingView.all(result), missingListings: ListingView.missing(result),
      chart: view.charts.first.map(ChartImage.init),
      scaling: view.charts.dropFirst().filter(\.isOverSizes).map(ChartImage.init),
      otherCharts: view.charts.dropFirst().filter { !$0.isOverSizes }.map(ChartImage.init),
      results: Array(parts.prefix(1)), otherResults: Array(parts.dropFirst()),
      leftOut: result.leftOutText, absentVariants: result.absentVariantsText,
      shared: result.sharedSizeText,
      disturbed: result.disturbedText, proof: Proof(result), proofLink: result.proofLink,
      baseline: result.baseline?.label, ratios: result.ratioPart(view.ratios),
      versions: machine.versionLinks(from: workload.name), trend: trend.map(TrendView.init),
      incidents: result.incidentTable,
      published: PublishedTable(published, in: result, input.sources),
      unpaired: PublishedTable.unpaired(besides: published, in: result, of: input.references),
      mapped: .mapped(input.mapped, in: result),
      claims: .claims(claims.filter { $0.isDecided(by: workload.name) }),
      commands: result.repeatCommand.map { [.listing($0, language: "sh")] } ?? [])
    return ReportPage(
      name: workload.name, title: workload.title,
      description: view.finding?.sentence
        ?? "\(workload.title): source, measurements with intervals, and published numbers.",
      menuTitle: workload.title, menuGroup: "Workloads", template: "workload", context: context,
      charts: view.charts + (trend.map { [$0.1] } ?? []))
  }
}
