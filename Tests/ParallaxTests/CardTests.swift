import BenchmarkModel
import FoundationEssentials
import Testing

@testable import parallax

/// The images that previews of links show.
@Suite struct CardTests {
  private static let beginning: [UInt8] =
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)

  @Test(
    arguments: [
      (beginning + [0, 0, 4, 0xB0, 0, 0, 2, 0x76], "1200 by 630 pixels"),
      (beginning + [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0], "4294967295 by 0 pixels"),
      (beginning + [0, 0, 4, 0xB0, 0, 0, 2], nil), (Array("GIF89a".utf8), nil), ([], nil),
    ] as [([UInt8], String?)])
  func aSizeIsReadFromTheBeginningOfAFile(bytes: [UInt8], size: String?) {
    #expect(PNGSize(of: bytes)?.description == size)
  }

  @Test func theCardsOfASiteAndItsPagesHaveTheStatedSize() throws {
    let tree = try SourceTree(from: ImportTests.root.path)
    let site = try tree.site()
    let card = try #require(site.card)
    #expect(try tree.cards(of: site).keys.sorted() == [card])
    var other = SiteDescription(name: "x", pages: [.init("index"), .init("method", card: card)])
    #expect(try tree.cards(of: other).keys.sorted() == [card])
    other.card = "logo.svg"
    do {
      _ = try tree.cards(of: other)
      Issue.record("no error")
    } catch {
      #expect("\(error)".contains("logo.svg"), "\(error)")
      #expect(
        "\(error)".contains("It is no PNG. Previews of links need a PNG of 1200 by 630 pixels."),
        "\(error)")
    }
  }
}
