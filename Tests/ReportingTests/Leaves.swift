@testable import Analysis
@testable import Reporting

/// One value at the end of a path through a context, for example `answer[0].text`.
struct Leaf {
  /// What a template can do with a value.
  enum Value: Equatable {
    case text(String)
    case flag(Bool)
    case markup(Markup)
  }

  var path: String
  var value: Value

  /// Every value that a template can reach in a context, in the order of the properties.
  static func all(in context: Any, path: String = "") -> [Leaf] {
    switch context {
    case let text as String: return [Leaf(path: path, value: .text(text))]
    case let flag as Bool: return [Leaf(path: path, value: .flag(flag))]
    case let markup as Markup: return [Leaf(path: path, value: .markup(markup))]
    default: break
    }
    return children(of: context, path: path)?.flatMap { all(in: $1, path: $0) } ?? []
  }

  /// The parts of a struct, a list or an optional with their paths; nil for a value without parts.
  static func children(of context: Any, path: String) -> [(path: String, value: Any)]? {
    if context is String || context is Bool || context is Markup { return nil }
    let mirror = Mirror(reflecting: context)
    return mirror.children.enumerated().map { index, child in
      switch mirror.displayStyle {
      case .optional: (path, child.value)
      case .collection: ("\(path)[\(index)]", child.value)
      default: ("\(path)\(path.isEmpty ? "" : ".")\(child.label ?? "")", child.value)
      }
    }
  }

  /// The leaf in one line.
  var line: String {
    switch value {
    case .text(let text): "\(path): \(text)"
    case .flag(let flag): "\(path): \(flag)"
    case .markup(.code(let code)): "\(path): code \(code)"
    case .markup(.link(let text, let address)): "\(path): link \(text) -> \(address)"
    case .markup(.listing(let text, let language)):
      "\(path): \(language) \(text.split(separator: "\n").joined(separator: "⏎"))"
    }
  }
}

extension ReportPage {
  /// Every value of the page and of its charts' tables, one per line; a table has one line per row.
  var lines: [String] {
    ["\(name) (\(template)): \(title); \(description)"] + Self.lines(of: context, path: "")
      + charts.flatMap { chart in
        ["chart \(chart.name): \(chart.title); \(chart.description)"]
          + ([chart.table.header] + chart.table.rows).map { "  " + $0.joined(separator: " | ") }
      }
  }

  private static func lines(of value: Any, path: String) -> [String] {
    guard let table = value as? Table else {
      return Leaf.children(of: value, path: path)?.flatMap { lines(of: $1, path: $0) }
        ?? Leaf.all(in: value, path: path).map(\.line)
    }
    var cells: [[String]] = [
      table.header.map { text($0.text, $0.markup) + ($0.isNumber ? " #" : "") }
    ]
    for row in table.rows {
      cells.append(
        row.cells.map { cell in
          let text = (cell.mark.map { "(\($0)) " } ?? "") + text(cell.text, cell.markup)
          return cell.isStrong ? "**\(text)**" : text
        })
    }
    return ["\(path):"] + cells.map { "  " + $0.joined(separator: " | ") }
      + table.notes.map { "  " + $0 }
  }

  private static func text(_ text: String?, _ markup: Markup?) -> String {
    switch markup {
    case nil: text ?? ""
    case .code(let code): code
    case .listing(let text, _): text
    case .link(let text, let address): "\(text) -> \(address)"
    }
  }
}

extension Report {
  /// The page of a name; nil when the report has none.
  func page(_ name: String) -> ReportPage? { pages.first { $0.name == name } }

  /// The texts of the answers: of each workload's page, then what the first page adds to them.
  var answer: [String] {
    let own = pages.filter { $0.template == "workload" }.flatMap(answer)
    return own + (page("index").map(answer) ?? []).filter { !own.contains($0) }
  }

  private func answer(on page: ReportPage) -> [String] {
    let leaves = Leaf.all(in: page.context)
    return leaves.indices.compactMap { position in
      let leaf = leaves[position]
      guard case .text(let text) = leaf.value,
        leaf.path == "absence"
          || ["answer[", "caveats["].contains(where: leaf.path.hasPrefix)
            && leaf.path.hasSuffix(".text")
      else { return nil }
      guard position > 0, leaves[position - 1].path.hasSuffix(".subject"),
        case .text(let subject) = leaves[position - 1].value
      else { return text }
      return "\(subject): \(text)"
    }
  }
}
