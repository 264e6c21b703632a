import BenchmarkModel
import WorkloadCatalog
import WorkloadKit

/// The cases of the preset `standard` by which claims and advice are decided, where another preset has none of
/// that size.
///
/// Only the runtimes that a rule compares run at such a size, so it decides the rule and ranks nothing. Cases
/// that wait for more than a hundredth of the budget are left to `standard`.
struct ClaimedCases {
  /// The variants whose values decide a rule.
  let variants: Set<Implementation>
  private let cases: Set<Case>

  /// Finds the cases.
  ///
  /// - Parameters:
  ///   - preset: The preset that has its own sizes.
  ///   - defaults: The runtimes that are measured by default.
  init(deciding rules: [ClaimRule], besides preset: Preset, defaults: [Runtime]) {
    variants = Set(rules.flatMap { $0.compared(among: []) }.filter { $0.variant != nil })
    let patience = Duration.seconds((preset.budgetSeconds ?? 0) / 100)
    var cases: Set<Case> = []
    for rule in rules {
      guard let selection = rule.selection,
        let workload = Catalog.workload(named: selection.workload)
      else { continue }
      let own = PresetCases(of: workload, for: preset).parameters
      let larger = PresetCases(of: workload, for: .standard).parameters
      for size in rule.sizes where !own.contains(where: { size.allSatisfy($0.contains) }) {
        guard let parameters = larger.first(where: { size.allSatisfy($0.contains) }) else {
          continue
        }
        let compared = rule.compared(among: defaults).map { Case($0, parameters) }
        // What has no contract cannot be measured.
        let waits = compared.contains { (try? CaseContract($0).floor > patience) ?? true }
        if !waits { cases.formUnion(compared) }
      }
    }
    self.cases = cases
  }

  func contains(_ measured: Case) -> Bool { cases.contains(measured) }

  /// The sizes of a workload, smallest first.
  func sizes(of workload: any Workload.Type) -> [[Parameter]] {
    let wanted = Set(cases.filter { $0.implementation.workload == workload.name }.map(\.parameters))
    return PresetCases(of: workload, for: .standard).parameters.filter(wanted.contains)
  }
}

extension ClaimRule {
  /// The sizes of which the rule needs a value; none where it needs several to find a slope.
  fileprivate var sizes: [[Parameter]] {
    guard let selection else { return [] }
    guard case .quantity(let bounded) = condition else { return [selection.size] }
    if case .slope = bounded.quantity { return [] }
    var sizes = [selection.size]
    if let other = bounded.other(than: runtime) { sizes.append(other.selection.size) }
    if case .above(let other) = bounded.bound { sizes.append(other) }
    return sizes
  }

  /// The implementations whose values it compares.
  fileprivate func compared(among defaults: [Runtime]) -> [Implementation] {
    guard let selection else { return [] }
    func implementation(_ runtime: Runtime, _ variant: String?) -> Implementation {
      Implementation(workload: selection.workload, runtime: runtime, variant: variant)
    }
    var compared = [implementation(runtime, selection.variant)]
    guard case .quantity(let bounded) = condition else { return compared }
    if let other = bounded.other(than: runtime) {
      compared.append(implementation(other.runtime, other.selection.variant))
    }
    if case .ratioToBest = bounded.quantity {
      compared += defaults.map { implementation($0, nil) }
    }
    return compared
  }
}
