/// The style sheet of charts, from which each SVG file takes only the rules that it uses.
///
/// It understands rules and, one level deep, rules within `@media`. The sheet must have no
/// comments, strings or `@import`.
struct ChartStyle: Sendable {
  private struct Rule: Sendable {
    var selectors: [String]
    var declarations: [(name: String, value: String)]
  }

  /// Rules with the condition of their `@media`; nil if they always apply.
  private let groups: [(condition: String?, rules: [Rule])]

  init(_ sheet: String) {
    var groups: [(condition: String?, rules: [Rule])] = [(nil, [])]
    var condition: String?
    var rest = sheet[...]
    while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      let head = Self.collapsed(rest[..<brace])
      let isStart = rest[brace] == "{"
      rest = rest[rest.index(after: brace)...]
      if isStart && head.hasPrefix("@") {
        condition = head
        groups.append((head, []))
      } else if isStart {
        let body = rest.prefix { $0 != "}" }
        rest = rest[body.endIndex...].dropFirst()
        if groups[groups.count - 1].condition != condition { groups.append((condition, [])) }
        groups[groups.count - 1].rules.append(Self.rule(head, body))
      } else {
        condition = nil
      }
    }
    self.groups = groups
  }

  /// The rules that a drawing uses, without unnecessary white space.
  ///
  /// - Parameter drawing: The SVG that the rules are for.
  func rules(for drawing: String) -> String {
    let classes = Self.classes(in: drawing)
    let used = groups.map { group in
      let rules = group.rules.compactMap { rule -> Rule? in
        var rule = rule
        rule.selectors.removeAll { !Self.isUsed($0, classes) }
        return rule.selectors.isEmpty ? nil : rule
      }
      return (condition: group.condition, rules: rules)
    }
    let variables = Self.variables(in: used.flatMap(\.rules))
    return used.map { group in
      let text = group.rules.map { Self.text($0, variables) }.joined()
      guard let condition = group.condition, !text.isEmpty else { return text }
      return "\(condition){\(text)}"
    }.joined()
  }

  private static func rule(_ head: String, _ body: Substring) -> Rule {
    let declarations = body.split(separator: ";").compactMap { declaration in
      declaration.firstIndex(of: ":").map { colon in
        (
          name: collapsed(declaration[..<colon]),
          value: collapsed(declaration[declaration.index(after: colon)...])
        )
      }
    }
    return Rule(
      selectors: head.split(separator: ",").map { collapsed($0) }, declarations: declarations)
  }

  /// The text with single spaces between its words and none around it.
  private static func collapsed(_ text: Substring) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func text(_ rule: Rule, _ variables: Set<String>) -> String {
    let declarations = rule.declarations.filter {
      !$0.name.hasPrefix("--") || variables.contains($0.name)
    }
    guard !declarations.isEmpty else { return "" }
    let body = declarations.map { "\($0.name):\($0.value)" }.joined(separator: ";")
    return "\(rule.selectors.joined(separator: ",")){\(body)}"
  }

  /// The names in the `class` attributes of a drawing.
  private static func classes(in drawing: String) -> Set<Substring> {
    var classes: Set<Substring> = []
    var rest = drawing[...]
    while let start = rest.firstRange(of: "class=\"") {
      let value = rest[start.upperBound...].prefix { $0 != "\"" }
      classes.formUnion(value.split(separator: " "))
      rest = rest[value.endIndex...]
    }
    return classes
  }

  /// Whether all classes that a selector names occur.
  private static func isUsed(_ selector: String, _ classes: Set<Substring>) -> Bool {
    selector.split(separator: " ").allSatisfy { compound in
      compound.split(separator: ".", omittingEmptySubsequences: false).dropFirst().allSatisfy {
        classes.contains($0.prefix { $0 != "[" && $0 != ":" })
      }
    }
  }

  /// The variables that rules read, including those that other variables read.
  private static func variables(in rules: [Rule]) -> Set<String> {
    rules.flatMap(\.declarations).reduce(into: []) { names, declaration in
      var rest = declaration.value[...]
      while let start = rest.firstRange(of: "var(") {
        let name = rest[start.upperBound...].prefix { $0 != ")" && $0 != "," }
        names.insert(String(name))
        rest = rest[name.endIndex...]
      }
    }
  }
}
