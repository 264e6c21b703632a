package import Analysis

/// Why a report cannot be made.
package enum ReportingError: Error, Equatable, Sendable {
  /// A contract lacks one of the headings that every contract has.
  case missingHeading(String, file: String)
  /// A contract uses Markdown that the report does not support.
  case unsupportedMarkdown(line: Int, text: String, file: String)
  /// Two workloads have one name.
  case duplicateWorkload(String)
  /// Two machines would have pages in one folder.
  case duplicateMachine(String)
  /// Stored trials cannot be analyzed.
  case analysis(AnalysisError)
  /// A published number names a source that does not exist.
  case unknownSource(String, reference: String)
  /// The measurements contradict one of the report's own sentences.
  case contradictedSentence(String, file: String, claim: String, rule: Int)
  /// The measurements contradict every answer that advice has for a situation.
  case contradictedAdvice(String, advice: String)
}

extension ReportingError: CustomStringConvertible {
  /// What is wrong, where, and how to put it right.
  package var description: String {
    switch self {
    case .missingHeading(let heading, let file):
      """
      No heading “## \(heading)” in \(file). Every contract has these headings: \
      \(Contract.headings.map { "“\($0)”" }.joined(separator: ", ")).
      """
    case .unsupportedMarkdown(let line, let text, let file):
      """
      \(file), line \(line): “\(text)” is not supported in a contract. Use paragraphs, lists of \
      one level that begin with “- ”, code between backticks, and links.
      """
    case .duplicateWorkload(let name):
      "The workload “\(name)” is in the report's input twice. Pass each workload once."
    case .duplicateMachine(let slug):
      "Two machines are called “\(slug)” in the report's input. Give each its own name."
    case .analysis(let error): error.description
    case .unknownSource(let source, let reference):
      """
      The published number “\(reference)” names the source “\(source)”, which is not in the \
      database. Import both again with: parallax import
      """
    case .contradictedAdvice(let situation, let advice):
      """
      The measurements contradict every answer for the situation “\(situation)” in \
      templates/advice/\(advice).json. Add the answer that they support, or see the numbers with: \
      parallax report --keep-contradicted
      """
    case .contradictedSentence(let sentence, let file, let claim, let rule):
      """
      The measurements contradict the sentence “\(sentence)” in \(file), by rule \(rule) of \
      templates/claims/\(claim).json. Correct the sentence, or see the numbers with: \
      parallax report --keep-contradicted
      """
    }
  }
}
