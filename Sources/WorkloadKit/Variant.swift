/// A named alternative within a runtime, measured and shown as a separate row.
///
/// It is other code, or the default implementation in another environment. The Swift styles of
/// other code are found like the workload's, by the conformances of a separate type. A peer has it if
/// its folder has a source file of that name.
public struct Variant<Parameters: ParameterSet>: Sendable {
  /// What kind of alternative it is.
  public enum Label: String, Sendable {
    /// Another way in which users of the runtime would write it.
    case idiomatic
    /// A way that uses deeper knowledge of the runtime, or gives something up for speed.
    case tuned
  }

  /// The name in kebab case, for example `async-stream`.
  public let name: String
  /// What kind of alternative it is.
  public let label: Label
  /// A sentence about what it does differently.
  public let summary: String
  /// The environment in which the default implementation runs; nil if the variant is other code.
  public let environment: VariantEnvironment?

  let bodies: (any Sendable.Type)?
  private let condition: @Sendable (Parameters) -> Bool

  /// Creates a variant that is other code.
  ///
  /// - Parameters:
  ///   - name: The name in kebab case.
  ///   - label: What kind of alternative it is.
  ///   - summary: A sentence about what it does differently.
  ///   - bodies: The type that conforms to the variant's styles; nil if only peers have the
  ///     variant.
  ///   - condition: Whether the variant supports a set of parameters. Other sets are not measured.
  public init(
    _ name: String, _ label: Label, _ summary: String, _ bodies: (any Sendable.Type)? = nil,
    where condition: @escaping @Sendable (Parameters) -> Bool = { _ in true }
  ) {
    self.init(name, label, summary, bodies, environment: nil, where: condition)
  }

  init(
    _ name: String, _ label: Label, _ summary: String, _ bodies: (any Sendable.Type)?,
    environment: VariantEnvironment?, where condition: @escaping @Sendable (Parameters) -> Bool
  ) {
    self.name = name
    self.label = label
    self.summary = summary
    self.environment = environment
    self.bodies = bodies
    self.condition = condition
  }

  /// Whether the variant supports these parameters.
  public func suits(_ parameters: Parameters) -> Bool { condition(parameters) }
}
