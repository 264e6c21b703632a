import BenchmarkModel

/// Reads the text that hey prints.
///
/// It names no address, so the benchmark is called `hey`. The times have only statistics, with the four
/// decimals that hey prints. Source: `requester/print.go` of hey 0.1.4.
enum HeyReader: TextFormat {
  private static let name = "hey"
  private static let seconds = ExternalUnit("secs", .nanoseconds, factor: 1e9)
  private static let bytes = ExternalUnit("bytes", .bytes)
  /// The lines of the summary that are statistics of the response times.
  private static let ofTimes = ["Slowest", "Fastest", "Average"]

  static func recognizes(_ beginning: FileBeginning) -> Bool {
    // oha prints a similar text with another beginning.
    beginning.hasLines(beginningWith: ["Summary:", "Response time histogram:"])
      && !beginning.hasLines(beginningWith: ["Success rate:"])
      || beginning.hasLines(beginningWith: ["Error distribution:", "["])
  }

  static func results(in lines: [TextLine]) throws(ReferenceError) -> BenchmarkList {
    var list = BenchmarkList()
    var time = ExternalResult(name: name, metric: "response time", unit: seconds)
    var facts: [ExternalFact] = []
    var part = ""
    for line in lines where !line.words.isEmpty {
      if let title = Self.title(line) {
        part = title
        continue
      }
      do throws(ReferenceError) {
        switch part {
        case "Summary": try summary(line, &time, &list)
        case "Latency distribution": try quantile(line, &time)
        case "Response time histogram": facts.append(fact(part, line))
        case "Status code distribution", "Error distribution": facts.append(fact(part, line))
        default: if part.hasPrefix("Details") { list.results.append(try detail(line)) }
        }
      } catch { list.addUnreadable(name, error) }
    }
    if time.statistics.isEmpty { time.add(ExternalGap(printed: "no response")) }
    list.results.insert(time, at: 0)
    for index in list.results.indices { list.results[index].facts = facts }
    return list
  }

  /// The title of a part, which begins a line and ends with a colon; nil for another line.
  private static func title(_ line: TextLine) -> String? {
    guard let first = line.text.first, !first.isWhitespace, line.text.hasSuffix(":") else {
      return nil
    }
    return String(line.text.dropLast())
  }

  private static func fact(_ part: String, _ line: TextLine) -> ExternalFact {
    // The bars of the histogram are no facts.
    let words = line.words.filter { !$0.hasPrefix("|") }
    return ExternalFact(part, words.joined(separator: " "))
  }

  /// Takes a line such as `Slowest: 0.0055 secs`.
  private static func summary(
    _ line: TextLine, _ time: inout ExternalResult, _ list: inout BenchmarkList
  ) throws(ReferenceError) {
    let sides = line.text.split(separator: ":", maxSplits: 1)
    guard sides.count == 2, let number = sides[1].split(whereSeparator: \.isWhitespace).first
    else { return }
    let label = String(sides[0].drop(while: \.isWhitespace))
    if ofTimes.contains(label) {
      return time.add(try line.quantityOrGap(number, in: seconds), as: label)
    }
    let units = [
      "Total": seconds, "Requests/sec": ExternalUnit("", .perSecond), "Total data": bytes,
      "Size/request": bytes,
    ]
    guard let unit = units[label] else { return }
    var result = ExternalResult(name: name, metric: label, unit: unit)
    result.add([try line.quantityOrGap(number, in: unit)])
    list.results.append(result)
  }

  /// Takes a line such as `99% in 0.0041 secs`.
  private static func quantile(
    _ line: TextLine, _ time: inout ExternalResult
  ) throws(ReferenceError) {
    let words = line.words
    guard words.count == 4, words[0].hasSuffix("%"), words[1] == "in" else {
      throw line.fault(.malformedResult(reason: "it is not a quantile"))
    }
    time.add(try line.quantityOrGap(words[2], in: seconds), as: String(words[0]))
  }

  /// The result of a line such as `resp wait: 0.0010 secs, 0.0001 secs, 0.0055 secs`.
  private static func detail(_ line: TextLine) throws(ReferenceError) -> ExternalResult {
    let sides = line.text.split(separator: ":", maxSplits: 1)
    let numbers = sides.last?.split(separator: ",").compactMap { part in
      part.split(whereSeparator: \.isWhitespace).first
    }
    guard sides.count == 2, let numbers, numbers.count == 3 else {
      throw line.fault(.malformedResult(reason: "it does not have three times"))
    }
    let label = String(sides[0].drop(while: \.isWhitespace))
    var result = ExternalResult(
      name: name, metric: label.isEmpty ? "detail" : label, unit: seconds)
    for (statistic, number) in zip(["average", "fastest", "slowest"], numbers) {
      result.add(try line.quantityOrGap(number, in: seconds), as: statistic)
    }
    return result
  }
}
