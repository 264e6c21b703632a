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
  /// What to use, the preferred answer first.
  package var answers: [Answer]
  /// Where the answer does not hold, the most important first; may be empty.
  package var exceptions: [Answer]

  /// A sentence with the rules that must all hold for it.
  package struct Answer: Sendable, Hashable {
    package var sentence: String
    /// At least one; the first compares two cases, whose numbers stand beside the sentence.
    package var rules: [ClaimRule]

    package init(sentence: String, rules: [ClaimRule]) {
      self.sentence = sentence
      self.rules = rules
    }
  }

  package init(
    id: String, place: Int, situation: String, examples: String, answers: [Answer],
    exceptions: [Answer] = []
  ) {
    self.id = id
    self.place = place
    self.situation = situation
    self.examples = examples
    self.answers = answers
    self.exceptions = exceptions
  }

  /// The rules of all answers and exceptions.
  package var rules: [ClaimRule] { (answers + exceptions).flatMap(\.rules) }
}
