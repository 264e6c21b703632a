import Analysis
import Testing

@testable import Reporting

struct ReportingErrorTests {
  @Test(arguments: [
    (
      ReportingError.missingHeading("Question", file: "W/README.md"),
      "No heading “## Question” in W/README.md. Every contract has these headings: “Question”, "
        + "“Operation”, “Timed region”, “What must be equal”, “What may differ”, "
        + "“Known unfairness”."
    ),
    (
      .unsupportedMarkdown(line: 3, text: "| a |", file: "W/README.md"),
      "W/README.md, line 3: “| a |” is not supported in a contract. Use paragraphs, lists of one "
        + "level that begin with “- ”, code between backticks, and links."
    ),
    (
      .duplicateWorkload("ping-pong"),
      "The workload “ping-pong” is in the report's input twice. Pass each workload once."
    ),
    (
      .analysis(.foreignTrial(case: "a/go n=1", workload: "b")),
      "A trial of “a/go n=1” was given as one of b. Give each workload the trials of its own cases."
    ),
    (
      .unknownSource("x-2024", reference: "x-1"),
      "The published number “x-1” names the source “x-2024”, which is not in the database. Import "
        + "both again with: parallax import"
    ),
    (
      .analysis(
        .unusableMeasurement(metric: "m", case: "a/go n=1", run: "r", reason: "It is NaN.")),
      "m of a/go n=1 in run r cannot be used. It is NaN. Show another run with: "
        + "parallax report --run RUN"
    ),
  ])
  func messageSaysWhatWhereAndHow(error: ReportingError, message: String) {
    #expect(error.description == message)
  }
}
