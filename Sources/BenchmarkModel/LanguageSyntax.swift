/// The tokens of a language and how its sources name what they import.
package struct LanguageSyntax: Sendable, Equatable {
  /// How a string begins and ends.
  package struct StringDelimiter: Sendable, Equatable {
    package var start: String
    package var end: String
    /// Whether a backslash escapes the next character.
    package var escapes: Bool
    package var spansLines: Bool

    package init(start: String, end: String, escapes: Bool = true, spansLines: Bool = false) {
      self.start = start
      self.end = end
      self.escapes = escapes
      self.spansLines = spansLines
    }
  }

  /// How a block comment begins and ends.
  package struct BlockComment: Sendable, Equatable {
    package var start: String
    package var end: String
    /// Whether comments can be nested.
    package var nests: Bool

    package init(start: String, end: String, nests: Bool) {
      self.start = start
      self.end = end
      self.nests = nests
    }
  }

  /// How an attribute of a declaration begins and ends.
  package struct Attribute: Sendable, Equatable {
    package var start: String
    /// Nil if it ends with its first word.
    package var end: String?

    package init(start: String, end: String? = nil) {
      self.start = start
      self.end = end
    }
  }

  /// How a source names the packages that it uses.
  package struct Imports: Sendable, Equatable {
    /// What follows the keyword.
    package enum Form: String, Sendable, CaseIterable {
      /// A word: the package.
      case word
      /// A dotted name, whose lower-case part is the package.
      case dotted
      /// One string, or any number of them in parentheses.
      case string
      /// A path whose first word is the package. Other paths in the code may also begin with a
      /// package, and `mod` declares the file's own modules.
      case path
    }

    /// What begins a declaration, for example `import`.
    package var keyword: String
    package var form: Form
    /// The words that may stand before the keyword in its statement.
    package var modifiers: Set<String>
    /// The words that may stand between the keyword and the name.
    package var skipped: Set<String>
    /// The packages that come with the toolchain or are ours; for a dotted name, its first word.
    package var toolchain: Set<String>
    /// Whether packages from outside are those whose names have a dot before the first slash.
    package var outsideHasPoint: Bool

    package init(
      keyword: String, form: Form, modifiers: Set<String> = [], skipped: Set<String> = [],
      toolchain: Set<String> = [], outsideHasPoint: Bool = false
    ) {
      self.keyword = keyword
      self.form = form
      self.modifiers = modifiers
      self.skipped = skipped
      self.toolchain = toolchain
      self.outsideHasPoint = outsideHasPoint
    }
  }

  /// What Markdown calls the language, for example `rust`.
  package var name: String
  /// The extension of its files, without the dot.
  package var ending: String
  package var keywords: Set<String>
  /// Types whose names begin with a lower-case letter.
  package var types: Set<String>
  /// What begins a comment that extends to the end of the line; nil if there are no such comments.
  package var lineComment: String?
  package var blockComment: BlockComment?
  /// The delimiters of strings; of those that begin alike, the longer ones come first.
  package var strings: [StringDelimiter]
  /// Whether a backslash and a parenthesis begin an expression within a string.
  package var interpolates: Bool
  package var attribute: Attribute?
  /// Whether a single quotation mark also begins the name of a lifetime.
  package var hasLifetimes: Bool
  /// Whether a name after a dot is a member even if it is spelled like a keyword.
  package var namesMembersFreely: Bool
  package var imports: Imports

  package init(
    name: String, ending: String, keywords: Set<String>, types: Set<String> = [],
    lineComment: String? = nil, blockComment: BlockComment? = nil, strings: [StringDelimiter] = [],
    interpolates: Bool = false, attribute: Attribute? = nil, hasLifetimes: Bool = false,
    namesMembersFreely: Bool = true, imports: Imports
  ) {
    self.name = name
    self.ending = ending
    self.keywords = keywords
    self.types = types
    self.lineComment = lineComment
    self.blockComment = blockComment
    self.strings = strings
    self.interpolates = interpolates
    self.attribute = attribute
    self.hasLifetimes = hasLifetimes
    self.namesMembersFreely = namesMembersFreely
    self.imports = imports
  }
}
