/// A workload in one runtime and, where there are several, one variant.
public struct Implementation: Sendable, Hashable {
  /// The workload's identifier, for example `sleeping-tasks`.
  public var workload: String
  /// The runtime it is written for.
  public var runtime: Runtime
  /// A named alternative within the runtime; nil for the default row.
  public var variant: String?

  /// Names an implementation.
  public init(workload: String, runtime: Runtime, variant: String? = nil) {
    self.workload = workload
    self.runtime = runtime
    self.variant = variant
  }

  /// The identifier, for example `sleeping-tasks/swift-dispatch:blocking`.
  public var id: String { "\(workload)/\(runtimeID)" }

  /// The runtime with its variant, for example `swift-dispatch:blocking`.
  public var runtimeID: String { runtime.rawValue + (variant.map { ":\($0)" } ?? "") }

  /// The runtime's label with its variant in brackets.
  public var label: String { runtime.label + (variant.map { " (\($0))" } ?? "") }
}

/// One named whole number of a case.
public struct Parameter: Sendable, Hashable {
  /// The name in kebab case that ends in the unit where there is one.
  public var name: String
  /// The value.
  public var value: Int

  /// Pairs a name with a value.
  public init(_ name: String, _ value: Int) {
    self.name = name
    self.value = value
  }
}

/// An implementation with its parameters: the thing that is measured.
public struct Case: Sendable, Hashable {
  /// What runs.
  public var implementation: Implementation
  /// The sizes, in the contract's order.
  public var parameters: [Parameter]

  /// Pairs an implementation with sizes.
  public init(_ implementation: Implementation, _ parameters: [Parameter]) {
    self.implementation = implementation
    self.parameters = parameters
  }

  /// The parameters as one text, for example `tasks=100000 hold-milliseconds=2000`.
  public var parameterText: String {
    parameters.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
  }

  /// The case in one line: the implementation's identifier and its parameters.
  public var description: String { "\(implementation.id) \(parameterText)" }

  /// The value of a parameter; nil when the case has none of that name.
  public func value(of name: String) -> Int? {
    parameters.first { $0.name == name }?.value
  }
}
