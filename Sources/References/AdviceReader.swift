package import BenchmarkModel

/// Reads files of advice, as strictly as those of claims.
package enum AdviceReader {
  /// The advice in the content of a JSON file.
  ///
  /// - Parameters:
  ///   - id: The file's name without its extension.
  ///   - path: The file's name for messages.
  ///   - runtimes: The runtimes that its rules may name.
  package static func advice(
    in bytes: [UInt8], id: String, path: String, runtimes: [Runtime]
  ) throws(ReferenceError) -> Advice {
    try JSONNode.document(in: bytes, path: path, problem: { .claim(.json($0)) }) {
      node throws(ReferenceError) in
      try Advice(node, id: id, runtimes: runtimes)
    }
  }
}

extension Advice {
  fileprivate init(
    _ node: JSONNode, id: String, runtimes: [Runtime]
  ) throws(ReferenceError) {
    try node.checkKeys([
      "place", "situation", "examples", "minimumCores", "answers", "exceptions",
    ])
    var exceptions: [Answer] = []
    if let list = try node.member("exceptions") { exceptions = try Answer.all(list, runtimes) }
    self.init(
      id: id, place: try node.required("place").count(),
      situation: try node.required("situation").text(),
      examples: try node.required("examples").text(),
      minimumCores: try node.member("minimumCores")?.count(),
      answers: try Answer.all(node.required("answers"), runtimes), exceptions: exceptions)
  }
}

extension Advice.Answer {
  fileprivate static func all(
    _ list: JSONNode, _ runtimes: [Runtime]
  ) throws(ReferenceError) -> [Self] {
    var answers: [Self] = []
    for node in try list.elements() { answers.append(try Self(node, runtimes)) }
    return answers
  }

  private init(_ node: JSONNode, _ runtimes: [Runtime]) throws(ReferenceError) {
    try node.checkKeys(["sentence", "evidence", "names", "rules"])
    let list = try node.required("rules")
    let rules = try ClaimRule.all(list, runtimes)
    guard rules.first?.comparesImplementations == true else {
      throw list.fault(.claim(.noComparison))
    }
    let sentence = try node.required("sentence")
    self.init(
      sentence: try sentence.text(), evidence: try node.required("evidence").text(),
      names: try node.member("names")?.pair() ?? [], rules: rules)
    for case .quantity(let rule, _) in AdviceText(self.sentence).parts
    where !rules.indices.contains(rule - 1) {
      throw sentence.fault(.claim(.noSuchRule(rule)))
    }
  }
}

extension JSONNode {
  /// Two texts.
  fileprivate func pair() throws(ReferenceError) -> [String] {
    var texts: [String] = []
    for element in try elements() { texts.append(try element.text()) }
    guard texts.count == 2 else { throw fault(.claim(.notTwoNames)) }
    return texts
  }
}

extension ClaimRule {
  /// Whether its quantity is that of one implementation beside that of another.
  fileprivate var comparesImplementations: Bool {
    guard case .quantity(let quantity) = condition, let other = quantity.other(than: runtime)
    else { return false }
    return other.runtime != runtime || other.selection.variant != quantity.selection.variant
  }
}
