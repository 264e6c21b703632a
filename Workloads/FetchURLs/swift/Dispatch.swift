import Dispatch
import Foundation
import FoundationNetworking
import Synchronization
import WorkloadKit

extension FetchURLs: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let addresses = parameters.addresses
    let session = makeSession(parameters)
    defer { session.invalidateAndCancel() }
    let pages = Mutex([Page](repeating: Page(), count: addresses.count))

    stopwatch.measure {
      let group = DispatchGroup()
      for (index, address) in addresses.enumerated() {
        group.enter()
        session.dataTask(with: address) { data, response, _ in
          pages.withLock { $0[index] = page(data, response) }
          group.leave()
        }.resume()
      }
      group.wait()
    }

    return checksum(pages.withLock { $0 })
  }
}
