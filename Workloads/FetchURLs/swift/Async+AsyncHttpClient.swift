import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import ServerKit
import WorkloadKit

extension FetchURLs {
  enum ServerClient: AsyncStyle {
    static func async(
      _ parameters: Parameters, stopwatch: inout Stopwatch
    ) async throws -> Checksum {
      let requests = parameters.addresses.map { HTTPClientRequest(url: $0.absoluteString) }
      let client = HTTPClient(
        eventLoopGroup: eventLoops, configuration: configuration(connections: parameters.urls))

      let pages = await stopwatch.measureAsync {
        await withTaskGroup(of: (Int, Page).self) { group in
          for (index, request) in requests.enumerated() {
            group.addTask { (index, await fetch(request, with: client)) }
          }
          return await group.reduce(into: [Page](repeating: Page(), count: requests.count)) {
            $0[$1.0] = $1.1
          }
        }
      }

      try await client.shutdown()
      return checksum(pages)
    }

    private static func configuration(connections: Int) -> HTTPClient.Configuration {
      var configuration = HTTPClient.Configuration()
      configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
      // By default, a refused connection is tried again for ten seconds.
      configuration.connectionPool.retryConnectionEstablishment = false
      return configuration
    }

    private static func fetch(_ request: HTTPClientRequest, with client: HTTPClient) async -> Page {
      do {
        let response = try await client.execute(request, timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 1 << 20)
        return Page(status: Int(response.status.code), length: body.readableBytes)
      } catch {
        return Page()
      }
    }
  }
}
