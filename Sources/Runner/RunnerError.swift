package import Platform
package import WorkloadKit

/// Why something could not be planned, started or understood.
package enum RunnerError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The program could not be started.
  case cannotStart(program: String, SystemError)
  /// A file or folder that is needed could not be read.
  case unreadable(path: String, SystemError)
  /// No workload has this name.
  case unknownWorkload(name: String, nearest: String?, allowed: [String])
  /// No runtime has this name.
  case unknownRuntime(name: String, nearest: String?, allowed: [String])
  /// A number of trials below 1 was asked for.
  case tooFewTrials(Int)
  /// A plan was to be divided into more pieces than it has sizes of workloads.
  case tooManyShards(count: Int, groups: Int)
  /// The stored parameters of a case do not fit its workload.
  case parametersDoNotFit(workload: String, ParameterError)
  /// A listed source was changed after its program was built.
  case staleProgram(source: String, program: String, remedy: String)
  /// What a trial printed does not follow the protocol; `line` is counted from 1, and nil with a
  /// nil text when something is missing.
  case badTrialOutput(line: Int?, text: String?, TrialLineProblem)
  /// The server beside a trial did not do its part.
  case badFixture(command: String, FixtureProblem, standardError: String)

  /// What is wrong, where, and how to put it right.
  package var description: String {
    switch self {
    case .cannotStart(let program, let error):
      return "Cannot start \"\(program)\": \(error)."
    case .unreadable(let path, let error):
      return "Cannot read \"\(path)\": \(error)."
    case .unknownWorkload(let name, let nearest, let allowed):
      return Self.unknown("workload", name, nearest, allowed)
    case .unknownRuntime(let name, let nearest, let allowed):
      return Self.unknown("runtime", name, nearest, allowed)
    case .tooFewTrials(let count):
      return "The number of trials is \(count), but must be at least 1."
    case .tooManyShards(let count, let groups):
      return "The plan cannot be divided into \(count) pieces: a workload at one size stays whole, "
        + "and there are \(groups) of these. Divide it into at most \(groups)."
    case .parametersDoNotFit(let workload, let error):
      return "The parameters do not fit workload \"\(workload)\": \(error)"
    case .staleProgram(let source, let program, let remedy):
      return "\"\(source)\" is newer than \"\(program)\", so the listing would not be what is "
        + "measured. Build it anew with: \(remedy)"
    case .badTrialOutput(let line, let text, let problem):
      let place = line.map { "line \($0) of standard output" } ?? "standard output"
      return "The trial protocol is broken in \(place): \(problem)"
        + (text.map { " The line is: \"\(shortened($0))\"." } ?? "")
    case .badFixture(let command, let problem, let standardError):
      return "The fixture \"\(command)\" \(problem)."
        + (standardError.isEmpty ? "" : " It said: \"\(shortened(standardError))\".")
    }
  }

  private static func unknown(
    _ kind: String,
    _ name: String,
    _ nearest: String?,
    _ allowed: [String]
  ) -> String {
    "Unknown \(kind) \"\(name)\"." + (nearest.map { " Did you mean \"\($0)\"?" } ?? "")
      + " Allowed: \(allowed.joined(separator: ", "))."
  }
}

/// What is wrong with a line that a trial printed, or with all of them together.
package enum TrialLineProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// It is longer than a line may be, in bytes.
  case tooLong(limitBytes: Int)
  /// It is not a JSON object.
  case notAnObject
  /// It has a key that this kind of line does not have.
  case unknownKey(String, allowed: [String])
  /// It lacks a key that this kind of line must have.
  case missingKey(String)
  /// The value of a key is not of the kind or within the range that it must be.
  case badValue(key: String, expected: String)
  /// The closing line states another version of the protocol.
  case unknownVersion(found: UInt64)
  /// The workload has no metric of this name.
  case unknownMetric(String, allowed: [String])
  /// It comes after the line that ends a trial.
  case afterEnd
  /// There are more or fewer iterations than were asked for.
  case iterationCount(found: Int, expected: Int)
  /// The closing line is missing.
  case noClosingLine
  /// The iterations together took longer than their process lived.
  case longerThanProcess(processNanoseconds: UInt64)

  /// What is wrong and what would be right, as a sentence.
  package var description: String {
    switch self {
    case .tooLong(let limitBytes): "it is longer than \(limitBytes) bytes."
    case .notAnObject: "it is not a JSON object."
    case .unknownKey(let key, let allowed):
      "unknown key \"\(key)\"; allowed here: \(allowed.joined(separator: ", "))."
    case .missingKey(let key): "the key \"\(key)\" is missing."
    case .badValue(let key, let expected): "\"\(key)\" must be \(expected)."
    case .unknownVersion(let found):
      "it states protocol \(found), but this is protocol \(TrialLine.protocolVersion)."
    case .unknownMetric(let name, let allowed):
      "unknown metric \"\(name)\"; the workload's contract has "
        + (allowed.isEmpty ? "none." : allowed.joined(separator: ", ") + ".")
    case .afterEnd: "it comes after the line that ends the trial."
    case .iterationCount(let found, let expected):
      "\(found) iterations instead of \(expected)."
    case .noClosingLine:
      "the closing line {\"protocol\":\(TrialLine.protocolVersion),…} is missing."
    case .longerThanProcess(let processNanoseconds):
      "the iterations took longer than the \(processNanoseconds) ns that the process lived."
    }
  }
}

/// How a fixture failed.
package enum FixtureProblem: Equatable, Sendable, CustomStringConvertible {
  /// It did not print its ports in time.
  case silent(secondsText: String)
  /// It ended before it was told to.
  case endedEarly
  /// It did not end in order when it was told to.
  case endedBadly
  /// It printed something else than what it must.
  case badLine(String)

  /// What it did, to be set after its name.
  package var description: String {
    switch self {
    case .silent(let secondsText): "printed no ports within \(secondsText)"
    case .endedEarly: "ended before the trial did"
    case .endedBadly: "did not end in order when its standard input was closed"
    case .badLine(let text): "printed \"\(shortened(text))\" instead of its ports or connections"
    }
  }
}

/// The text in one line of at most 160 characters, with control characters as spaces and "…" where
/// it was cut.
func shortened(_ text: String) -> String {
  let cut = text.unicodeScalars.prefix(160).map { scalar in
    scalar.properties.generalCategory == .control ? " " : Character(scalar)
  }
  return String(cut) + (cut.count < text.unicodeScalars.count ? "…" : "")
}
