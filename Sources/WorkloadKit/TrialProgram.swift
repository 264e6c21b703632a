import Dispatch
import Platform

/// Runs the trial that the command line describes, prints its lines and exits.
///
/// Blocking bodies run on a plain thread and async bodies in a detached task; neither uses the main
/// actor. Exit codes: 0 for a trial that ran or was refused a resource, 1 for a body that threw
/// another error, 64 for wrong usage. With `--contract` as its only argument the program prints what its
/// contract says instead.
public func runTrial(_ workload: any Workload.Type) -> Never {
  run(workload)
}

private func run<Problem: Workload>(_ workload: Problem.Type) -> Never {
  if CommandLine.arguments.dropFirst().elementsEqual(["--contract"]) {
    emit(ContractLine.text(of: workload))
    exit(0)
  }
  let trial: Trial<Problem.Parameters>
  do {
    trial = try Trial(CommandLine.arguments.dropFirst(), of: workload)
  } catch {
    complain("\(workload.name): \(error)")
    exit(64)
  }
  switch trial.body {
  case .blocking(let body):
    endingOnError {
      let thread = try JoinableThread {
        endingOnError {
          for _ in 0..<trial.iterations {
            var stopwatch = Stopwatch()
            let answer = try body(trial.parameters, &stopwatch)
            emit(TrialLine.iteration(stopwatch.report(answer: answer)))
          }
        }
      }
      thread.join()
    }
  case .suspending(let body):
    Task.detached {
      await endingOnErrorAsync {
        for _ in 0..<trial.iterations {
          var stopwatch = Stopwatch()
          let answer = try await body(trial.parameters, &stopwatch)
          emit(TrialLine.iteration(stopwatch.report(answer: answer)))
        }
      }
      finish()
    }
    dispatchMain()
  }
  finish()
}

/// The trial that the command line describes.
private struct Trial<Parameters: ParameterSet>: Sendable {
  let body: Body<Parameters>
  let parameters: Parameters
  let iterations: Int

  init(
    _ arguments: ArraySlice<String>, of workload: (some Workload<Parameters>).Type
  ) throws(UsageError) {
    var rest = arguments
    var style: Style?
    var variant: String?
    var counts = ["warmup": 0, "iterations": 1]
    var values: [ParameterValue] = []
    while let flag = rest.popFirst() {
      guard flag.hasPrefix("--") else { throw UsageError("Unexpected argument \"\(flag)\".") }
      let name = String(flag.dropFirst(2))
      guard let text = rest.popFirst() else { throw UsageError("\(flag) needs a value.") }
      if name == "style" {
        style = Style(rawValue: text)
        if style == nil {
          let styles = Style.allCases.map(\.rawValue).joined(separator: ", ")
          throw UsageError("Unknown style \"\(text)\". Allowed: \(styles).")
        }
        continue
      }
      if name == "variant" {
        variant = text
        continue
      }
      guard let number = Int(text), number >= 0 else {
        throw UsageError("\(flag) is \"\(text)\", but must be a whole number.")
      }
      if counts[name] != nil {
        counts[name] = number
      } else {
        values.append(ParameterValue(name, number))
      }
    }
    guard let style else { throw UsageError("--style is missing.") }
    guard let body = workload.body(in: style, variant: variant) else {
      let name = style.rawValue + (variant.map { ":\($0)" } ?? "")
      throw UsageError("No implementation in style \"\(name)\".")
    }
    do {
      parameters = try Parameters(values)
    } catch {
      throw UsageError(error.description)
    }
    self.body = body
    iterations = counts["warmup", default: 0] + counts["iterations", default: 1]
  }
}

private struct UsageError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Runs the work; a refusal is printed as a result; any other error ends the process with code 1.
private func endingOnError(_ work: () throws -> Void) {
  do { try work() } catch { end(error) }
}

private func endingOnErrorAsync(_ work: () async throws -> Void) async {
  do { try await work() } catch { end(error) }
}

private func end(_ error: any Error) -> Never {
  if let refusal = error as? Refusal {
    emit(TrialLine.refusal(refusal))
    exit(0)
  }
  complain("\(error)")
  exit(1)
}

private func finish() -> Never {
  emit(TrialLine.closing(peakResidentBytes: peakResidentBytes()))
  exit(0)
}

private func emit(_ line: String) { write(line, to: 1) }

private func complain(_ message: String) { write(message, to: 2) }

/// Writes the whole line.
///
/// Ends the process if the line cannot be written, for example because the reader closed the pipe.
private func write(_ line: String, to descriptor: Int32) {
  do { try writeAll(Array((line + "\n").utf8), to: descriptor) } catch { exit(1) }
}

/// The largest resident size of this process so far in bytes, from `VmHWM`; nil if the system does
/// not report it.
private func peakResidentBytes() -> UInt64? {
  guard let file = fopen("/proc/self/status", "r") else { return nil }
  defer { fclose(file) }
  var line = [CChar](repeating: 0, count: 256)
  while fgets(&line, Int32(line.count), file) != nil {
    let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    guard text.hasPrefix("VmHWM:") else { continue }
    return UInt64(text.filter(\.isNumber)).map { $0 * 1_024 }
  }
  return nil
}

/// Raises this process's limit of open descriptors as far as the system allows, as Go's runtime
/// does by itself, and returns the new limit.
public func raisedDescriptorLimit() -> Int {
  #if canImport(Darwin) || canImport(Musl)
    let resource = RLIMIT_NOFILE
  #else
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  #endif
  var limit = rlimit()
  getrlimit(resource, &limit)
  limit.rlim_cur = limit.rlim_max
  setrlimit(resource, &limit)
  getrlimit(resource, &limit)
  return Int(clamping: limit.rlim_cur)
}
