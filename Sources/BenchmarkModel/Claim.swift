/// A published sentence about the runtimes with the rules, chosen before measuring, by which the
/// measurements decide it.
package struct Claim: Sendable, Hashable {
  /// The identifier in kebab case, for example `tokio-less-memory`.
  package var id: String
  /// What is claimed, in our words.
  package var sentence: String
  /// The identifier of the publication that makes the claim; nil for a sentence of this report.
  package var source: String?
  /// The place in the publication or, for a sentence of this report, the file.
  package var locator: String
  /// How the sentence became rules, and what they leave out.
  package var reading: String
  /// The rules, all of which must hold; empty when no measurement can decide.
  package var rules: [ClaimRule]
  /// Whether the page shows counts of the listings beside the claim; they decide nothing.
  package var hasProxies: Bool

  package init(
    id: String, sentence: String, source: String?, locator: String, reading: String,
    rules: [ClaimRule], hasProxies: Bool = false
  ) {
    self.id = id
    self.sentence = sentence
    self.source = source
    self.locator = locator
    self.reading = reading
    self.rules = rules
    self.hasProxies = hasProxies
  }

  /// Whether it is a sentence of this report: when the measurements contradict it, the report is not
  /// made.
  package var isOwn: Bool { source == nil }

  /// Whether it is a sentence of the first page.
  package var isOfFirstPage: Bool { isOwn && locator.hasSuffix("index.md.mustache") }
}

/// One condition of a claim, about one runtime.
package struct ClaimRule: Sendable, Hashable {
  /// The runtime that the condition is about.
  package var runtime: Runtime
  /// What must hold.
  package var condition: Condition

  package init(_ runtime: Runtime, _ condition: Condition) {
    self.runtime = runtime
    self.condition = condition
  }

  /// What must be true of a runtime.
  package enum Condition: Sendable, Hashable {
    /// Every trial of the selected cases completes.
    case completion(Selection)
    /// A quantity of a metric stays within a bound.
    case quantity(BoundedQuantity)
    /// The number of packages from outside the language's toolchain that the default implementations
    /// of all workloads import.
    case outsidePackages(Limits)
  }

  /// The cases that a rule is about.
  package struct Selection: Sendable, Hashable {
    /// The workload's identifier.
    package var workload: String
    /// The variant of the rule's runtime; nil for the default.
    ///
    /// What it is compared with is a default.
    package var variant: String?
    /// The parameters that the cases share; for a single quantity they identify one size, for a slope
    /// they may be empty.
    package var size: [Parameter]
    /// The number of logical cores that the machine must have; nil for any number.
    package var onCores: Int?

    package init(
      workload: String, variant: String? = nil, size: [Parameter], onCores: Int? = nil
    ) {
      self.workload = workload
      self.variant = variant
      self.size = size
      self.onCores = onCores
    }

    /// The same cases of the default implementation.
    package var ofDefault: Self { Self(workload: workload, size: size, onCores: onCores) }
  }

  /// A quantity of a metric and the bound on it.
  package struct BoundedQuantity: Sendable, Hashable {
    package var selection: Selection
    /// The name of the metric.
    package var metric: String
    package var quantity: Quantity
    package var bound: Bound

    package init(_ selection: Selection, metric: String, quantity: Quantity, bound: Bound) {
      self.selection = selection
      self.metric = metric
      self.quantity = quantity
      self.bound = bound
    }
  }

  /// What is computed from the medians of a metric.
  package enum Quantity: Sendable, Hashable {
    /// The median.
    case value
    /// The median divided by that of another runtime.
    case ratio(to: Runtime)
    /// The median divided by that of a variant in the same runtime.
    case ratioToVariant(String)
    /// The median divided by the best of all runtimes' medians.
    case ratioToBest
    /// The median divided by the same runtime's median at another size.
    case ratioToSize([Parameter])
    /// The median minus that of another runtime.
    case difference(from: Runtime)
    /// The cost of one more unit of a parameter.
    case slope(over: String)

    /// Whether the quantity is a ratio, which has no unit; the others have the metric's unit.
    package var isRatio: Bool {
      switch self {
      case .ratio, .ratioToVariant, .ratioToBest, .ratioToSize: true
      case .value, .difference, .slope: false
      }
    }
  }

  /// What a quantity must be, in the quantity's unit.
  package enum Bound: Sendable, Hashable {
    /// Within limits.
    case limits(Limits)
    /// Within limits times the number of the machine's logical cores.
    case limitsPerCore(Limits)
    /// Larger than the same quantity at another size.
    case above(size: [Parameter])
  }

  /// The numbers that are allowed.
  package enum Limits: Sendable, Hashable {
    case atLeast(Double)
    case atMost(Double)
    case within(ClosedRange<Double>)
  }

  /// The cases that the rule is about; nil for packages, which are counted over all workloads.
  package var selection: Selection? {
    switch condition {
    case .completion(let selection): selection
    case .quantity(let quantity): quantity.selection
    case .outsidePackages: nil
    }
  }
}

extension ClaimRule.BoundedQuantity {
  /// The cases that those of a runtime are compared with; nil where that is none, or the best of all.
  package func other(
    than runtime: Runtime
  ) -> (runtime: Runtime, selection: ClaimRule.Selection)? {
    var other = selection
    switch quantity {
    case .ratio(let runtime), .difference(let runtime): return (runtime, selection.ofDefault)
    case .ratioToVariant(let variant): other.variant = variant
    case .ratioToSize(let size): other.size = size
    case .value, .ratioToBest, .slope: return nil
    }
    return (runtime, other)
  }
}

extension ClaimRule.Limits {
  /// The allowed numbers, each multiplied by a positive factor.
  package func range(scaledBy factor: Double = 1) -> ClosedRange<Double> {
    switch self {
    case .atLeast(let minimum): minimum * factor ... .infinity
    case .atMost(let maximum): -.infinity...maximum * factor
    case .within(let range): range.lowerBound * factor...range.upperBound * factor
    }
  }
}
