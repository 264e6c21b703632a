/// What to use in a situation: answers that the measurements choose among.
package struct Advice: Sendable, Hashable {
  /// The identifier in kebab case, for example `shared-state`.
  package var id: String
  /// Where it stands among the others, lowest first.
  package var place: Int
  /// The situation in a few words, for example `Shared state`.
  package var situation: String
  /// What belongs to it, for example `A cache, a counter or a map that all tasks use`.
  package var examples: String
  /// The logical cores without which there is nothing to decide; nil for any number.
  package var minimumCores: Int?
  /// What to use, the preferred answer first.
  package var answers: [Answer]
  /// Where the answer does not hold, the most important first; may be empty.
  package var exceptions: [Answer]

  /// A sentence with the rules that must all hold for it.
  package struct Answer: Sendable, Hashable {
    /// What to use, with places for what the rules found (``AdviceText``).
    package var sentence: String
    /// What the two numbers beside the sentence are, for example `Time per call with 64 callers`, with
    /// places for parameters (``AdviceText``).
    package var evidence: String
    /// What the two cases that the first rule compares are called; empty for the names of their
    /// implementations.
    package var names: [String]
    /// At least one; the first compares two cases, whose numbers stand beside the sentence.
    package var rules: [ClaimRule]

    package init(sentence: String, evidence: String, names: [String] = [], rules: [ClaimRule]) {
      self.sentence = sentence
      self.evidence = evidence
      self.names = names
      self.rules = rules
    }
  }

  package init(
    id: String, place: Int, situation: String, examples: String, minimumCores: Int? = nil,
    answers: [Answer], exceptions: [Answer] = []
  ) {
    self.id = id
    self.place = place
    self.situation = situation
    self.examples = examples
    self.minimumCores = minimumCores
    self.answers = answers
    self.exceptions = exceptions
  }

  /// The rules of all answers and exceptions.
  package var rules: [ClaimRule] { (answers + exceptions).flatMap(\.rules) }
}

/// A text of advice with places in braces for what was measured.
package struct AdviceText: Sendable, Equatable {
  package enum Part: Sendable, Equatable {
    case words(String)
    /// `{2}`: the quantity that the second rule found; `{inverse 2}`: one divided by it.
    case quantity(rule: Int, isInverse: Bool)
    /// Any other name in braces: the value of the parameter of that name.
    case parameter(String)
  }

  package let parts: [Part]

  package init(_ text: String) {
    var parts: [Part] = []
    var rest = text[...]
    while let start = rest.firstIndex(of: "{"),
      let end = rest[start...].firstIndex(of: "}")
    {
      parts.append(.words(String(rest[..<start])))
      parts.append(Part(place: rest[rest.index(after: start)..<end]))
      rest = rest[rest.index(after: end)...]
    }
    parts.append(.words(String(rest)))
    self.parts = parts.filter { $0 != .words("") }
  }

  /// The text with every place filled; nil if one has no value.
  package func filled(by value: (Part) -> String?) -> String? {
    var text = ""
    for part in parts {
      if case .words(let words) = part {
        text += words
      } else if let value = value(part) {
        text += value
      } else {
        return nil
      }
    }
    return text
  }
}

extension AdviceText.Part {
  fileprivate init(place: Substring) {
    let inverse = "inverse "
    let isInverse = place.hasPrefix(inverse)
    if let rule = Int(isInverse ? place.dropFirst(inverse.count) : place) {
      self = .quantity(rule: rule, isInverse: isInverse)
    } else {
      self = .parameter(String(place))
    }
  }
}
