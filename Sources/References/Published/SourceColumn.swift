import BenchmarkModel

/// The columns of the file of sources; the raw values are its header.
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
  /// Reads a source; nil when a field is wrong.
  init?(row: inout RecordRow<SourceColumn>) {
    let silence = Reference.notStated
    let id = row.read(.id, Field.identifier)
    let title = row.read(.title, Field.text)
    let author = row.read(.author, placeholder: silence, Field.text)
    let published = row.read(.published, placeholder: silence, Field.date)
    let url = row.read(.url, Field.address)
    let trust: Trust? = row.read(.trust, Field.name(of: .trust))
    let trustReason = row.read(.trustReason, Field.text)
    let method = row.read(.method, placeholder: silence, Field.text)
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
