import Foundation
import FoundationNetworking
import WorkloadKit

extension FetchURLs: AsyncStyle {
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let addresses = parameters.addresses
    let session = makeSession(parameters)
    defer { session.invalidateAndCancel() }

    let pages = await stopwatch.measureAsync {
      await withTaskGroup(of: (Int, Page).self) { group in
        for (index, address) in addresses.enumerated() {
          group.addTask { (index, await fetch(address, with: session)) }
        }
        return await group.reduce(into: [Page](repeating: Page(), count: addresses.count)) {
          $0[$1.0] = $1.1
        }
      }
    }

    return checksum(pages)
  }

  private static func fetch(_ address: URL, with session: URLSession) async -> Page {
    do {
      let (data, response) = try await session.data(from: address)
      return page(data, response)
    } catch {
      return Page()
    }
  }
}
