import Testing

@testable import Store

@Suite struct StoreErrorTests {
  static let file: [(FileProblem, String)] = [
    (
      .missing,
      "There is no database \"r.sqlite\". `parallax measure` creates one; `--db FILE` names "
        + "another."
    ),
    (
      .unusable(value: "trial.reached of run 0a, position 1 is -1, but must be 0 or more"),
      "\"r.sqlite\" has a value that cannot be used: trial.reached of run 0a, position 1 is -1, but "
        + "must be 0 or more. Nothing of it was used: look for all such values with `parallax check "
        + "--db FILE`, and correct or remove their rows."
    ),
    (
      .missingInput,
      "There is no file \"r.sqlite\" to merge, so nothing was merged. Check its path."
    ),
    (
      .contradictory(fault: "run 0a is finished but lacks planned trials"),
      "\"r.sqlite\" contradicts itself: run 0a is finished but lacks planned trials. Nothing of it was "
        + "used: look for all such rows with `parallax check --db FILE`, and correct or remove them."
    ),
    (
      .replaced,
      "\"r.sqlite\" was removed or replaced by another file after it was opened, so nothing more is "
        + "written to it. Put the file back, or name another with `--db FILE`. \"r.sqlite-wal\", if it "
        + "is there, belongs to the file and may hold its newest trials: keep both together."
    ),
    (
      .companionReplaced("-wal"),
      "\"r.sqlite-wal\", which belongs to \"r.sqlite\" while it is in use, was removed or replaced by "
        + "another file. What was stored before is safe in \"r.sqlite\": repeat the command."
    ),
    (
      .overwritten(problem: "file is not a database"),
      "\"r.sqlite\" was overwritten or cut short by another program after it was opened: file is not "
        + "a database. Nothing more is written to it. Put a copy of it back; without one, measure "
        + "again into another file with `--db FILE`."
    ),
    (
      .notADatabase,
      "\"r.sqlite\" is not a SQLite database. Name another file."
    ),
    (
      .notParallax,
      "\"r.sqlite\" is not a Parallax database: it is empty or belongs to another program. It was "
        + "not changed; name another file."
    ),
    (
      .development,
      "\"r.sqlite\" was written by a development version of Parallax, whose databases cannot be "
        + "read. It was not changed: measure again into another file with `--db FILE`, or read it "
        + "with the version that wrote it."
    ),
    (
      .newer(version: 3, known: 1),
      "\"r.sqlite\" was written by a newer Parallax (version 3 of the database; this one reads up "
        + "to 1). Use that Parallax, or another file with `--db FILE`."
    ),
    (
      .cannotOpen(reason: "it is a folder"),
      "\"r.sqlite\" cannot be opened: it is a folder. Check the path and the permissions."
    ),
    (
      .cannotWrite(reason: "no permission"),
      "\"r.sqlite\" cannot be written: no permission. Check the permissions of the file and its "
        + "folder, or use another with `--db FILE`."
    ),
    (
      .noRoom(reason: "disk I/O error"),
      "\"r.sqlite\" or a file beside it cannot be written: disk I/O error. The disk or a quota may be "
        + "full, or the file size limit of the shell (ulimit -f) too small: make room or raise the limit."
    ),
    (
      .locked,
      "\"r.sqlite\" is in use by another program. Try again when it has finished."
    ),
    (
      .diskFull,
      "The disk is too full for \"r.sqlite\". What was stored earlier is safe: free some space, "
        + "then repeat the command."
    ),
    (
      .damaged(problem: "page 3 is never used"),
      "\"r.sqlite\" is damaged: page 3 is never used. Use a copy of it, or recover what is "
        + "readable with `sqlite3 FILE .recover`."
    ),
    (
      .excessive(what: "rows of run", count: 9, limit: 5),
      "\"r.sqlite\" has 9 rows of run; a merge accepts at most 5. Nothing was merged: the file is "
        + "damaged, malicious or too large. Inspect it with `sqlite3 -readonly`."
    ),
    (.sameFile, "\"r.sqlite\" is this database itself. Name another file."),
    (
      .failed(reason: "disk I/O error"),
      "SQLite reported a failure with \"r.sqlite\": disk I/O error. If it happens again, check the "
        + "file with `sqlite3 FILE 'PRAGMA integrity_check'`."
    ),
  ]

  static let row: [(RowProblem, String)] = [
    (
      .againstSchema(reason: "CHECK constraint failed: logicalCores >= 1"),
      "\"r.sqlite\" cannot store a row: CHECK constraint failed: logicalCores >= 1. Nothing was "
        + "stored. Sources/Store/README.md describes the schema."
    ),
    (
      .textWithNUL("a\0b", result: 4),
      "Result 5 of the file has a NUL character in \"a\u{2400}b\", so nothing was stored in "
        + "\"r.sqlite\". Remove the character from the file."
    ),
    (
      .existingRun(id: "0a1b"),
      "Run 0a1b is already in \"r.sqlite\". Continue it with `parallax measure --resume`, or start "
        + "another."
    ),
    (
      .notPlanned(run: "0a1b", position: 9),
      "Run 0a1b in \"r.sqlite\" has no trial 9 in its plan, so nothing was stored. Start a new run "
        + "for another plan."
    ),
    (
      .otherCase(run: "0a1b", position: 9, planned: "w/go tasks=1", found: "w/tokio tasks=1"),
      "Trial 9 of run 0a1b in \"r.sqlite\" is planned for w/go tasks=1, not for w/tokio tasks=1, "
        + "so nothing was stored. Start a new run for another plan."
    ),
    (
      .existingTrial(run: "0a1b", position: 9),
      "Trial 9 of run 0a1b is already in \"r.sqlite\" and was not changed. Ask for the pending "
        + "trials before resuming."
    ),
    (
      .unknownMetric(name: "elapsed", position: 9, nearest: "elapsedNanoseconds"),
      "Trial 9 measures \"elapsed\", which is not a metric of \"r.sqlite\" (did you mean "
        + "\"elapsedNanoseconds\"?). The trial was not stored: declare every metric when the run "
        + "begins."
    ),
    (
      .measuredWithoutCompletion(position: 9, outcome: "wrongAnswer"),
      "Trial 9 ended as \"wrongAnswer\" but has measurements, so it was not stored in "
        + "\"r.sqlite\". Only a completed trial may have measurements."
    ),
    (
      .unusableValue(metric: "elapsedNanoseconds", position: 9, value: "nan"),
      "Value \"nan\" of elapsedNanoseconds in trial 9 is neither 0 nor a number from 1e-9 to 2⁵³. The "
        + "trial was not stored in \"r.sqlite\": check what the program printed."
    ),
    (
      .repeatedMeasurement(metric: "elapsedNanoseconds", position: 9, iteration: 2),
      "Trial 9 has two values of elapsedNanoseconds for iteration 2. It was not stored in "
        + "\"r.sqlite\": check what the program printed."
    ),
    (
      .repeatedMeasurement(metric: "peakResidentBytes", position: 9, iteration: nil),
      "Trial 9 has two values of peakResidentBytes for the whole trial. It was not stored in "
        + "\"r.sqlite\": check what the program printed."
    ),
    (
      .changedMetric(name: "rate", stored: "count, lower is better", found: "bytes"),
      "Metric \"rate\" is stored in \"r.sqlite\" as count, lower is better, not as bytes. "
        + "Correct its row in the table metric, or use another file with `--db FILE`; a metric with a "
        + "new meaning needs another name."
    ),
    (
      .unfinished(run: "0a1b", missing: 4),
      "Run 0a1b in \"r.sqlite\" is not finished: 4 of its trials are missing. Continue it with "
        + "`parallax measure --resume`."
    ),
    (
      .finishedRun(run: "0a1b"),
      "Run 0a1b in \"r.sqlite\" is finished, so nothing was added to its plan. Start a new run for "
        + "more trials."
    ),
    (
      .unknownSource(id: "hez2010", reference: "x", nearest: nil),
      "Reference \"x\" cites the source \"hez2010\", which does not exist. Nothing was imported "
        + "into \"r.sqlite\": add the source to Workloads/sources.csv."
    ),
    (
      .repeatedReference(id: "x", file: "b.csv", otherFile: "a.csv"),
      "Reference \"x\" of \"b.csv\" is already in \"a.csv\". Nothing of the file was imported into "
        + "\"r.sqlite\": give each number a unique identifier."
    ),
    (
      .contradiction(run: "0a1b", what: "plan", otherPath: "o.sqlite"),
      "\"o.sqlite\" has a different plan of run 0a1b than \"r.sqlite\". Nothing was merged: one of "
        + "the two was changed, so merge an unchanged copy."
    ),
  ]

  static let question: [(QuestionProblem, String)] = [
    (
      .unknownRun(name: "0x", nearest: "0a1b"),
      "There is no run \"0x\" in \"r.sqlite\" (did you mean \"0a1b\"?). `parallax list runs --db 'r.sqlite'` shows "
        + "all; an unambiguous prefix is enough."
    ),
    (
      .ambiguousRun(prefix: "0", matches: ["0a", "0b"]),
      "\"0\" is the prefix of several runs in \"r.sqlite\": 0a, 0b. Give a longer prefix."
    ),
    (
      .unusableName("a b"),
      "A run in \"r.sqlite\" cannot be named \"a b\". Use letters, digits, '.', '_' and '-', with "
        + "at least one letter beyond f, and not \"latest\"."
    ),
    (
      .unusableTag("a b"),
      "A run in \"r.sqlite\" cannot be tagged \"a b\". Use one word of at most 100 characters."
    ),
    (
      .unusableNote(""),
      "A note in \"r.sqlite\" cannot be \"\". Use one line of text of at most 4,000 characters."
    ),
    (
      .missingTag("x", run: "0a1b", known: ["a", "b"]),
      "Run 0a1b in \"r.sqlite\" does not have the tag \"x\", so nothing was changed. It has: a, b."
    ),
    (
      .missingTag("x", run: "0a1b", known: []),
      "Run 0a1b in \"r.sqlite\" does not have the tag \"x\", so nothing was changed. It has none."
    ),
    (
      .missingNote(run: "0a1b"),
      "Run 0a1b in \"r.sqlite\" has no note with this text, so nothing was changed. `parallax list "
        + "runs --db 'r.sqlite'` shows its notes."
    ),
    (.noRuns, "\"r.sqlite\" has no runs yet. `parallax measure` creates one."),
    (
      .refusedQuery(reason: "it would change run"),
      "The query of \"r.sqlite\" was not run: it would change run. Use one statement that only "
        + "reads: SELECT, VALUES or WITH … SELECT."
    ),
    (
      .wrongQuery(reason: "no such table: trails"),
      "SQLite cannot run the query of \"r.sqlite\": no such table: trails. Sources/Store/README.md "
        + "describes tables and views."
    ),
    (
      .timedOut(limit: .milliseconds(2500)),
      "The query of \"r.sqlite\" took longer than 2.5 seconds and was stopped. Narrow it, for "
        + "example to one run, or allow more with `--timeout`."
    ),
    (
      .missingArguments(names: ["run", "tasks"]),
      "The query needs a value for :run, :tasks. Give it with `--param NAME=VALUE`."
    ),
    (
      .unknownArgument(name: "task", nearest: "tasks", known: ["run", "tasks"]),
      "The query has no parameter \"task\" (did you mean \"tasks\"?). It has :run, :tasks."
    ),
    (
      .unknownArgument(name: "task", nearest: nil, known: []),
      "The query has no parameter \"task\". It has none."
    ),
  ]

  @Test(arguments: file)
  func aProblemWithTheFileIsExplained(problem: FileProblem, text: String) {
    #expect(StoreError.file(problem, path: "r.sqlite").description == text)
  }

  @Test(arguments: row)
  func aProblemWithARowIsExplained(problem: RowProblem, text: String) {
    #expect(StoreError.row(problem, path: "r.sqlite").description == text)
  }

  @Test(arguments: question)
  func aProblemWithAQuestionIsExplained(problem: QuestionProblem, text: String) {
    #expect(StoreError.question(problem, path: "r.sqlite").description == text)
  }
}
