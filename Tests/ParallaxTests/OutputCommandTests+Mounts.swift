import FoundationEssentials
import Testing

/// Outputs and mounts: the place itself, a folder in it, or the disk that it is on.
extension OutputCommandTests {
  /// Runs a script with the tool as `$0` and file systems of its own.
  private func mounting(_ tool: BuiltTool, _ script: String) throws -> BuiltTool.Result {
    try tool.run(
      shell: """
        exec unshare --map-root-user --mount sh -c '
          folder=\(tool.folder); db=$folder/in.sqlite
          \(script)' "$0"
        """)
  }

  @Test(.enabled(if: FaultTests.canMount, "needs user namespaces"))
  func mountPointsAreWrittenToInPlace() throws {
    let tool = try fixture()
    let result = try mounting(
      tool,
      """
      mkdir $folder/site $folder/real && echo mine > $folder/real/mine
      mount --bind $folder/real $folder/site || exit 99
      "$0" publish --db $db --to $folder/site >/dev/null || exit 1
      cat $folder/site/mine; ls -A $folder/real | grep -c partial
      [ -s $folder/real/index.html ] && echo there
      cp $folder/export.csv $folder/inner && : > $folder/out
      mount --bind $folder/inner $folder/out || exit 99
      "$0" export --db $db --format json --out $folder/out || exit 1
      head -c 9 $folder/inner; echo; ls -A $folder | grep -c partial; true
      """)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.output == "mine\n0\nthere\n{\"format\"\n0\n", "\(result.output)")
  }

  @Test(.enabled(if: FaultTests.canMount, "needs user namespaces"))
  func anotherMountOfAnInputIsRefused() throws {
    let tool = try fixture()
    let result = try mounting(
      tool,
      """
      mkdir -p $folder/mounted $folder/above $folder/tree/Sources
      cp -r Workloads templates $folder/tree && cd $folder/tree || exit 99
      mount --bind templates $folder/mounted && mount --bind . $folder/above || exit 99
      for place in mounted mounted/new above above/templates/new; do
        "$0" report --db $db --out $folder/$place; echo "$place $?"
      done
      "$0" export --db $db --out $folder/mounted/new.csv; echo "export $?"
      """)
    #expect(
      result.output
        == "mounted 1\nmounted/new 1\nabove 1\nabove/templates/new 1\nexport 1\n",
      "\(result.output) \(result.errors)")
    #expect(result.errors.components(separatedBy: "which this command reads").count == 6)
  }

  @Test(.enabled(if: FaultTests.canMount, "needs user namespaces"))
  func aFullDiskLeavesWhatWasThere() throws {
    let tool = try fixture()
    let result = try mounting(
      tool,
      """
      mkdir $folder/disk && mount -t tmpfs -o size=12m none $folder/disk || exit 99
      cd $folder/disk
      (cd - >/dev/null && "$0" publish --db $db --to $folder/disk/site) >/dev/null 2>&1 || exit 98
      "$0" export --db $db --out out.csv || exit 97
      ln out.csv hard.csv
      find . -type f -exec sha256sum {} + | sort > $folder/sums
      head -c 11m /dev/zero > fill 2>/dev/null; head -c 4m /dev/zero > fill2 2>/dev/null
      echo | (cd - >/dev/null && "$0" publish --db $db --base-url https://e.org --to $folder/disk/site)
      echo "publish $?"
      (cd - >/dev/null && "$0" report --keep-contradicted --db $db --out $folder/disk/new); echo "report $?"
      "$0" export --db $db --format json --out out.csv; echo "export $?"
      "$0" export --db $db --out new.csv; echo "new $?"
      rm -f fill fill2; find . -type f -exec sha256sum {} + | sort | cmp - $folder/sums && echo same
      ls
      """)
    #expect(
      result.output
        == "publish 1\nreport 1\nexport 1\nnew 1\nsame\nhard.csv\nout.csv\nsite\n",
      "\(result.output) \(result.errors)")
    #expect(result.errors.contains("No space left on device"), "\(result.errors)")
  }

  @Test(.enabled(if: FaultTests.canMount, "needs user namespaces"))
  func aMountInsideTheFolderIsNamedForWhatItIs() throws {
    let tool = try fixture()
    let result = try mounting(
      tool,
      """
      mkdir -p $folder/inner $folder/out/marks && echo mine > $folder/inner/mine
      mount --bind $folder/inner $folder/out/marks || exit 99
      "$0" report --keep-contradicted --db $db --out $folder/out; echo "report $?"
      cat $folder/out/marks/mine; ls -A $folder/out $folder/inner
      """)
    #expect(
      result.output
        == "report 1\nmine\n\(tool.folder)/inner:\nmine\n\n\(tool.folder)/out:\nmarks\n",
      "\(result.output) \(result.errors)")
    #expect(result.errors.contains("Something is mounted inside the folder"), "\(result.errors)")
    #expect(!result.errors.contains("Free some space"), "\(result.errors)")
  }
}
