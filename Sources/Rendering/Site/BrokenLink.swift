import Analysis
import Reporting

/// A broken link of a site.
package struct BrokenLink: Sendable, Equatable, CustomStringConvertible {
  /// Why a link is broken.
  package enum Reason: Sendable, Equatable {
    /// The address is empty; safe mode removes unsafe addresses.
    case empty
    /// The address begins with a slash, so it breaks when a page is opened from disk.
    case absolute
    /// No file of the site has that path.
    case missingFile
    /// The file exists but has no anchor with that name.
    case missingAnchor
  }

  /// The path of the page that holds the link.
  package var page: String
  /// The address as written.
  package var address: String
  /// Why it is broken.
  package var reason: Reason

  /// The page, the address and the problem.
  package var description: String {
    let problem =
      switch reason {
      case .empty:
        "the address is empty; only http, https, mailto and relative addresses are allowed"
      case .absolute: "the address begins with “/”; make it relative to the page"
      case .missingFile: "the site has no such file"
      case .missingAnchor: "the page has no such anchor"
      }
    return "\(page): link to “\(address)”: \(problem)."
  }
}

extension BrokenLink {
  /// The broken links within the site's HTML files; links to other sites are not checked.
  ///
  /// - Parameters:
  ///   - files: The site's files by path.
  ///   - present: Paths of other files in the folder, which may be linked to as well.
  /// - Returns: The broken links, ordered by page path and by position in the page.
  package static func all(
    in files: [String: [UInt8]],
    alsoPresent present: Set<String> = []
  ) -> [BrokenLink] {
    let paths = files.keys.filter { $0.hasSuffix(".html") }.sorted()
    let addresses = paths.concurrentMap { HTMLAddresses(in: files[$0, default: []]) }
    let pages = Dictionary(uniqueKeysWithValues: zip(paths, addresses))
    return paths.concurrentMap { path in
      (pages[path]?.links ?? []).compactMap { address in
        problem(address, on: path, pages: pages) { files[$0] != nil || present.contains($0) }
          .map { BrokenLink(page: path, address: address, reason: $0) }
      }
    }.flatMap(\.self)
  }

  private static func problem(
    _ address: String,
    on page: String,
    pages: [String: HTMLAddresses],
    exists: (String) -> Bool
  ) -> Reason? {
    guard !address.isEmpty else { return .empty }
    guard !hasScheme(address) else { return nil }
    guard !address.hasPrefix("/") else { return .absolute }
    let parts = address.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let path = parts[0].prefix { $0 != "?" }
    let target = path.isEmpty ? page : resolved(percentDecoded(path), from: page)
    guard let target, exists(target) else { return .missingFile }
    guard parts.count == 2, let ids = pages[target]?.ids else { return nil }
    return ids.contains(percentDecoded(parts[1])) ? nil : .missingAnchor
  }

  private static func hasScheme(_ address: String) -> Bool {
    guard let colon = address.firstIndex(of: ":") else { return false }
    return !address[..<colon].contains { "/?#".contains($0) }
  }

  /// The path of a relative address from the site's root; nil if it lies outside the site.
  private static func resolved(_ address: String, from page: String) -> String? {
    var parts = page.split(separator: "/").dropLast()
    for part in address.split(separator: "/") {
      switch part {
      case ".": continue
      case ".." where parts.isEmpty: return nil
      case "..": parts.removeLast()
      default: parts.append(part)
      }
    }
    if address.hasSuffix("/") || parts.isEmpty { parts.append("index.html") }
    return parts.joined(separator: "/")
  }
}

private func percentDecoded(_ text: some StringProtocol) -> String {
  var bytes: [UInt8] = []
  var rest = text.utf8[...]
  while let byte = rest.popFirst() {
    let digits = rest.prefix(2)
    if byte == UInt8(ascii: "%"), digits.count == 2,
      let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
    {
      bytes.append(value)
      rest = rest.dropFirst(2)
    } else {
      bytes.append(byte)
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}
