import FoundationEssentials
import Mustache
import Platform

/// The templates, style sheets and scripts of a folder.
///
/// `NAME.md.mustache` is a Markdown template and `NAME.html.mustache` an HTML template. Both are
/// called NAME, and inserted values are escaped accordingly. `NAME.css` is a style sheet and
/// `NAME.js` a script.
///
/// Templates have values `{{x}}`, sections `{{#x}}…{{/x}}`, inverted sections `{{^x}}…{{/x}}`, the
/// current element `{{.}}` with the tests `{{#first()}}` and `{{#last()}}`, partials `{{>x}}` and
/// comments `{{!…}}`. Triple braces are only for `Markup`: code, listings and links. Some Markdown
/// has a special meaning when it becomes HTML:
///
/// - `![description](charts/NAME.svg)` alone in a paragraph becomes the chart as a figure. A
///   collapsible table after it, as in `templates/chart.md.mustache`, becomes part of the figure.
/// - `![](marks/RUNTIME.svg)` becomes the runtime's mark.
/// - Sections with a third-level heading, optionally one paragraph, and a listing in a highlighted
///   language become a row of summaries that open and close them. The first code in the paragraph
///   is the file's path: its last component labels the lines, as in `main.go:12`.
/// - Two or more consecutive such sections with another code block are laid out side by side; with a
///   list they become cards.
/// - A link to `NAME.md` becomes a link to the page's HTML.
/// - A link to `#NAME` in a table becomes an anchor with that name.
/// - A heading that begins with `<a id="NAME"></a>` has the identifier NAME instead of one made from its text.
package struct TemplateLibrary: Sendable {
  private let library: MustacheLibrary
  private let check: TemplateCheck
  private let plainFiles: [String: String]

  /// Reads the templates, style sheets and scripts in a folder; subfolders are ignored.
  ///
  /// - Throws: ``RenderingError/unreadable(path:reason:)``, or what ``init(files:)`` throws.
  package init(folder: String) throws(RenderingError) {
    var files: [String: String] = [:]
    do {
      for name in try folderNames(folder)
      where name.hasSuffix(".mustache") || Self.isPlain(name) {
        let bytes = try fileBytes("\(folder)/\(name)")
        guard let text = String(validating: bytes, as: UTF8.self) else {
          throw RenderingError.unreadable(path: "\(folder)/\(name)", reason: "it is not UTF-8 text")
        }
        files[name] = text
      }
    } catch let error as RenderingError {
      throw error
    } catch let error as FileError {
      throw .unreadable(path: error.path, reason: error.reason.description)
    } catch {
      throw .unreadable(path: folder, reason: "\(error)")
    }
    try self.init(files: files)
  }

  /// Takes the texts of templates, style sheets and scripts by file name.
  ///
  /// - Throws: ``RenderingError/templateSyntax(template:line:problem:)`` for a template that is
  ///   invalid or calls itself, ``RenderingError/unknownTemplate(_:neededBy:known:)`` for a missing
  ///   partial, ``RenderingError/duplicateFile(path:)`` for two templates with the same name.
  package init(files: [String: String]) throws(RenderingError) {
    MustacheContentTypes.register(MarkdownContentType(), named: MarkdownContentType.name)
    var library = MustacheLibrary()
    var templates: [String: TemplateCheck.Template] = [:]
    var plainFiles: [String: String] = [:]
    for (file, text) in files.sorted(by: { $0.key < $1.key }) {
      if Self.isPlain(file) { plainFiles[file] = text }
      guard let (name, isMarkdown) = Self.template(inFile: file) else { continue }
      guard templates[name] == nil else { throw .duplicateFile(path: file) }
      var scanner = TemplateScanner(template: file, text: text, isMarkdown: isMarkdown)
      templates[name] = .init(file: file, tags: try scanner.tags())
      let contentType = isMarkdown ? MarkdownContentType.name : "HTML"
      do {
        try library.register("{{%CONTENT_TYPE:\(contentType)}}\n\(text)", named: name)
      } catch {
        throw .templateSyntax(template: file, line: 1, problem: "\(error)")
      }
    }
    self.library = library
    self.plainFiles = plainFiles
    check = TemplateCheck(templates: templates)
    for name in templates.keys.sorted() { try checkPartials(of: name, within: []) }
  }

  /// Whether there is a template of this name.
  func hasTemplate(_ name: String) -> Bool { check.templates[name] != nil }

  /// Renders a context with a template.
  func render(
    _ template: String,
    _ context: any Encodable & Sendable,
    neededBy origin: String
  ) throws(RenderingError) -> String {
    guard check.templates[template] != nil else { throw missing(template, neededBy: origin) }
    let value = try TemplateValue(context)
    try check.check(template, against: value)
    return library.render(value, withTemplate: template) ?? ""
  }

  /// The text of a style sheet or a script, by file name.
  func plainFile(_ name: String) throws(RenderingError) -> String {
    guard let text = plainFiles[name] else { throw missing(name, neededBy: "the site") }
    return text
  }

  private static func isPlain(_ file: String) -> Bool {
    file.hasSuffix(".css") || file.hasSuffix(".js")
  }

  private static func template(inFile file: String) -> (name: String, isMarkdown: Bool)? {
    for (ending, isMarkdown) in [(".md.mustache", true), (".html.mustache", false)]
    where file.hasSuffix(ending) {
      return (String(file.dropLast(ending.count)), isMarkdown)
    }
    return nil
  }

  /// Checks that every partial exists and none calls a template that is being rendered.
  private func checkPartials(of name: String, within open: [String]) throws(RenderingError) {
    guard let template = check.templates[name] else {
      throw missing(name, neededBy: "template \(open.last ?? name)")
    }
    guard !open.contains(name) else {
      throw .templateSyntax(template: template.file, line: 1, problem: "the template calls itself")
    }
    for partial in template.tags.flatMap(\.partials) {
      try checkPartials(of: partial, within: open + [name])
    }
  }

  private func missing(_ name: String, neededBy origin: String) -> RenderingError {
    let known = Array(check.templates.keys) + Array(plainFiles.keys)
    return .unknownTemplate(name, neededBy: origin, known: known.sorted())
  }
}
