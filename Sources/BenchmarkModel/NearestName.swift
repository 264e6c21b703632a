/// The known name that a mistyped one most likely means.
///
/// The distance counts inserted, deleted and replaced characters and swapped neighbors (optimal string
/// alignment: R. A. Wagner and M. J. Fischer, 1974, with the swap of F. J. Damerau, 1964). Upper and
/// lower case are the same.
///
/// - Parameters:
///   - name: What was typed.
///   - known: The valid names; the first of equally near ones wins.
/// - Returns: The nearest valid name. Nil when its distance exceeds a third of the longer name (at
///   least one character is allowed), when the names share no character, and when `name` is longer
///   than 100 characters.
package func nearestName(to name: String, in known: [String]) -> String? {
  let typed = Array(name.lowercased())
  guard typed.count <= 100 else { return nil }
  var nearest: (name: String, distance: Int)?
  for candidate in known {
    let letters = Array(candidate.lowercased())
    let longer = max(typed.count, letters.count)
    let allowed = min(max(1, longer / 3), longer - 1)
    guard abs(typed.count - letters.count) <= allowed else { continue }
    let distance = editDistance(typed, letters)
    if distance <= allowed, distance < nearest?.distance ?? .max {
      nearest = (candidate, distance)
    }
  }
  return nearest?.name
}

private func editDistance(_ first: [Character], _ second: [Character]) -> Int {
  var beforePrevious = [Int](repeating: 0, count: second.count + 1)
  var previous = Array(0...second.count)
  var current = previous
  for (row, letter) in first.enumerated() {
    current[0] = row + 1
    for (column, other) in second.enumerated() {
      let replaced = previous[column] + (letter == other ? 0 : 1)
      current[column + 1] = min(replaced, previous[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
        current[column + 1] = min(current[column + 1], beforePrevious[column - 1] + 1)
      }
    }
    (beforePrevious, previous, current) = (previous, current, beforePrevious)
  }
  return previous[second.count]
}
