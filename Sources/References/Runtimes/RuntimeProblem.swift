import BenchmarkModel

/// What can be wrong with a file that describes a language and its runtimes.
package enum RuntimeProblem: Equatable, Sendable {
  /// The file or folder cannot be read.
  case unreadable(reason: String)
  /// No folder describes a language.
  case noFiles
  /// The file is not JSON, or a key is missing, or a value is of the wrong kind.
  case json(ExternalProblem)
  /// A string does not have the form that its key requires.
  case malformedText(RuntimeText, value: String)
  /// A word that is not on the list.
  case unknownWord(String, allowed: [String])
  /// Another runtime or language has the same value.
  case duplicate(value: String, in: String)
  /// An order is not a whole number from 1 up.
  case wrongOrder(String)
  /// No runtime is the baseline that the others are compared with.
  case noBaseline
  /// Another runtime is the baseline already.
  case secondBaseline(first: String)
  /// The baseline is not a default runtime.
  case hiddenBaseline

  var fault: String {
    switch self {
    case .unreadable(let reason): "This cannot be read: \(reason)."
    case .noFiles: "No folder here has a runtime.json."
    case .json(let problem): problem.fault
    case .malformedText(let text, let value): "\(quoted(value)) is not \(text.noun)."
    case .unknownWord(let word, _): "\(quoted(word)) is not known here."
    case .duplicate(let value, let other): "\(quoted(value)) is taken by \(other)."
    case .wrongOrder(let text): "\(text) is not a whole number from 1 to 1000000."
    case .noBaseline: "No runtime has \"baseline\": true."
    case .secondBaseline(let first): "There is one baseline, and it is \(first) already."
    case .hiddenBaseline: "The baseline cannot have \"default\": false."
    }
  }

  var remedy: String {
    switch self {
    case .unreadable: "Add the file, or fix its permissions."
    case .noFiles, .json:
      "\"Adding a runtime\" in Workloads/README.md describes the file."
    case .unknownWord(_, let allowed): "Allowed: \(allowed.joined(separator: ", "))."
    case .malformedText(let text, _): text.remedy
    case .duplicate: "Choose another value."
    case .wrongOrder: "Columns are sorted by these numbers. Use a number such as 60."
    case .noBaseline: "Add it to the runtime that the others are to be compared with."
    case .secondBaseline: "Leave \"baseline\": true at one of the two."
    case .hiddenBaseline: "Remove one of the two."
    }
  }
}

/// A kind of string in a file that describes runtimes.
///
/// Some of these strings end up in style sheets, drawings and paths, so each kind allows only
/// characters that have no special meaning there.
package enum RuntimeText: String, Equatable, Sendable, CaseIterable {
  case identifier, label, color, shape, dashes, listing, variantListing, program, argument, command
  case toolchain, word, delimiter, package

  var noun: String {
    switch self {
    case .identifier: "an identifier"
    case .label: "a label"
    case .color: "a color"
    case .shape: "the path data of a mark"
    case .dashes: "a pattern of dashes"
    case .listing: "the path of a source"
    case .variantListing: "the path of a variant's source"
    case .program: "the name of a program"
    case .argument: "an argument"
    case .command: "a command"
    case .toolchain: "a version"
    case .word: "a word of a language"
    case .delimiter: "what begins or ends a token"
    case .package: "the name of a package"
    }
  }

  var remedy: String {
    switch self {
    case .identifier:
      "Use a-z, 0-9 and single hyphens between them, at most 40 and not \"\(Runtime.otherMark)\"."
    case .label: "Use letters, digits, single spaces and ()/+.#- in it, at most 40 characters."
    case .color: "Write # and six hexadecimal digits, for example #4c99ab."
    case .shape:
      "Begin with M, and use only the letters of SVG path data, digits, points, minus signs, commas "
        + "and spaces, at most 400, for example M-5-5H5V5H-5Z."
    case .dashes: "Write lengths separated by single spaces, for example 8 3, or none."
    case .listing:
      "Write it from the workload's folder, beginning with the folder of the language: go/main.go."
    case .variantListing:
      "Write it from the workload's folder, with {CamelCase} or {snake_case} where the variant's "
        + "name stands: go/{snake_case}.go."
    case .program: "Name a program that the path finds, without a slash, for example go."
    case .argument: "Use letters, digits and -_./=:+ in it; no shell reads it."
    case .command:
      "Use a command line of letters, digits, spaces and -_./, for example make peers."
    case .toolchain: "Write numbers with points between them, for example 1.25."
    case .word:
      "Use letters, digits and _. Separate several words in one string by spaces."
    case .delimiter: "Use one to eight visible ASCII characters."
    case .package:
      "Use letters, digits, _ and periods. Separate several names in one string by spaces."
    }
  }

  /// Whether a string is of this kind.
  func holds(_ text: String) -> Bool {
    let bytes = text.utf8
    func isMade(of others: String, atMost count: Int) -> Bool {
      !bytes.isEmpty && bytes.count <= count
        && bytes.allSatisfy { isLetter($0) || isDigit($0) || others.utf8.contains($0) }
    }
    switch self {
    case .identifier: return text != Runtime.otherMark && bytes.count <= 40 && isKebabCase(text)
    case .label: return isMade(of: " ()/+.#-", atMost: 40) && hasSingleSpaces(text)
    case .color:
      return bytes.count == 7 && bytes.first == UInt8(ascii: "#")
        && bytes.dropFirst().allSatisfy { isDigit($0) || (97...102).contains($0 | 0x20) }
    case .shape:
      return bytes.first == UInt8(ascii: "M") && bytes.count <= 400
        && bytes.allSatisfy { isDigit($0) || "MmLlHhVvCcSsQqTtAaZz.-, ".utf8.contains($0) }
    case .dashes:
      return text == "none"
        || bytes.count <= 40 && bytes.allSatisfy { isDigit($0) || $0 == 0x20 }
          && hasSingleSpaces(text)
    case .listing: return isMade(of: "-_./+", atMost: 120) && isRelative(text)
    case .variantListing:
      let places = ["{CamelCase}", "{snake_case}"].filter(text.contains)
      guard places.count == 1 else { return false }
      let parts = text.split(separator: places[0], omittingEmptySubsequences: false)
      return parts.count == 2 && RuntimeText.listing.holds(parts.joined(separator: "x"))
    case .program: return isMade(of: "-_+.", atMost: 40) && bytes.first.map(isLetter) == true
    case .argument: return isMade(of: "-_./=:+", atMost: 80)
    case .command: return isMade(of: " -_./", atMost: 80) && hasSingleSpaces(text)
    case .toolchain:
      return bytes.count <= 40
        && text.split(separator: ".", omittingEmptySubsequences: false)
          .allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }
    case .word: return isMade(of: "_", atMost: 60)
    case .delimiter:
      return (1...8).contains(bytes.count) && bytes.allSatisfy { (33...126).contains($0) }
    case .package: return isMade(of: "_.", atMost: 80)
    }
  }
}

private func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) }

private func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

private func hasSingleSpaces(_ text: String) -> Bool {
  text.split(separator: " ", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty }
}

/// Whether a path stays in its folder.
private func isRelative(_ path: String) -> Bool {
  path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
    !$0.isEmpty && !$0.hasPrefix(".")
  }
}
