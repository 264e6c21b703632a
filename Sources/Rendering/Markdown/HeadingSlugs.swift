import Reporting

/// Creates heading ids as GitHub does, so that one link works on a code host and on our pages.
struct HeadingSlugs {
  private var used: Set<String> = []

  /// The heading's anchor; with a number if an earlier heading already has the same.
  mutating func slug(for heading: String) -> String {
    let name = headingAnchor(heading)
    var slug = name
    var number = 0
    while !used.insert(slug).inserted {
      number += 1
      slug = "\(name)-\(number)"
    }
    return slug
  }
}
