/// A sentence that somebody published about the runtimes, with the rules, fixed beforehand, by which
/// the measurements decide it.
package struct Claim: Sendable, Hashable {
  /// The identifier in kebab case, for example `tokio-less-memory`.
  package var id: String
  /// What is claimed, in words of ours.
  package var sentence: String
  /// The identifier of the publication that claims it; nil for a sentence of this report's own.
  package var source: String?
  /// The place in the publication or, for a sentence of ours, the file.
  package var locator: String
  /// How the sentence was turned into rules, and what they leave out.
  package var reading: String
  /// What must hold, all of it; empty where no measurement can decide.
  package var rules: [ClaimRule]
  /// Whether what can be counted of the listings is shown beside it, which decides nothing.
  package var hasProxies: Bool

  /// Makes a claim.
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

  /// Whether it is a sentence of this report's own, for which the report answers: it is not made
  /// when the measurements contradict it.
  package var isOwn: Bool { source == nil }
}

/// One condition of a claim: a quantity of one runtime in one workload, and what it must be.
package struct ClaimRule: Sendable, Hashable {
  /// What is looked at.
  package enum Quantity: Sendable, Hashable {
    /// The median of the metric.
    case value
    /// The median divided by that of another runtime.
    case ratio(to: Runtime)
    /// The median divided by the best of all runtimes' medians.
    case ratioToBest
    /// The median divided by the same runtime's at another size.
    case ratioToSize([Parameter])
    /// The median less that of another runtime.
    case difference(from: Runtime)
    /// What one more unit of a parameter costs.
    case slope(over: String)
    /// Whether every trial completed.
    case completion
    /// The number of packages that the default implementations of all workloads use from outside of
    /// their language's toolchain.
    case outsidePackages
  }

  /// What the quantity must be, in the metric's unit.
  package enum Bound: Sendable, Hashable {
    /// Not less than this.
    case atLeast(Double)
    /// Not more than this.
    case atMost(Double)
    /// Between the two.
    case within(ClosedRange<Double>)
    /// Not less than this times the machine's logical cores.
    case atLeastPerCore(Double)
    /// Not more than this times the machine's logical cores.
    case atMostPerCore(Double)
    /// More than the same quantity at another size.
    case above(size: [Parameter])
    /// Nothing but completion.
    case completed
  }

  /// The workload's identifier; empty for packages.
  package var workload: String
  /// Parameters that single out the size; empty for a slope and for packages.
  package var size: [Parameter]
  /// The name of the metric; empty for completion and for packages.
  package var metric: String
  /// Whose quantity it is.
  package var runtime: Runtime
  /// What is looked at.
  package var quantity: Quantity
  /// What it must be.
  package var bound: Bound
  /// The number of logical cores of the machines that the rule speaks of; nil for any.
  package var onCores: Int?

  /// Makes a rule.
  package init(
    workload: String, size: [Parameter], metric: String, runtime: Runtime, quantity: Quantity,
    bound: Bound, onCores: Int? = nil
  ) {
    self.workload = workload
    self.size = size
    self.metric = metric
    self.runtime = runtime
    self.quantity = quantity
    self.bound = bound
    self.onCores = onCores
  }
}
