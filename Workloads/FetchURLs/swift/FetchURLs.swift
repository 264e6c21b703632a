import Foundation
import FoundationNetworking
package import WorkloadKit

/// The contract that the catalog and the trial program use.
package let workload: any Workload.Type = FetchURLs.self

enum FetchURLs: Workload {
  struct Parameters: ParameterSet {
    var urls = 5
    var delayMilliseconds = 20
    var port = 0
    var refusedPort = 0

    static let fields: [ParameterField<Self>] = [
      ParameterField("urls", \.urls, minimum: 3),
      ParameterField("delay-milliseconds", \.delayMilliseconds, minimum: 0, role: .outside),
      ParameterField("port", \.port, minimum: 0, role: .fromRunner),
      ParameterField("refused-port", \.refusedPort, minimum: 0, role: .fromRunner),
    ]

    /// The addresses in order: one page is missing, one port has no server, the others answer.
    var addresses: [URL] {
      (0..<urls).compactMap { index in
        switch index {
        case missing: URL(string: "http://127.0.0.1:\(port)/missing/\(index)")
        case refused: URL(string: "http://127.0.0.1:\(refusedPort)/item/\(index)")
        default: URL(string: "http://127.0.0.1:\(port)/item/\(index)")
        }
      }
    }

    var missing: Int { urls / 3 }
    var refused: Int { 2 * urls / 3 }
  }

  /// The result of one request; a failed connection is status 0 and length 0.
  struct Page: Sendable {
    var status = 0
    var length = 0
  }

  static let name = "fetch-urls"
  static let title = "Fetching URLs at once"
  static let operation = "request"

  static let headlines = ["overFloorNanoseconds", "peakResidentBytes"]

  static let packages = ["async-http-client", "swift-nio"]

  static let variants = [
    Variant<Parameters>(
      "async-http-client", .idiomatic,
      "AsyncHTTPClient, the client that Swift servers use, instead of URLSession.",
      ServerClient.self)
  ]

  static func operations(_ parameters: Parameters) -> Int { parameters.urls }

  /// An item has 1,000 bytes plus its index; the missing page says "not found".
  static func answer(_ parameters: Parameters) -> Checksum {
    checksum(
      (0..<parameters.urls).map { index in
        switch index {
        case parameters.missing: Page(status: 404, length: 9)
        case parameters.refused: Page()
        default: Page(status: 200, length: 1_000 + index)
        }
      })
  }

  static func floor(_ parameters: Parameters) -> Duration {
    .milliseconds(parameters.delayMilliseconds)
  }

  static func fixture(_ parameters: Parameters) -> Fixture? {
    .http(delayMilliseconds: parameters.delayMilliseconds)
  }

  static func cases(for preset: Preset) -> [Parameters] {
    switch preset {
    case .smoke: sizes([5])
    case .quick: sizes([5, 100])
    case .standard, .full: sizes([5, 100, 1_000])
    }
  }

  /// The first iteration of a process is slower than the second in most runtimes.
  static let effort = Effort(warmups: 1)

  private static func sizes(_ urls: [Int]) -> [Parameters] {
    urls.map { Parameters(urls: $0, delayMilliseconds: 20) }
  }

  static func checksum(_ pages: [Page]) -> Checksum {
    pages.reduce(17) { hash, page in
      (hash &* 31 &+ Checksum(page.status)) &* 31 &+ Checksum(page.length)
    }
  }

  /// A client that may open a connection for each URL and has no cache.
  static func makeSession(_ parameters: Parameters) -> URLSession {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpMaximumConnectionsPerHost = parameters.urls
    configuration.urlCache = nil
    return URLSession(configuration: configuration)
  }

  /// The result of a finished request; a connection error is a result as well.
  static func page(_ data: Data?, _ response: URLResponse?) -> Page {
    guard let data, let response = response as? HTTPURLResponse else { return Page() }
    return Page(status: response.statusCode, length: data.count)
  }
}
