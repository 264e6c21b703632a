import ArgumentParser
import Runner

/// Parses a share written as `5%`; it must be at least 1e-9, as the database requires, and below 1.
func parseShare(_ text: String) throws -> Double {
  guard let share = percentage(text), share >= 1e-9, share < 1 else {
    throw ValidationError(
      "Write it with a percent sign, as in 5%, at least 0.0000001% and below 100%.")
  }
  return share
}

/// Parses a whole number within a range, in decimal digits.
func parseWhole<Number: FixedWidthInteger & Sendable>(
  _ range: ClosedRange<Number>
) -> @Sendable (String) throws -> Number {
  { text in
    guard let number = Number(text), text.utf8.allSatisfy("0123456789".utf8.contains),
      range.contains(number)
    else {
      throw ValidationError(
        "Write a whole number from \(range.lowerBound) to \(range.upperBound).")
    }
    return number
  }
}

/// Parses seconds written as `90s`, `10m` or `1.5h`.
func parseSeconds(_ text: String) throws -> Double {
  let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600]
  guard let unit = text.last.flatMap({ units[$0] }), let number = decimalNumber(text.dropLast()),
    (1e-9...1e9).contains(number * unit)
  else { throw ValidationError("Write it as 90s, 10m or 1.5h, at most 1000000000s.") }
  return number * unit
}

/// A variable written as `GOGC=off`.
struct AddedVariable: Equatable {
  let name: String
  let value: String

  init(_ text: String) throws {
    guard let sign = text.firstIndex(of: "=") else {
      throw ValidationError("Write it as NAME=VALUE, for example GOGC=off.")
    }
    name = String(text[..<sign])
    value = String(text[text.index(after: sign)...])
    do { try TrialEnvironment.check(name, value) } catch {
      throw ValidationError(error.description)
    }
  }
}

/// Parses a shard written as `2/4`.
func parseShard(_ text: String) throws -> Shard {
  let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
  guard numbers.count == 2, let index = numbers[0], let count = numbers[1],
    let shard = Shard(index: index, count: count)
  else { throw ValidationError("Write it as 2/4 for the second of four shards.") }
  return shard
}
