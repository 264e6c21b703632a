import BenchmarkModel
import FoundationEssentials
import Platform
import RuntimeFixtures
import Testing

@testable import Rendering

@Suite("Colors and marks of the runtimes")
struct PaletteTests {
  /// The variables of a style sheet for light and dark.
  private func palettes(of sheet: String = "chart.css") throws -> [[String: String]] {
    let style = try projectTemplates()[sheet] ?? ""
    return style.components(separatedBy: ":root").dropFirst().map { block in
      let body = block.components(separatedBy: "}")[0]
      return body.components(separatedBy: ";").reduce(into: [:]) { colors, line in
        let parts = line.components(separatedBy: ":").map { $0.filter { !" \n{".contains($0) } }
        if parts.count == 2, parts[0].hasPrefix("--") { colors[parts[0]] = parts[1] }
      }
    }
  }

  /// WCAG 2.1, relative luminance.
  private func luminance(_ color: String) -> Double {
    let value = Int(color.dropFirst(), radix: 16) ?? 0
    let bytes: [Int] = [value >> 16, (value >> 8) & 255, value & 255]
    let channels = bytes.map { byte -> Double in
      let share = Double(byte) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }

  private func contrast(_ first: String, _ second: String) -> Double {
    let (one, other) = (luminance(first) + 0.05, luminance(second) + 0.05)
    return max(one, other) / min(one, other)
  }

  @Test("Marks and text have the contrast with the background that WCAG AA requires")
  func contrastIsEnough() throws {
    let palettes = try palettes()
    #expect(palettes.count == 2)
    for (palette, color) in zip(palettes, [\RuntimeDescription.Colors.light, \.dark]) {
      let paper = try #require(palette["--paper"])
      for description in repositoryRuntimes.descriptions {
        let mark = description.colors[keyPath: color]
        #expect(contrast(mark, paper) >= 3, "\(description.runtime)")
      }
      for verdict in ["--supported", "--contradicted", "--mixed", "--other"] {
        #expect(contrast(try #require(palette[verdict]), paper) >= 3, "\(verdict)")
      }
      for ground in [paper, try #require(palette["--tint"])] {
        #expect(contrast(try #require(palette["--ink"]), ground) >= 7)
        #expect(contrast(try #require(palette["--muted"]), ground) >= 4.5)
      }
    }
  }

  /// The declarations of the drawing rules, by selector.
  private func rules() throws -> [String: [String: String]] {
    let style = try projectTemplates()["chart.css"] ?? ""
    let rules = style.components(separatedBy: "}").map { $0.components(separatedBy: "{") }
    return rules.reduce(into: [:]) { known, rule in
      guard rule.count == 2 else { return }
      let declarations = rule[1].components(separatedBy: ";").map {
        $0.components(separatedBy: ":").map(trimmed)
      }
      for selector in rule[0].components(separatedBy: ",").map(trimmed) {
        for parts in declarations where parts.count == 2 {
          known[selector, default: [:]][parts[0]] = parts[1]
        }
      }
    }
  }

  private func trimmed(_ text: String) -> String {
    text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
  }

  @Test("Chart content is drawn in colors whose contrast was checked, and not faded")
  func drawingsKeepTheirContrast() throws {
    let rules = try rules()
    for selector in [".plot .b", ".plot .d", ".plot .l", ".plot use.h"] {
      let rule = try #require(rules[selector], "\(selector)")
      #expect(rule["stroke"] == "var(--mark)", "\(selector)")
      #expect(rule["opacity"] == nil && rule["stroke-opacity"] == nil, "\(selector)")
    }
    #expect(rules[".plot use[class]"]?["fill"] == "var(--mark)")
    #expect(rules[".plot .w"]?["stroke"] == "var(--ink)")
    let textFills = rules.filter { $0.key.hasSuffix("text") || $0.key == ".plot .v .o" }
      .compactMap { $0.value["fill"] }
    #expect(Set(textFills) == ["var(--ink)", "var(--muted)"])
    for selector in rules.keys where selector.contains("text") {
      #expect(rules[selector]?["opacity"] == nil && rules[selector]?["fill-opacity"] == nil)
    }
  }

  @Test("Links and code have enough contrast on every background, including a targeted line's")
  func textContrastIsEnough() throws {
    let (grounds, texts) = (try palettes(), try palettes(of: "style.css"))
    #expect(grounds.count == 2 && texts.count == 2)
    for (ground, text) in zip(grounds, texts) {
      let target = try #require(text["--target"])
      let colors = text.filter { $0.value.hasPrefix("#") && $0.key != "--target" }
      #expect(colors.count == 6)
      for (name, color) in colors {
        for paper in [try #require(ground["--paper"]), try #require(ground["--tint"]), target] {
          #expect(contrast(color, paper) >= 4.5, "\(name) on \(paper)")
        }
      }
      #expect(contrast(try #require(ground["--ink"]), target) >= 7)
    }
  }

  @Test("Each runtime has a distinct shape, color and dash pattern")
  func runtimesDiffer() {
    let all = repositoryRuntimes.descriptions
    for facet in [\RuntimeDescription.markShape, \.colors.light, \.colors.dark, \.dashes] {
      #expect(Set(all.map { $0[keyPath: facet] }).count == all.count)
    }
  }

  @Test("Each verdict has a mark of its shape and color, and its rule gives the color")
  func verdictsHaveMarks() throws {
    let rules = try rules()
    let marks = ["supported", "contradicted", "mixed", "inconclusive"].map { "verdict-\($0)" }
    #expect(Set(defaultMarks.names).isSuperset(of: marks))
    for name in marks {
      #expect(defaultMarks.className(of: name) == name)
      #expect(defaultMarks.inline(name).text.contains("href=\"#:\(name)\""))
    }
    #expect(Set(marks.compactMap { rules[".\($0)"]?["--mark"] }).count == marks.count)
    #expect(defaultMarks.className(of: "verdict-other") == "r-other")
  }

  @Test("The pale bar of one runtime at most is gray")
  func barsHaveHues() {
    for color in [\RuntimeDescription.Colors.light, \.dark] {
      let grays = repositoryRuntimes.descriptions.filter { description in
        let value = Int(description.colors[keyPath: color].dropFirst(), radix: 16) ?? 0
        let bytes = [value >> 16, (value >> 8) & 255, value & 255]
        return (bytes.max() ?? 0) - (bytes.min() ?? 0) < 90
      }
      #expect(grays.map(\.runtime.id) == ["swift-threads"])
    }
  }

  @Test("The style of the drawings has the color and the dashes of each runtime")
  func styleHasEveryRuntime() {
    let marks = RuntimeMarks(defaultDescriptions)
    #expect(
      marks.style.contains(".\(marks.className(of: "go")) { --mark: #4c99ab; --dash: 2 3; }\n"))
    #expect(
      marks.style.contains(
        """
        @media screen and (prefers-color-scheme: dark) {
          .\(marks.className(of: "swift-threads")) { --mark: #e2ecf9; }

        """))
    #expect(marks.className(of: "new-language") == "r-other")
  }
}
