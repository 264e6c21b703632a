package import BenchmarkModel

/// How a metric is computed from stored metrics and numbers of the contract.
///
/// The value, the SQL expression and the text that a proof prints all come from the formula, so
/// they cannot disagree.
package indirect enum Formula: Sendable, Hashable {
  /// A stored metric.
  case stored(Metric)
  /// A number that the contract states for a case.
  case contract(ContractNumber)
  /// The number of iterations that the values are from, warm-ups included: 1 where there is a result for
  /// each iteration.
  case iterations
  /// A constant.
  case constant(Double)
  /// Two formulas with an operator between them.
  case combined(Formula, Operator, Formula)

  /// An arithmetic operator.
  package enum Operator: Sendable, Hashable {
    case minus, times, dividedBy
  }

  package static let floor = Formula.contract(.floor)
  package static let operations = Formula.contract(.operations)

  package static func - (one: Formula, other: Formula) -> Formula { .combined(one, .minus, other) }
  package static func * (one: Formula, other: Formula) -> Formula { .combined(one, .times, other) }
  package static func / (one: Formula, other: Formula) -> Formula {
    .combined(one, .dividedBy, other)
  }

  /// The stored metrics in it, in the order in which they appear.
  package var inputs: [Metric] {
    switch self {
    case .stored(let metric): [metric]
    case .contract, .iterations, .constant: []
    case .combined(let one, _, let other):
      one.inputs + other.inputs.filter { !one.inputs.contains($0) }
    }
  }

  /// The numbers of the contract in it, in the order in which they appear.
  package var contractNumbers: [ContractNumber] {
    switch self {
    case .contract(let number): [number]
    case .stored, .iterations, .constant: []
    case .combined(let one, _, let other):
      one.contractNumbers + other.contractNumbers.filter { !one.contractNumbers.contains($0) }
    }
  }

  /// Whether the number of iterations is in it.
  package var countsIterations: Bool {
    switch self {
    case .iterations: true
    case .stored, .contract, .constant: false
    case .combined(let one, _, let other): one.countsIterations || other.countsIterations
    }
  }

  /// The value; nil where an input or a number of the contract is missing, where something is divided
  /// by zero, as in SQL, and where the result is not a finite number.
  ///
  /// - Parameters:
  ///   - terms: What the contract says about the case.
  ///   - iterations: The number of iterations that the values are from.
  ///   - input: The value of a stored metric.
  package func value(
    _ terms: CaseTerms, iterations: Int = 1, _ input: (Metric) -> Double?
  ) -> Double? {
    values(terms, iterations: iterations, count: 1) { [input($0)] }[0]
  }

  /// The values for several sets of inputs, each as ``value(_:iterations:_:)``.
  ///
  /// - Parameters:
  ///   - terms: What the contract says about the case.
  ///   - iterations: The number of iterations that the values are from.
  ///   - count: The number of sets.
  ///   - input: The value of a stored metric in each set.
  package func values(
    _ terms: CaseTerms, iterations: Int = 1, count: Int, _ input: (Metric) -> [Double?]
  ) -> [Double?] {
    switch self {
    case .stored(let metric): return input(metric)
    case .contract(let number):
      return Array(repeating: number.value(in: terms).map(Double.init), count: count)
    case .iterations: return Array(repeating: Double(iterations), count: count)
    case .constant(let value): return Array(repeating: value, count: count)
    case .combined(let one, let sign, let other):
      let left = one.values(terms, iterations: iterations, count: count, input)
      let right = other.values(terms, iterations: iterations, count: count, input)
      return zip(left, right).map(sign.result)
    }
  }
}

extension Formula.Operator {
  /// The result; nil where a side is missing or the result is not a finite number.
  fileprivate func result(_ one: Double?, _ other: Double?) -> Double? {
    guard let one, let other else { return nil }
    let result =
      switch self {
      case .minus: one - other
      case .times: one * other
      case .dividedBy: one / other
      }
    return result.isFinite ? result : nil
  }
}

/// A number that the contract states for a case and that formulas can use.
package enum ContractNumber: String, Sendable, CaseIterable {
  /// The time in nanoseconds that no implementation can beat.
  case floor
  /// The number of operations in one iteration. There is none for a case with a floor, because most
  /// of its time is not spent on operations.
  case operations
  /// The number of operations in one iteration, whether the case has a floor or not.
  case operationCount

  /// The number for a case; nil if there is none.
  package func value(in terms: CaseTerms) -> Int? {
    switch self {
    case .floor: terms.floorNanoseconds
    case .operations: terms.floorNanoseconds == nil ? terms.operations : nil
    case .operationCount: terms.operations
    }
  }
}

// MARK: - Writing

extension Formula {
  /// The formula as an SQL expression, in which each stored metric and each number of the contract
  /// is a column with its name.
  package var sql: String {
    written(constant: { "\($0)" }) { sign in
      switch sign {
      case .minus: "-"
      case .times: "*"
      case .dividedBy: "/"
      }
    }
  }

  /// The formula as a person writes it, for example `elapsedNanoseconds ÷ operations`.
  package var text: String {
    written(constant: { numberText($0, lastDigit: 0) }) { sign in
      switch sign {
      case .minus: "−"
      case .times: "×"
      case .dividedBy: "÷"
      }
    }
  }

  private func written(
    constant: (Double) -> String, _ symbol: (Operator) -> String
  ) -> String {
    switch self {
    case .stored(let metric): return metric.name
    case .contract(let number): return number.rawValue
    case .iterations: return "iterations"
    case .constant(let value): return constant(value)
    case .combined(let one, let sign, let other):
      let left = one.written(constant: constant, symbol)
      let right = other.written(constant: constant, symbol)
      return "\(one.bindsLess(than: sign) ? "(\(left))" : left) \(symbol(sign)) "
        + (other.isCombined ? "(\(right))" : right)
    }
  }

  private var isCombined: Bool {
    if case .combined = self { true } else { false }
  }

  /// Whether it needs parentheses to the left of an operator.
  private func bindsLess(than sign: Operator) -> Bool {
    if case .combined(_, .minus, _) = self { sign != .minus } else { false }
  }
}
