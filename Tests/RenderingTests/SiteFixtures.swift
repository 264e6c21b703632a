import BenchmarkModel
import Reporting

@testable import Rendering

struct SampleRow: Encodable, Sendable {
  var runtime: String
  var label: String
  var memory: String
}

struct SampleListing: Encodable, Sendable {
  var runtime: String
  var label: String
  var path: Markup
  var digest: Markup
  var source: Markup
}

struct SampleContext: Encodable, Sendable {
  var title: String
  var stamp: String?
  var rows: [SampleRow]
  var listings: [SampleListing]
  var source: Markup
  var hasPeers: Bool
}

let sampleTemplate = """
  # {{title}}

  What do 100,000 waiting tasks cost?
  {{#stamp}}

  > Measured {{stamp}}
  {{/stamp}}

  ## The answer

  ![Peak memory](charts/memory.svg)

  <details><summary>The data as a table</summary>

  | Runtime | Peak memory |
  | --- | ---: |
  | Go | 268.5 MiB |

  </details>

  | Runtime | Memory |
  |:--|--:|
  {{#rows}}
  | ![](marks/{{runtime}}.svg) {{label}} | {{memory}} |
  {{/rows}}

  {{^hasPeers}}
  No peers were built.
  {{/hasPeers}}
  ## Scaling

  ![Scaling](charts/scaling.svg)

  ## The models

  ### ![](marks/go.svg) Go

  - green threads

  ### ![](marks/tokio.svg) Tokio

  - futures

  ## The code

  {{#listings}}
  {{>listing}}
  {{/listings}}
  ## Content

  ## Chart memory

  Published by {{{source}}}; see [the method](method.md#limits) and [the answer](#the-answer).

  """

let listingTemplate = """
  ### ![](marks/{{runtime}}.svg) {{label}}

  {{{path}}}, digest {{{digest}}}

  {{{source}}}


  """

let sampleContext = SampleContext(
  title: "Sleeping tasks <& others>", stamp: "on a machine with 2 cores",
  rows: [
    SampleRow(runtime: "swift-async", label: "Swift async/await", memory: "231.3 MiB"),
    SampleRow(runtime: "go", label: "Go", memory: "268.5 MiB"),
  ],
  listings: [
    SampleListing(
      runtime: "swift-async", label: "Swift async/await", path: .code("swift/Async.swift"),
      digest: .code("3f9a1c0e"),
      source: .listing(
        "/// Counts.\nfunc wake(_ n: Int) async -> Int {\n  \"\\(n)\" == \"<b>\" ? 1 : 0xF\n}\n",
        language: "swift")),
    SampleListing(
      runtime: "go", label: "Go", path: .code("go/main.go"), digest: .code("aa77b2c1"),
      source: .listing(
        "package main\n\nfunc main() {\n\tgo func() { print(`<i>`) }() // start\n}\n",
        language: "go")),
  ],
  source: .link("A page | with *stars*", to: "https://example.org/a?b=1&c=(2)"), hasPeers: false)

func sampleSite() -> Site {
  Site(
    about: SiteDescription(name: "Parallax"), stamp: "From run 1.",
    credit: "Parallax 0.1.0", baseURL: "https://example.org/parallax",
    pages: [
      ReportPage(
        name: "index", title: "Sleeping tasks", description: "What 100,000 tasks cost.",
        menuTitle: "Overview", template: "sample", context: sampleContext,
        charts: [memoryChart, scalingChart]),
      ReportPage(
        name: "method", title: "Method", description: "How it was measured.", menuTitle: "Method",
        template: "method", context: OneValue(x: "Two cores.")),
    ])
}

func sampleRenderer() throws -> Renderer {
  var files = try projectTemplates()
  files["sample.md.mustache"] = sampleTemplate
  files["listing.md.mustache"] = listingTemplate
  files["method.md.mustache"] = "# Method\n\n## Limits\n\n{{x}}\n"
  return try Renderer(
    templates: TemplateLibrary(files: files), runtimes: defaultDescriptions, languages: syntaxes)
}
