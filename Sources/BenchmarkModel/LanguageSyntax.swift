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

  /// How a comment of several lines begins and ends.
  package struct BlockComment: Sendable, Equatable {
    package var start: String
    package var end: String
    /// Whether one comment may lie in another.
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
    /// Nil for the end of a word.
    package var end: String?

    package init(start: String, end: String? = nil) {
      self.start = start
      self.end = end
    }
  }

  /// How a source names the packages that it uses.
  package struct Imports: Sendable, Equatable {
    /// What stands behind the keyword.
    package enum Form: String, Sendable, CaseIterable {
      /// A word, which is the package.
      case word
      /// A name of words with points; the package is its part in small letters.
      case dotted
      /// One string, or any number of them in round brackets.
      case string
      /// A path whose first word is the package. The code may begin paths with packages as well, and
      /// `mod` declares modules of the file's own.
      case path
    }

    /// What begins a declaration, for example `import`.
    package var keyword: String
    package var form: Form
    /// The words that may stand before the keyword in its statement.
    package var modifiers: Set<String>
    /// The words that may stand between the keyword and the name.
    package var skipped: Set<String>
    /// The packages that come with the toolchain or are ours; of a dotted name its first word.
    package var toolchain: Set<String>
    /// Whether a package is from outside exactly when its name has a point before the first slash.
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
  /// The ending of its files without the point.
  package var ending: String
  package var keywords: Set<String>
  /// Types whose names begin with a small letter.
  package var types: Set<String>
  /// What begins a comment to the end of the line; nil without such comments.
  package var lineComment: String?
  package var blockComment: BlockComment?
  /// The delimiters of strings; where several begin alike, the longer ones come first.
  package var strings: [StringDelimiter]
  /// Whether a backslash and a parenthesis in a string begin an expression.
  package var interpolates: Bool
  package var attribute: Attribute?
  /// Whether a quotation mark also begins the name of a lifetime.
  package var hasLifetimes: Bool
  /// Whether a name behind a point is a member even if it is spelled as a keyword.
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
