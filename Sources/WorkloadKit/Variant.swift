/// A named alternative within a runtime, measured and shown as a row of its own.
///
/// Its Swift styles are found like those of the workload, by the conformances of a type of its own;
/// a peer has it when the peer's folder holds a source of that name.
public struct Variant<Parameters: ParameterSet>: Sendable {
  /// What kind of alternative it is.
  public enum Label: String, Sendable {
    /// The way in which users of the runtime would write it as well.
    case idiomatic
    /// A way that knows more of the runtime, or gives something up for speed.
    case tuned
  }

  /// The name in kebab case, for example `async-stream`.
  public let name: String
  /// What kind of alternative it is.
  public let label: Label
  /// What it does differently, as a sentence.
  public let summary: String

  let bodies: (any Sendable.Type)?
  private let condition: @Sendable (Parameters) -> Bool

  /// Makes a variant.
  ///
  /// - Parameters:
  ///   - name: The name in kebab case.
  ///   - label: What kind of alternative it is.
  ///   - summary: What it does differently, as a sentence.
  ///   - bodies: The type that conforms to the styles which have it; nil when only peers do.
  ///   - condition: Whether it can do a size; a size that it cannot is not planned for it.
  public init(
    _ name: String, _ label: Label, _ summary: String, _ bodies: (any Sendable.Type)? = nil,
    where condition: @escaping @Sendable (Parameters) -> Bool = { _ in true }
  ) {
    self.name = name
    self.label = label
    self.summary = summary
    self.bodies = bodies
    self.condition = condition
  }

  /// Whether it can do this size.
  public func suits(_ parameters: Parameters) -> Bool { condition(parameters) }
}
