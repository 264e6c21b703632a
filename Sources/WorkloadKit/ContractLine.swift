/// What a contract says, as one JSON object that a trial program prints when its only argument is
/// `--contract`.
///
/// With it `parallax` measures the workloads of a package that it was not built with. It has no place
/// for what only code can say: `search`, and `objection(to:_:)`.
enum ContractLine {
  /// The version of the description.
  static let version = 1

  static func text<Problem: Workload>(of workload: Problem.Type) -> String {
    object([
      ("contract", "\(version)"),
      ("name", quoted(workload.name)),
      ("title", quoted(workload.title)),
      ("operation", quoted(workload.operation)),
      ("packages", list(workload.packages.map(quoted))),
      ("mayOverflowStack", "\(workload.mayOverflowStack)"),
      ("warmups", "\(workload.effort.warmups)"),
      ("iterations", "\(workload.effort.iterations)"),
      ("metrics", list(workload.metrics.map(metric))),
      ("latencies", list(workload.latencies.map(latency))),
      ("headlines", list(workload.headlines.map(quoted))),
      (
        "placeCondition",
        workload.placeCondition.map { condition in
          object([("metric", quoted(condition.metric)), ("share", "\(condition.share)")])
        }
      ),
      ("parameters", list(Problem.Parameters.fields.map(parameter))),
      ("variants", list(workload.variants.map(variant))),
      ("implementations", list(implementations(of: workload))),
      ("presets", presets(of: workload)),
      ("sizes", list(sizes(of: workload).map { size($0, of: workload) })),
    ])
  }

  private static func metric(_ metric: WorkloadMetric) -> String {
    object([
      ("name", quoted(metric.name)), ("label", quoted(metric.label)),
      ("unit", quoted("\(metric.unit)")), ("better", quoted("\(metric.better)")),
    ])
  }

  private static func latency(_ latency: WorkloadLatency) -> String {
    object([("name", quoted(latency.name)), ("label", quoted(latency.label))])
  }

  private static func parameter<Parameters>(_ field: ParameterField<Parameters>) -> String {
    object([
      ("name", quoted(field.name)), ("minimum", "\(field.minimum)"),
      ("maximum", "\(field.maximum)"), ("role", quoted("\(field.role)")),
    ])
  }

  private static func variant<Parameters>(_ variant: Variant<Parameters>) -> String {
    object([
      ("name", quoted(variant.name)), ("label", quoted(variant.label.rawValue)),
      ("summary", quoted(variant.summary)),
      (
        "environment",
        variant.environment.map { environment in
          let variables = environment.variables.sorted { $0.key < $1.key }
          return object([
            ("variables", object(variables.map { ($0.key, quoted($0.value)) })),
            (
              "library",
              environment.library.map { library in
                object([("name", quoted(library.name)), ("package", quoted(library.package))])
              }
            ),
            ("runtimes", list(environment.runtimes.map(quoted))),
          ])
        }
      ),
    ])
  }

  /// The styles of the defaults and of the variants that are other code.
  private static func implementations<Problem: Workload>(of workload: Problem.Type) -> [String] {
    let variants = [nil] + workload.variants.map { $0.name as String? }
    return Style.allCases.flatMap { style in
      variants.filter { workload.body(in: style, variant: $0) != nil }.map { variant in
        object([("style", quoted(style.rawValue)), ("variant", variant.map(quoted))])
      }
    }
  }

  /// Every size of a preset, once, in the order of the first preset that has it.
  private static func sizes<Problem: Workload>(of workload: Problem.Type) -> [Problem.Parameters] {
    Preset.allCases.flatMap { workload.cases(for: $0) }.reduce(into: []) { sizes, parameters in
      if !sizes.contains(parameters) { sizes.append(parameters) }
    }
  }

  /// The places in ``sizes(of:)`` of what each preset measures, in the preset's order.
  private static func presets<Problem: Workload>(of workload: Problem.Type) -> String {
    let sizes = sizes(of: workload)
    return object(
      Preset.allCases.map { preset in
        let places = workload.cases(for: preset).compactMap { sizes.firstIndex(of: $0) }
        return (preset.rawValue, list(places.map { "\($0)" }))
      })
  }

  private static func size<Problem: Workload>(
    _ parameters: Problem.Parameters, of workload: Problem.Type
  ) -> String {
    let floor = workload.floor(parameters) / Duration.nanoseconds(1)
    let variants = workload.variants.filter { $0.suits(parameters) }
    return object([
      ("values", list(parameters.values.map { "\($0.value)" })),
      ("operations", "\(workload.operations(parameters))"),
      ("answer", "\(workload.answer(parameters))"),
      ("floorNanoseconds", "\(Int(floor))"),
      ("isHeadline", "\(workload.isHeadline(parameters))"),
      ("hasSearch", "\(workload.search(parameters) != nil)"),
      ("fixture", workload.fixture(parameters).map(fixture)),
      ("variants", list(variants.map { quoted($0.name) })),
    ])
  }

  private static func fixture(_ fixture: Fixture) -> String {
    switch fixture {
    case .http(let delay): object([("http", "\(delay)")])
    case .echoLoad(let connections, let messages):
      object([("echoLoad", list(["\(connections)", "\(messages)"]))])
    case .requestLoad(let plan):
      requestLoad(plan)
    }
  }

  private static func requestLoad(_ plan: RequestPlan) -> String {
    let numbers = [plan.connections, plan.idleConnections, plan.requests, plan.ratePerSecond]
    return switch plan.content {
    case .echo(let bytes): object([("requestLoad", list((numbers + [bytes]).map { "\($0)" }))])
    case .service: object([("serviceLoad", list(numbers.map { "\($0)" }))])
    }
  }

  /// An object without the members that are nil.
  private static func object(_ members: [(String, String?)]) -> String {
    let texts = members.compactMap { name, value in value.map { "\(quoted(name)):\($0)" } }
    return "{\(texts.joined(separator: ","))}"
  }

  private static func list(_ values: [String]) -> String { "[\(values.joined(separator: ","))]" }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case _ where scalar.value < 32:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
