import Foundation
import FoundationNetworking
import Synchronization
import WorkloadKit

extension FetchURLs: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    let addresses = parameters.addresses
    let session = makeSession(parameters)
    defer { session.invalidateAndCancel() }
    let pages = Mutex([Page](repeating: Page(), count: addresses.count))

    try stopwatch.measure {
      let threads = try startThreads(addresses.count) { index in
        let page = fetch(addresses[index], with: session)
        pages.withLock { $0[index] = page }
      }
      for thread in threads { thread.join() }
    }

    return checksum(pages.withLock { $0 })
  }

  /// Blocks the thread until the request has ended.
  ///
  /// URLSession calls back on one of its own threads.
  private static func fetch(_ address: URL, with session: URLSession) -> Page {
    let result = Mutex(Page())
    let done = DispatchSemaphore(value: 0)
    session.dataTask(with: address) { data, response, _ in
      result.withLock { $0 = page(data, response) }
      done.signal()
    }.resume()
    done.wait()
    return result.withLock { $0 }
  }
}
