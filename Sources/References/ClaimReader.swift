package import BenchmarkModel

/// Reads files of claims, strictly: an unknown or missing key, or a value of the wrong kind, is an
/// error with its line and key.
package enum ClaimReader {
  /// The claim in the content of a JSON file.
  ///
  /// - Parameters:
  ///   - id: The claim's identifier: the file's name without its extension.
  ///   - path: The file's name for messages.
  ///   - runtimes: The runtimes that its rules may name.
  package static func claim(
    in bytes: [UInt8], id: String, path: String, runtimes: [Runtime]
  ) throws(ReferenceError) -> Claim {
    try JSONNode.document(in: bytes, path: path, problem: { .claim(.json($0)) }) {
      node throws(ReferenceError) in
      try Claim(node, id: id, runtimes: runtimes)
    }
  }
}

extension Claim {
  private enum Key: String, CaseIterable { case sentence, source, locator, reading, rules, proxies }

  fileprivate init(
    _ node: JSONNode, id: String, runtimes: [Runtime]
  ) throws(ReferenceError) {
    try node.checkKeys(Key.allCases.map(\.rawValue))
    let rules = try ClaimRule.all(node.required("rules"), runtimes)
    self.init(
      id: id, sentence: try node.required("sentence").text(),
      source: try node.member("source")?.text(), locator: try node.required("locator").text(),
      reading: try node.required("reading").text(), rules: rules,
      hasProxies: try node.member("proxies")?.bool() ?? false)
  }
}

extension ClaimRule {
  /// The rules in a list.
  static func all(_ list: JSONNode, _ runtimes: [Runtime]) throws(ReferenceError) -> [ClaimRule] {
    var rules: [ClaimRule] = []
    for rule in try list.elements() { rules.append(try ClaimRule(rule, runtimes)) }
    return rules
  }

  fileprivate enum Key: String, CaseIterable {
    case workload, variant, size, metric, runtime, onCores
    case over, overVariant, overSize, minus, slope, completes, outsidePackages
    case atLeast, atMost, within, atLeastPerCore, atMostPerCore, aboveSize
  }

  fileprivate init(_ node: JSONNode, _ runtimes: [Runtime]) throws(ReferenceError) {
    try node.checkKeys(Key.allCases.map(\.rawValue))
    let runtime = try node.required(.runtime).runtime(among: runtimes)
    if let completes = try node.member(.completes) {
      try node.refuseKeys(
        beside: .completes, except: [.runtime, .workload, .variant, .size, .onCores])
      try completes.checkIsTrue()
      self.init(runtime, .completion(try Selection(node)))
    } else if let packages = try node.member(.outsidePackages) {
      try node.refuseKeys(beside: .outsidePackages, except: [.runtime, .atLeast, .atMost, .within])
      try packages.checkIsTrue()
      self.init(runtime, .outsidePackages(try Limits(node)))
    } else {
      let quantity = BoundedQuantity(
        try Selection(node), metric: try node.required(.metric).text(),
        quantity: try Quantity(node, runtimes), bound: try Bound(node))
      self.init(runtime, .quantity(quantity))
    }
  }
}

extension ClaimRule.Selection {
  fileprivate init(_ node: JSONNode) throws(ReferenceError) {
    self.init(
      workload: try node.required(.workload).text(),
      variant: try node.member(.variant)?.text(),
      size: try node.member(.size)?.parameters() ?? [],
      onCores: try node.member(.onCores)?.count())
  }
}

extension ClaimRule.Quantity {
  /// The median when none of the keys is present.
  fileprivate init(_ node: JSONNode, _ runtimes: [Runtime]) throws(ReferenceError) {
    switch try node.onlyMember(of: [.over, .overVariant, .overSize, .minus, .slope]) {
    case (.over, let other)?:
      self =
        try other.text() == "best" ? .ratioToBest : .ratio(to: try other.runtime(among: runtimes))
    case (.overVariant, let name)?: self = .ratioToVariant(try name.text())
    case (.overSize, let size)?: self = .ratioToSize(try size.parameters())
    case (.minus, let other)?: self = .difference(from: try other.runtime(among: runtimes))
    case (_, let parameter)?: self = .slope(over: try parameter.text())
    case nil: self = .value
    }
  }
}

extension ClaimRule.Bound {
  fileprivate init(_ node: JSONNode) throws(ReferenceError) {
    switch try node.onlyMember(of: ClaimRule.Limits.keys + Self.otherKeys) {
    case (.atLeastPerCore, let limit)?: self = .limitsPerCore(.atLeast(try limit.number()))
    case (.atMostPerCore, let limit)?: self = .limitsPerCore(.atMost(try limit.number()))
    case (.aboveSize, let size)?: self = .above(size: try size.parameters())
    case .some: self = .limits(try ClaimRule.Limits(node))
    case nil: throw node.noBound(ClaimRule.Limits.keys + Self.otherKeys)
    }
  }

  private static let otherKeys: [ClaimRule.Key] = [.atLeastPerCore, .atMostPerCore, .aboveSize]
}

extension ClaimRule.Limits {
  fileprivate static let keys: [ClaimRule.Key] = [.atLeast, .atMost, .within]

  fileprivate init(_ node: JSONNode) throws(ReferenceError) {
    switch try node.onlyMember(of: Self.keys) {
    case (.atLeast, let limit)?: self = .atLeast(try limit.number())
    case (.atMost, let limit)?: self = .atMost(try limit.number())
    case (_, let range)?:
      let ends = try range.numbers()
      guard ends.count == 2, ends[0] <= ends[1] else { throw range.fault(.claim(.badRange)) }
      self = .within(ends[0]...ends[1])
    case nil: throw node.noBound(Self.keys)
    }
  }
}

extension JSONNode {
  fileprivate func member(_ key: ClaimRule.Key) throws(ReferenceError) -> JSONNode? {
    try member(key.rawValue)
  }

  fileprivate func required(_ key: ClaimRule.Key) throws(ReferenceError) -> JSONNode {
    try required(key.rawValue)
  }

  /// The only one of several members that may be present; nil when none is.
  fileprivate func onlyMember(
    of keys: [ClaimRule.Key]
  ) throws(ReferenceError) -> (ClaimRule.Key, JSONNode)? {
    var found: (ClaimRule.Key, JSONNode)?
    for key in keys {
      guard let node = try member(key) else { continue }
      if let found { throw node.fault(.claim(.conflict(key.rawValue, with: found.0.rawValue))) }
      found = (key, node)
    }
    return found
  }

  fileprivate func refuseKeys(
    beside key: ClaimRule.Key, except allowed: [ClaimRule.Key]
  ) throws(ReferenceError) {
    let allowed = (allowed + [key]).map(\.rawValue)
    for (other, node) in try members() where !allowed.contains(other) {
      throw node.fault(.claim(.conflict(other, with: key.rawValue)))
    }
  }

  fileprivate func noBound(_ keys: [ClaimRule.Key]) -> ReferenceError {
    fault(.claim(.noBound(allowed: keys.map(\.rawValue))))
  }

  fileprivate func checkIsTrue() throws(ReferenceError) {
    guard try bool() else { throw fault(.claim(.notTrue)) }
  }

  fileprivate func runtime(among runtimes: [Runtime]) throws(ReferenceError) -> Runtime {
    let name = try text()
    guard let runtime = runtimes.first(where: { $0.id == name }) else {
      throw fault(.unknownName(.runtime, value: name, allowed: runtimes.map(\.id)))
    }
    return runtime
  }

  /// Whole numbers by name, sorted by name, since the members of a JSON object have no order.
  fileprivate func parameters() throws(ReferenceError) -> [Parameter] {
    var parameters: [Parameter] = []
    for (name, node) in try members() { parameters.append(Parameter(name, try node.integer())) }
    return parameters.sorted { $0.name < $1.name }
  }
}
