/// Whether a text is words of lower-case ASCII letters and digits joined by single hyphens, as the names of
/// workloads, runtimes and variants are.
package func isKebabCase(_ text: some StringProtocol) -> Bool {
  text.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { word in
    !word.isEmpty && word.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) }
  }
}
