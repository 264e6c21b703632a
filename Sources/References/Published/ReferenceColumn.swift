import BenchmarkModel

/// The columns of a file of published numbers, with their names in its header.
///
/// ``Reference``, ``PublishedValue``, ``ContractMatch`` and ``Provenance`` describe them.
/// `parameters` are name=value pairs separated by single spaces, for example
/// `tasks=100000 hold-milliseconds=10000`.
enum ReferenceColumn: String, CaseIterable {
  case id
  case workload
  case language
  case runtime
  case runtimeVersion
  case comparesTo
  case parameters
  case metric
  case comparesToMetric
  case statistic
  case qualifier
  case value
  case unit
  case normalizedValue
  case normalizedUnit
  case conversion
  case contract
  case difference
  case source
  case locator
  case hardware
  case operatingSystem
  case note
}

extension Reference {
  /// Nil when a field is wrong or two contradict each other; the row then has the errors.
  init?(row: inout RecordRow<ReferenceColumn>, reader: ReferenceReader) {
    let id = row.read(.id, Field.identifier)
    let workload = row.read(
      .workload,
      Field.name(of: .workload, in: reader.workloads, called: \.self)
    )
    let language = row.read(.language, Field.text)
    let runtime = row.read(.runtime, Field.text)
    let runtimeVersion = row.read(.runtimeVersion, placeholder: Self.notStated, Field.text)
    let comparesTo = row.read(
      .comparesTo,
      placeholder: Field.none,
      Field.optionalName(
        of: .runtime, in: reader.implementations.filter { [$0.workload, nil].contains(workload) },
        called: \.runtimeID)
    )
    let parameters = row.read(.parameters, placeholder: Field.none, Field.parameters)
    let metric = row.read(.metric, Field.identifier)
    let statistic: Statistic? = row.read(.statistic, Field.name(of: .statistic))
    let qualifier: Qualifier? = row.read(.qualifier, Field.name(of: .qualifier))
    let value = PublishedValue(row: &row)
    let comparesToMetric = row.comparesToMetric(among: reader.metrics, value: value)
    let contract = ContractMatch(row: &row)
    let provenance = Provenance(row: &row, sources: reader.sources)
    guard let id, let workload, let language, let runtime, let runtimeVersion, let comparesTo,
      let parameters, let metric, let comparesToMetric, let statistic, let qualifier, let value,
      let contract, let provenance
    else { return nil }
    self.init(
      id: id,
      workload: workload,
      language: language,
      runtime: runtime,
      runtimeVersion: runtimeVersion,
      comparesTo: comparesTo,
      parameters: parameters,
      metric: metric,
      comparesToMetric: comparesToMetric?.name,
      statistic: statistic,
      qualifier: qualifier,
      value: value,
      contract: contract,
      provenance: provenance
    )
  }
}

extension RecordRow<ReferenceColumn> {
  /// The metric of ours; nil when it is wrong, and a nested nil when there is none.
  fileprivate mutating func comparesToMetric(
    among metrics: [Metric],
    value: PublishedValue?
  ) -> Metric?? {
    let metric = read(
      .comparesToMetric,
      placeholder: Field.none,
      Field.optionalName(of: .metric, in: metrics, called: \.name)
    )
    if let metric, let metric, let value, metric.unit != value.normalizedUnit {
      add(
        .wrongUnit(
          value: metric.name,
          expected: Field.none,
          because: "it is in \(metric.unit.rawValue), this number in "
            + value.normalizedUnit.rawValue
        ),
        at: .comparesToMetric
      )
      return nil
    }
    return metric
  }
}

extension PublishedValue {
  /// Reads the printed and the normalized number; nil when one is wrong or they do not agree.
  fileprivate init?(row: inout RecordRow<ReferenceColumn>) {
    let printed = row.read(.value, Field.number)
    let unit = row.read(.unit, Field.name(of: .unit, in: PrintedUnit.all, called: \.name))
    let normalized = row.read(.normalizedValue, Field.number)
    let normalizedUnit: Metric.Unit? = row.read(
      .normalizedUnit,
      Field.name(of: .normalizedUnit)
    )
    let conversion = row.read(.conversion, Field.text)
    guard let printed, let unit, let normalized, let normalizedUnit, let conversion else {
      return nil
    }
    guard normalizedUnit == unit.normalized else {
      row.add(
        .wrongUnit(
          value: normalizedUnit.rawValue,
          expected: unit.normalized.rawValue,
          because: "the printed unit is \(unit.name)"
        ),
        at: .normalizedUnit
      )
      return nil
    }
    guard unit.converts(printed.number, to: normalized.number) else {
      row.add(
        .wrongConversion(
          value: normalized.text,
          printed: "\(printed.text) \(unit.name)",
          possible: unit.conversions(of: printed.number)
        ),
        at: .normalizedValue
      )
      return nil
    }
    self.init(
      printed: printed.text,
      printedUnit: unit.name,
      normalized: normalized.number,
      normalizedUnit: normalizedUnit,
      conversion: conversion
    )
  }
}

extension ContractMatch {
  /// Nil when the kind is wrong or the description is missing.
  fileprivate init?(row: inout RecordRow<ReferenceColumn>) {
    let kind: Kind? = row.read(.contract, Field.name(of: .contract))
    let difference = row.read(.difference, placeholder: Field.none, Field.optionalText)
    guard let kind, let difference else { return nil }
    switch (kind, difference) {
    case (.same, nil): self = .same
    case (.similar, let difference?): self = .similar(difference: difference)
    case (.different, let difference?): self = .different(difference: difference)
    default:
      row.add(.wrongDifference(contract: kind), at: .difference)
      return nil
    }
  }
}

extension Provenance {
  /// Nil when a field is wrong.
  fileprivate init?(row: inout RecordRow<ReferenceColumn>, sources: [Source]) {
    let notStated = Reference.notStated
    let source = row.read(.source, Field.name(of: .source, in: sources, called: \.id))
    let locator = row.read(.locator, Field.text)
    let hardware = row.read(.hardware, placeholder: notStated, Field.text)
    let operatingSystem = row.read(.operatingSystem, placeholder: notStated, Field.text)
    let note = row.read(.note, placeholder: Field.none, Field.optionalText)
    guard let source, let locator, let hardware, let operatingSystem, let note else { return nil }
    self.init(
      sourceID: source.id,
      locator: locator,
      hardware: hardware,
      operatingSystem: operatingSystem,
      note: note
    )
  }
}
