import BenchmarkModel
package import Reporting

/// The measurements of a published site, as search engines for data sets read them
/// (https://schema.org/Dataset).
package struct Dataset: Sendable {
  /// How the site is cited; its digest identifies the data set.
  package var citation: Citation
  /// The machine of the measurements, in a few words; nil without a run.
  package var machine: String?
  /// The days of the runs, oldest first.
  package var dates: [String]
  /// The commits that the runs measured.
  package var commits: [String]
  /// The files to download.
  package var files: [Download]

  package init(
    _ citation: Citation, machine: String?, dates: [String], commits: [String] = [],
    files: [Download]
  ) {
    self.citation = citation
    self.commits = commits
    self.machine = machine
    self.dates = dates
    self.files = files
  }

  /// The paragraph by which it is cited.
  var text: String { citation.text(dates: dates, machine: machine, commits: commits) }

  /// The description as JSON-LD; nil without the address and the digest that it needs.
  func markup(of site: Site) -> SafeHTML? {
    guard let address = site.address(of: "index.html"), let digest = citation.digest,
      let path = citation.path, let permanent = site.address(of: path)
    else { return nil }
    var members = [
      ("@context", scriptLiteral("https://schema.org/")), ("@type", scriptLiteral("Dataset")),
      ("name", scriptLiteral(site.about.name)),
      ("description", scriptLiteral(site.about.summary ?? site.about.name)),
      ("url", scriptLiteral(address)),
      ("identifier", "[\(scriptLiteral("sha256:\(digest)")),\(scriptLiteral(permanent))]"),
    ]
    if let first = dates.first, let last = dates.last {
      members.append(("dateModified", scriptLiteral(last)))
      let days = first == last ? first : "\(first)/\(last)"
      members.append(("temporalCoverage", scriptLiteral(days)))
    }
    let files = files.compactMap { file in
      site.address(of: file.path).map {
        #"{"@type":"DataDownload","contentUrl":\#(scriptLiteral($0)),"#
          + #""description":\#(scriptLiteral(file.summary))}"#
      }
    }
    members.append(("distribution", "[\(files.joined(separator: ","))]"))
    let text = members.map { "\(scriptLiteral($0.0)):\($0.1)" }.joined(separator: ",")
    return SafeHTML("{\(text)}")
  }
}

/// The context of the template of the page that stays for each published report.
struct CitedReport: Encodable, Sendable {
  var siteTitle, short, text: String
}

/// The text as a string of JSON and JavaScript that also stays a string within HTML.
func scriptLiteral(_ text: String) -> String {
  let escaped = text.unicodeScalars.map { scalar -> String in
    switch scalar {
    case "\"", "\\": return "\\\(scalar)"
    case "<", ">", "&", "\u{0}"..<" ", "\u{2028}", "\u{2029}":
      let digits = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: return "\(scalar)"
    }
  }
  return "\"\(escaped.joined())\""
}
