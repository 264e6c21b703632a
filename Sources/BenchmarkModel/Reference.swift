/// One number published elsewhere, as printed and converted to one of our units.
///
/// A text field that the publisher did not state is ``notStated``. Reports never divide a reference
/// by a measured number unless contract and machine are the same.
package struct Reference: Sendable, Hashable {
  /// How close the printed number claims to be.
  package enum Qualifier: String, Sendable, CaseIterable {
    /// Printed as a plain number.
    case exact
    /// Printed with "about" or rounded by its source.
    case approximate = "approx"
    /// Printed as an upper bound.
    case atMost = "at-most"
    /// Printed as a lower bound.
    case atLeast = "at-least"
  }

  /// Which statistic of the publisher's runs the number is.
  package enum Statistic: String, Sendable, CaseIterable {
    /// The arithmetic mean.
    case mean
    /// The median of repeated runs.
    case median
    /// The 50th percentile of a distribution inside a run.
    case p50
    /// The 95th percentile.
    case p95
    /// The 99th percentile.
    case p99
    /// The 99.9th percentile.
    case p99Point9 = "p99.9"
    /// The 99.99th percentile.
    case p99Point99 = "p99.99"
    /// The 99.999th percentile.
    case p99Point999 = "p99.999"
    /// The smallest of several values.
    case minimum = "min"
    /// The largest of several values.
    case maximum = "max"
    /// The largest value that the process reached, such as its peak memory.
    case peak
    /// The fastest of several runs.
    case best
    /// One value without a stated statistic, or a constant.
    case single
  }

  /// The text of a field that the publisher did not state.
  package static let notStated = "not stated"

  /// The stable identifier in kebab case, unique among all references.
  package var id: String
  /// Our workload that it is compared with, for example `sleeping-tasks`.
  package var workload: String
  /// The language as published, for example `Rust`.
  package var language: String
  /// The runtime or style as published, for example `goroutines` or `tokio-join-all`.
  package var runtime: String
  /// The versions of language and libraries as published.
  package var runtimeVersion: String
  /// Our implementation that it is comparable with, in any language; nil when there is none.
  package var comparesTo: Implementation?
  /// The published sizes; a name that is also a parameter of the workload has the same meaning.
  package var parameters: [Parameter]
  /// What was measured, as published, for example `max-rss`.
  package var metric: String
  /// The name of our metric that it is comparable with; nil when there is none.
  package var comparesToMetric: String?
  /// Which statistic of the publisher's runs it is.
  package var statistic: Statistic
  /// How close the number claims to be.
  package var qualifier: Qualifier
  /// The number with its unit.
  package var value: PublishedValue
  /// Whether the publisher's program does what our workload's contract asks.
  package var contract: ContractMatch
  /// Where it was published and what it was measured on.
  package var provenance: Provenance

  package init(
    id: String,
    workload: String,
    language: String,
    runtime: String,
    runtimeVersion: String,
    comparesTo: Implementation?,
    parameters: [Parameter],
    metric: String,
    comparesToMetric: String?,
    statistic: Statistic,
    qualifier: Qualifier,
    value: PublishedValue,
    contract: ContractMatch,
    provenance: Provenance
  ) {
    self.id = id
    self.workload = workload
    self.language = language
    self.runtime = runtime
    self.runtimeVersion = runtimeVersion
    self.comparesTo = comparesTo
    self.parameters = parameters
    self.metric = metric
    self.comparesToMetric = comparesToMetric
    self.statistic = statistic
    self.qualifier = qualifier
    self.value = value
    self.contract = contract
    self.provenance = provenance
  }
}

/// A number as printed, and the same number in one of our units.
package struct PublishedValue: Sendable, Hashable {
  /// The number as printed, for example `213.6`.
  package var printed: String
  /// The unit as printed, for example `MB`.
  package var printedUnit: String
  /// The number in ``normalizedUnit``; bytes and nanoseconds are rounded to whole ones.
  package var normalized: Double
  /// The unit of the normalized number.
  package var normalizedUnit: Metric.Unit
  /// How the printed number was converted, in words, for example `1 MB = 1,048,576 bytes: …`.
  package var conversion: String

  package init(
    printed: String,
    printedUnit: String,
    normalized: Double,
    normalizedUnit: Metric.Unit,
    conversion: String
  ) {
    self.printed = printed
    self.printedUnit = printedUnit
    self.normalized = normalized
    self.normalizedUnit = normalizedUnit
    self.conversion = conversion
  }
}

/// Whether a published program does what our workload's contract asks.
package enum ContractMatch: Sendable, Hashable {
  /// The same work with the same number of concurrent units.
  case same
  /// The same question by other means; the sentence says what differs.
  case similar(difference: String)
  /// Different or unknown work; the sentence says what differs.
  case different(difference: String)

  /// The kinds of match without their sentence.
  package enum Kind: String, Sendable, CaseIterable {
    /// The same work.
    case same
    /// The same question by other means.
    case similar
    /// Different or unknown work.
    case different
  }

  /// The match without its sentence.
  package var kind: Kind {
    switch self {
    case .same: .same
    case .similar: .similar
    case .different: .different
    }
  }

  /// What differs, in a sentence; nil when nothing does.
  package var difference: String? {
    switch self {
    case .same: nil
    case .similar(let difference), .different(let difference): difference
    }
  }
}

/// Where a reference was published and what it was measured on.
package struct Provenance: Sendable, Hashable {
  /// The identifier of its ``Source``.
  package var sourceID: String
  /// The place in the source: a section, table, figure or file.
  package var locator: String
  /// The publisher's machine.
  package var hardware: String
  /// The publisher's operating system.
  package var operatingSystem: String
  /// Further facts about this number; nil when there are none.
  package var note: String?

  package init(
    sourceID: String,
    locator: String,
    hardware: String,
    operatingSystem: String,
    note: String?
  ) {
    self.sourceID = sourceID
    self.locator = locator
    self.hardware = hardware
    self.operatingSystem = operatingSystem
    self.note = note
  }
}

/// The bibliographic record of a publication that references come from.
package struct Source: Sendable, Hashable {
  /// How far the numbers can be trusted.
  package enum Trust: String, Sendable, CaseIterable {
    /// Data, log or definition in the author's own repository or documentation, method stated.
    case high = "A"
    /// The author's own publication, method partly stated.
    case medium = "B"
    /// Second-hand, prose, withdrawn, or one casual run.
    case low = "C"
  }

  /// The stable identifier in kebab case, for example `pkolaczk-2023`.
  package var id: String
  /// The title as published.
  package var title: String
  /// The author as named in the source.
  package var author: String
  /// When it was published: an ISO 8601 date or the known part of one, followed by an explanation
  /// if one is needed; or ``Reference/notStated``.
  package var published: String
  /// The address, always http or https.
  package var url: String
  /// How far its numbers can be trusted.
  package var trust: Trust
  /// Why, in a sentence.
  package var trustReason: String
  /// How the publisher measured, as far as it is stated.
  package var method: String
  /// What its numbers were read from.
  package var retrieved: String

  package init(
    id: String,
    title: String,
    author: String,
    published: String,
    url: String,
    trust: Trust,
    trustReason: String,
    method: String,
    retrieved: String
  ) {
    self.id = id
    self.title = title
    self.author = author
    self.published = published
    self.url = url
    self.trust = trust
    self.trustReason = trustReason
    self.method = method
    self.retrieved = retrieved
  }
}
