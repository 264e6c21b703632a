import Analysis

/// A page with measured numbers, each of which links to its proof.
protocol ShowsNumbers {
  /// The cells that may hold such links.
  var numberCells: [Table.Cell] { get }
}

extension Table {
  /// All cells of the rows.
  var cells: [Cell] { rows.flatMap(\.cells) }
}

extension BenchmarksPage: ShowsNumbers {
  var numberCells: [Table.Cell] { sections.compactMap(\.part?.table).flatMap(\.cells) }
}

extension CaseStudyPage: ShowsNumbers {
  var numberCells: [Table.Cell] { parts.map(\.table).flatMap(\.cells) }
}

extension ClaimsPage: ShowsNumbers {
  var numberCells: [Table.Cell] {
    let rules = (entries + (own?.entries ?? [])).flatMap(\.rules)
    return rules.flatMap { [$0.what, $0.finding] }
  }
}

extension IndexPage: ShowsNumbers {
  var numberCells: [Table.Cell] {
    ([overview].compactMap(\.self) + memory.map(\.table)).flatMap(\.cells)
      + advice.flatMap(\.numberCells)
  }
}

extension MethodPage: ShowsNumbers {
  var numberCells: [Table.Cell] { fixedCosts.map(\.table).flatMap(\.cells) }
}

extension PairPage: ShowsNumbers {
  var numberCells: [Table.Cell] { parts.map(\.table).flatMap(\.cells) }
}

extension WorkloadPage: ShowsNumbers {
  var numberCells: [Table.Cell] {
    let parts = results + otherResults + [ratios].compactMap(\.self)
    let tables = parts.map(\.table) + [published?.table, mapped].compactMap(\.self)
    return tables.flatMap(\.cells)
  }
}

extension ReportPage {
  /// The addresses of the proofs of the measured numbers that the page shows, as `skynet-proof.md#h9jtmwj`.
  ///
  /// The name alone does not say of which run a number is.
  var shownNumbers: Set<String> {
    guard let page = context as? any ShowsNumbers else { return [] }
    return page.numberCells.reduce(into: []) { addresses, cell in
      guard case .link(_, let address) = cell.markup,
        address.contains(ProofPage.addressSuffix)
      else { return }
      addresses.insert(address)
    }
  }
}
