import BenchmarkModel

/// The columns of the file of sources, with their names in its header.
enum SourceColumn: String, CaseIterable {
  case id
  case title
  case author
  case published
  case url
  case trust
  case trustReason
  case method
  case retrieved
}

extension Source {
  /// Nil when a field is wrong; the row then has the errors.
  init?(row: inout RecordRow<SourceColumn>) {
    let notStated = Reference.notStated
    let id = row.read(.id, Field.identifier)
    let title = row.read(.title, Field.text)
    let author = row.read(.author, placeholder: notStated, Field.text)
    let published = row.read(.published, placeholder: notStated, Field.date)
    let url = row.read(.url, Field.address)
    let trust: Trust? = row.read(.trust, Field.name(of: .trust))
    let trustReason = row.read(.trustReason, Field.text)
    let method = row.read(.method, placeholder: notStated, Field.text)
    let retrieved = row.read(.retrieved, Field.text)
    guard let id, let title, let author, let published, let url, let trust, let trustReason,
      let method, let retrieved
    else { return nil }
    self.init(
      id: id,
      title: title,
      author: author,
      published: published,
      url: url,
      trust: trust,
      trustReason: trustReason,
      method: method,
      retrieved: retrieved
    )
  }
}
