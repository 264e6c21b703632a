/// The parameters of one case of a workload; each one is a whole number.
public protocol ParameterSet: Sendable, Equatable {
  /// Creates the smallest meaningful set.
  init()

  /// The parameters in display order.
  static var fields: [ParameterField<Self>] { get }
}

/// One parameter: its name on the command line and the property that holds it.
public struct ParameterField<Parameters>: Sendable {
  /// Who needs a parameter and whether it distinguishes cases.
  public enum Role: Sendable {
    /// It distinguishes cases and is a flag of the trial.
    case size
    /// It distinguishes cases but is not a flag of the trial, because it concerns only what runs
    /// next to the trial or around it.
    case outside
    /// It does not distinguish cases. The runner determines it, such as a fixture's port, and
    /// passes it to the trial.
    case fromRunner
  }

  /// The name in kebab case.
  ///
  /// It ends with the unit if there is one, for example `hold-milliseconds`.
  public let name: String
  /// The smallest value allowed.
  public let minimum: Int
  /// The largest value allowed.
  ///
  /// What the contract computes from allowed values must not overflow, since they may come from a
  /// database that anyone wrote.
  public let maximum: Int
  /// Who needs the parameter.
  public let role: Role

  let keyPath: any WritableKeyPath<Parameters, Int> & Sendable

  /// Creates a field; by default, values go from 1 to ten million and the parameter is a size.
  public init(
    _ name: String, _ keyPath: any WritableKeyPath<Parameters, Int> & Sendable, minimum: Int = 1,
    maximum: Int = 10_000_000, role: Role = .size
  ) {
    self.name = name
    self.keyPath = keyPath
    self.minimum = minimum
    self.maximum = maximum
    self.role = role
  }
}

/// A parameter's name and value.
public struct ParameterValue: Sendable, Equatable {
  /// The name in kebab case.
  public let name: String
  /// The value.
  public let value: Int

  /// Creates a pair of name and value; the value is not checked.
  public init(_ name: String, _ value: Int) {
    self.name = name
    self.value = value
  }
}

/// The reason why a list of parameters does not fit a workload.
public enum ParameterError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The workload has no parameter of this name.
  case unknown(name: String, allowed: [String])
  /// The value is below the minimum of the contract.
  case tooSmall(name: String, value: Int, minimum: Int)
  /// The value is above the maximum of the contract.
  case tooLarge(name: String, value: Int, maximum: Int)

  /// The message: what is wrong, with the user's own value, and what is allowed.
  public var description: String {
    switch self {
    case .unknown(let name, let allowed):
      "Unknown parameter \"--\(name)\". Allowed: "
        + allowed.map { "--\($0)" }.joined(separator: ", ") + "."
    case .tooSmall(let name, let value, let minimum):
      "--\(name) is \(value), but must be at least \(minimum)."
    case .tooLarge(let name, let value, let maximum):
      "--\(name) is \(value), but must be at most \(maximum)."
    }
  }
}

extension ParameterSet {
  /// Creates a set from names and values.
  ///
  /// Parameters that are not named keep their defaults.
  public init(_ values: [ParameterValue]) throws(ParameterError) {
    self.init()
    for value in values {
      guard let field = Self.fields.first(where: { $0.name == value.name }) else {
        throw .unknown(name: value.name, allowed: Self.fields.map(\.name))
      }
      guard value.value >= field.minimum else {
        throw .tooSmall(name: value.name, value: value.value, minimum: field.minimum)
      }
      guard value.value <= field.maximum else {
        throw .tooLarge(name: value.name, value: value.value, maximum: field.maximum)
      }
      self[keyPath: field.keyPath] = value.value
    }
  }

  /// The values that distinguish this case from others, in the order of `fields`.
  public var values: [ParameterValue] { values { $0 != .fromRunner } }

  /// The values that the trial gets as flags, in the order of `fields`.
  public var trialValues: [ParameterValue] { values { $0 == .size } }

  private func values(where isWanted: (ParameterField<Self>.Role) -> Bool) -> [ParameterValue] {
    Self.fields.filter { isWanted($0.role) }
      .map { ParameterValue($0.name, self[keyPath: $0.keyPath]) }
  }
}
