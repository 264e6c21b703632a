import Analysis
import BenchmarkModel

/// The values of the page of data.
struct DataPage: Encodable, Sendable {
  /// A query with the command that runs it.
  struct Query: Encodable, Sendable {
    struct Parameter: Encodable, Sendable {
      var option: Markup
      var meaning: String
    }

    var title: String
    var question: String
    var command: Markup
    var parameters: [Parameter]
    var sql: Markup
    /// The answer with all defaults; nil when it is long.
    var result: Table?
  }

  var downloads: Table?
  var queries: [Query]
  /// How to cite the report, as a block to copy; nil if it is not said.
  var citation: Markup?
}

extension DataPage {
  static func page(_ view: MachineView) -> ReportPage {
    let input = view.input
    let rows: [[Table.Cell]] = input.downloads.map { download in
      let size = download.byteCount.map { quantityText(Double($0), .bytes) }
      return [
        .markup(.link(download.path, to: download.path)), .text(download.summary),
        size.map { .text($0) } ?? .none,
      ]
    }
    let context = DataPage(
      downloads: rows.isEmpty
        ? nil : Table([.words("File"), .words("Contents"), .numbers("Size")], rows: rows),
      queries: input.queries.map(Query.init),
      citation: input.citation.map {
        let text = $0.text(
          dates: view.dates, machine: view.machine.map(machineText), commits: view.commits)
        return .listing(text, language: "text")
      })
    return ReportPage(
      name: "data", title: "Data",
      description: "The database, how to query it, and files to download.", menuTitle: "Data",
      template: "data", context: context)
  }
}

extension DataPage.Query {
  init(_ query: CannedQuery) {
    let needed = query.parameters.filter { $0.defaultValue == nil }.map { " --param \($0.name)=…" }
    title = query.title
    question = query.question
    command = .code("parallax query \(query.name)\(needed.joined())")
    parameters = query.parameters.map { parameter in
      let isRequired = parameter.defaultValue == nil
      return Parameter(
        option: .code("\(parameter)"),
        meaning: parameter.meaning + (isRequired ? " (required)" : ""))
    }
    sql = .listing(query.sql, language: "sql")
    result = query.result.map { result in
      Table(
        zip(result.columns, result.isNumber).map { $1 ? .numbers($0) : .words($0) },
        rows: result.rows.map { $0.map { .text($0) } })
    }
  }
}
