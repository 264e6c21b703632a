package import Platform
package import WorkloadKit

/// Why something could not be planned, started or read.
package enum RunnerError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The program could not be started.
  case cannotStart(program: String, SystemError)
  /// The shell that kills the children of a killed tool could not start in the background.
  case cannotWatch(standardError: String)
  /// A file that is needed for a while could not be made.
  case noTemporaryFile(reason: String)
  /// A file or folder that is needed could not be read.
  case unreadable(path: String, SystemError)
  /// The file that says where a kit's programs come from is not what was packed.
  case badKit(path: String)
  /// No workload has this name.
  case unknownWorkload(name: String, nearest: String?, allowed: [String])
  /// No runtime has this name.
  case unknownRuntime(name: String, nearest: String?, allowed: [String])
  /// No toolchain with built programs has this name, such as `go=1.25`.
  case unknownToolchain(name: String, nearest: String?, allowed: [String])
  /// The number of trials per case is below 1 or above ``Plan/maximumTrials``.
  case badTrialCount(Int)
  /// The plan has fewer sizes of workloads than shards.
  case tooManyShards(count: Int, groups: Int)
  /// The stored parameters of a case do not fit its workload.
  case parametersDoNotFit(workload: String, ParameterError)
  /// A listed source was changed after its program was built.
  case staleProgram(source: String, program: String, remedy: String)
  /// A trial's output breaks the protocol. `line` counts from 1; line and text are nil if something
  /// is missing.
  case badTrialOutput(line: Int?, text: String?, TrialLineProblem)
  /// A folder of workloads has no program.
  case notBuilt(folder: String, programs: String, remedy: String)
  /// A program does not describe its contract.
  case badContract(program: String, reason: String)
  /// A contract that a program described does not have the size of a stored case.
  case sizeNotDescribed(case: String)
  /// The fixture of a trial failed.
  case badFixture(command: String, FixtureProblem, standardError: String)

  /// What is wrong, where, and how to fix it.
  package var description: String {
    switch self {
    case .cannotStart(let program, let error):
      return "Cannot start \"\(program)\": \(error)."
    case .cannotWatch(let standardError):
      return
        "The shell that ends trials if this process is killed could not start in the background"
        + (standardError.isEmpty ? "." : ": \(shortened(standardError))")
    case .noTemporaryFile(let reason): return reason
    case .unreadable(let path, let error):
      return "Cannot read \"\(path)\": \(error)."
    case .badKit(let path):
      return "\"\(path)\" is damaged. Unpack the kit again."
    case .unknownWorkload(let name, let nearest, let allowed):
      return Self.unknown("workload", name, nearest, allowed)
    case .unknownRuntime(let name, let nearest, let allowed):
      return Self.unknown("runtime", name, nearest, allowed)
    case .unknownToolchain(let name, let nearest, let allowed):
      return Self.unknown("built toolchain", name, nearest, allowed)
        + " Others, and how to build them: parallax list toolchains."
        + (name.contains("/")
          ? " A compiler builds its programs first, as with: make build LABEL=6.2.3 "
            + "SWIFT=/path/to/usr/bin/swift" : "")
    case .badTrialCount(let count):
      return "The number of trials is \(count). It must be at least 1 and at most "
        + "\(Plan.maximumTrials)."
    case .tooManyShards(let count, let groups):
      return "The plan cannot be divided into \(count) shards: a workload at one size stays whole, "
        + "and there are \(groups) of these. Use at most \(groups) shards."
    case .parametersDoNotFit(let workload, let error):
      return "The parameters do not fit workload \"\(workload)\": \(error)"
    case .staleProgram(let source, let program, let remedy):
      return "\"\(source)\" is newer than \"\(program)\", so the report would list code that was "
        + "not measured. Rebuild with: \(remedy)"
    case .badTrialOutput(let line, let text, let problem):
      let place = line.map { "line \($0) of standard output" } ?? "standard output"
      return "The trial broke the protocol in \(place): \(problem)"
        + (text.map { " The line is: \"\(shortened($0))\"." } ?? "")
    case .notBuilt(let folder, let programs, let remedy):
      return "\"\(programs)\" has no program for \"\(folder)\". Build it with: \(remedy)"
    case .badContract(let program, let reason):
      return "\"\(program) --contract\" does not say what its contract is: \(reason)"
    case .sizeNotDescribed(let description):
      return "The contract of \(description) no longer has this size. Measure it again."
    case .badFixture(let command, let problem, let standardError):
      return "The fixture \"\(command)\" \(problem)."
        + (standardError.isEmpty ? "" : " Its standard error: \"\(shortened(standardError))\".")
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

/// What is wrong with a line that a trial printed, or with its output as a whole.
package enum TrialLineProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// It is longer than this many bytes.
  case tooLong(limitBytes: Int)
  /// It is not a JSON object.
  case notAnObject
  /// Something follows its object.
  case textAfterObject
  /// A text in it is not UTF-8.
  case notUTF8
  /// A number in it is larger than any that can be read; the character is counted from 1.
  case numberOutOfRange(String, character: Int)
  /// An object in it has this key twice.
  case duplicateKey(String)
  /// Its values are nested more deeply than this.
  case tooDeep(limit: Int)
  /// It has a key that this kind of line does not have.
  case unknownKey(String, allowed: [String])
  /// It lacks a key that this kind of line must have.
  case missingKey(String)
  /// The value of a key has the wrong type or is out of range.
  case badValue(key: String, expected: String)
  /// The closing line states a different protocol version.
  case unknownVersion(found: UInt64)
  /// The workload has no metric with this name.
  case unknownMetric(String, allowed: [String])
  /// It comes after the line that ends the trial.
  case afterEnd
  /// There are more or fewer iterations than requested.
  case iterationCount(found: Int, expected: Int)
  /// The closing line is missing.
  case noClosingLine
  /// The iterations together took longer than their process ran.
  case longerThanProcess(processNanoseconds: UInt64)
  /// The iterations together used more processor time than the kernel counted for their process.
  case moreThanCounted(processorNanoseconds: UInt64)

  /// What is wrong and what is expected, as a sentence.
  package var description: String {
    switch self {
    case .tooLong(let limitBytes): "it is longer than \(limitBytes) bytes."
    case .notAnObject: "it is not a JSON object."
    case .textAfterObject: "something follows its JSON object; print one object per line."
    case .notUTF8: "it has a text that is not UTF-8."
    case .numberOutOfRange(let number, let character):
      "the number \(shortened(number)) at character \(character) is out of range."
    case .duplicateKey(let key): "the key \"\(shortened(key))\" appears twice in one object."
    case .tooDeep(let limit): "its values are nested more than \(limit) deep."
    case .unknownKey(let key, let allowed):
      "unknown key \"\(key)\"; allowed here: \(allowed.joined(separator: ", "))."
    case .missingKey(let key): "the key \"\(key)\" is missing."
    case .badValue(let key, let expected): "\"\(key)\" must be \(expected)."
    case .unknownVersion(let found):
      "it has protocol version \(found), but this is version \(TrialLine.protocolVersion)."
    case .unknownMetric(let name, let allowed):
      "unknown metric \"\(name)\"; the workload's contract has "
        + (allowed.isEmpty ? "none." : allowed.joined(separator: ", ") + ".")
    case .afterEnd: "it comes after the line that ends the trial."
    case .iterationCount(let found, let expected):
      "\(found) iterations instead of \(expected)."
    case .noClosingLine:
      "the closing line {\"protocol\":\(TrialLine.protocolVersion),…} is missing."
    case .longerThanProcess(let processNanoseconds):
      "the iterations took longer than the \(processNanoseconds) ns that the process ran."
    case .moreThanCounted(let processorNanoseconds):
      "the iterations used more processor time than the \(processorNanoseconds) ns that the kernel "
        + "counted for the process."
    }
  }
}

/// How a fixture failed.
package enum FixtureProblem: Equatable, Sendable, CustomStringConvertible {
  /// It did not print its ports in time.
  case silent(secondsText: String)
  /// It ended before it was asked to.
  case endedEarly
  /// It did not exit cleanly when it was asked to.
  case endedBadly
  /// It printed something unexpected.
  case badLine(String)

  /// What it did, as a predicate after its name.
  package var description: String {
    switch self {
    case .silent(let secondsText): "printed no ports within \(secondsText)"
    case .endedEarly: "ended before the trial did"
    case .endedBadly: "did not exit cleanly when its standard input was closed"
    case .badLine(let text): "printed \"\(shortened(text))\" instead of its ports or connections"
    }
  }
}

/// The text on one line of at most 160 characters, with control characters as spaces and "…" where
/// it was cut.
func shortened(_ text: String) -> String {
  let cut = text.unicodeScalars.prefix(160).map { scalar in
    scalar.properties.generalCategory == .control ? " " : Character(scalar)
  }
  return String(cut) + (cut.count < text.unicodeScalars.count ? "…" : "")
}
