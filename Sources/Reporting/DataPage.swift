import BenchmarkModel

/// The values of the page of data.
struct DataPage: Sendable {
  /// A query with the command that runs it.
  struct Query: Sendable {
    var name: String
    var summary: String
    var sql: Markup
    var command: Markup
  }

  var downloads: Table?
  var queries: [Query]
}

extension DataPage {
  /// Gathers downloads and queries in the order of the input.
  static func page(_ input: ReportInput) -> ReportPage {
    let rows: [[Table.Cell]] = input.downloads.map { download in
      let size = download.byteCount.map { quantityText(Double($0), .bytes) }
      return [
        .markup(.link(download.path, to: download.path)), .text(download.summary),
        size.map { .text($0) } ?? .none,
      ]
    }
    let context = DataPage(
      downloads: rows.isEmpty
        ? nil : Table([.words("File"), .words("What it holds"), .numbers("Size")], rows: rows),
      queries: input.queries.map { query in
        Query(
          name: query.name, summary: query.summary, sql: .listing(query.sql, language: "sql"),
          command: .code("parallax query \(query.name)"))
      })
    return ReportPage(
      name: "data", title: "Data",
      description: "The database, how to ask it, and the files to take away.", menuTitle: "Data",
      template: "data", context: context)
  }
}
