/// The sizes that make one case of a workload; every one is a whole number.
public protocol ParameterSet: Sendable, Equatable {
  /// Makes the smallest meaningful set.
  init()

  /// The parameters in the order in which they are shown.
  static var fields: [ParameterField<Self>] { get }
}

/// One parameter: its name on the command line and the property that holds it.
public struct ParameterField<Parameters>: Sendable {
  /// Who needs to know a parameter.
  public enum Role: Sendable {
    /// It tells cases apart and is a flag of the trial.
    case size
    /// It tells cases apart, but the trial is not told: it concerns what runs beside or around it.
    case outside
    /// The runner finds it, such as a fixture's port, and tells the trial; it does not tell cases
    /// apart.
    case fromRunner
  }

  /// The name in kebab case that ends in the unit where there is one, for example
  /// `hold-milliseconds`.
  public let name: String
  /// The smallest value that is allowed.
  public let minimum: Int
  /// Who needs to know it.
  public let role: Role

  let keyPath: any WritableKeyPath<Parameters, Int> & Sendable

  /// Makes a field.
  public init(
    _ name: String, _ keyPath: any WritableKeyPath<Parameters, Int> & Sendable, minimum: Int = 1,
    role: Role = .size
  ) {
    self.name = name
    self.keyPath = keyPath
    self.minimum = minimum
    self.role = role
  }
}

/// A parameter's name with its value.
public struct ParameterValue: Sendable, Equatable {
  /// The name in kebab case.
  public let name: String
  /// The value.
  public let value: Int

  /// Pairs a name with a value.
  public init(_ name: String, _ value: Int) {
    self.name = name
    self.value = value
  }
}

/// Why a list of parameters does not fit a workload.
public enum ParameterError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The workload has no parameter of this name.
  case unknown(name: String, allowed: [String])
  /// The value lies below what the contract allows.
  case tooSmall(name: String, value: Int, minimum: Int)

  /// What is wrong, with the user's own word, and what is allowed.
  public var description: String {
    switch self {
    case .unknown(let name, let allowed):
      "Unknown parameter \"--\(name)\". Allowed: "
        + allowed.map { "--\($0)" }.joined(separator: ", ") + "."
    case .tooSmall(let name, let value, let minimum):
      "--\(name) is \(value), but must be at least \(minimum)."
    }
  }
}

extension ParameterSet {
  /// Makes a set from names and values; parameters that are not named keep their defaults.
  public init(_ values: [ParameterValue]) throws(ParameterError) {
    self.init()
    for value in values {
      guard let field = Self.fields.first(where: { $0.name == value.name }) else {
        throw .unknown(name: value.name, allowed: Self.fields.map(\.name))
      }
      guard value.value >= field.minimum else {
        throw .tooSmall(name: value.name, value: value.value, minimum: field.minimum)
      }
      self[keyPath: field.keyPath] = value.value
    }
  }

  /// The values that tell this case from others, in their declared order.
  public var values: [ParameterValue] { values { $0 != .fromRunner } }

  /// Those of them that the trial is told as flags.
  public var trialValues: [ParameterValue] { values { $0 == .size } }

  private func values(where isWanted: (ParameterField<Self>.Role) -> Bool) -> [ParameterValue] {
    Self.fields.filter { isWanted($0.role) }
      .map { ParameterValue($0.name, self[keyPath: $0.keyPath]) }
  }
}
