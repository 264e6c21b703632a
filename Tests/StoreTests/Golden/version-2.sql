-- A database of version 2 as Parallax 0.1 made it: tables, indexes and one run. Views are made anew.
CREATE TABLE machine (
  id INTEGER PRIMARY KEY,
  fingerprint TEXT NOT NULL CHECK (fingerprint <> ''),
  cpuModel TEXT,
  architecture TEXT NOT NULL,
  logicalCores INTEGER NOT NULL CHECK (logicalCores >= 1),
  memoryBytes INTEGER CHECK (memoryBytes > 0),
  operatingSystem TEXT,
  kernel TEXT
) STRICT;
INSERT INTO machine VALUES(1,'3f2a','Example 9000','x86_64',2,8000000000,'Debian GNU/Linux 12 (bookworm)',NULL);
CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE
    CHECK (uuid GLOB '????????-????-????-????-????????????' AND uuid NOT GLOB '*[^0-9a-f-]*'),
  startedAt TEXT NOT NULL CHECK (startedAt GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z'),
  finishedAt TEXT CHECK (finishedAt GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z'),
  preset TEXT NOT NULL,
  seed TEXT NOT NULL CHECK (seed <> '' AND seed NOT GLOB '*[^0-9]*'),
  toolVersion TEXT NOT NULL,
  gitCommit TEXT,
  isDirty INTEGER CHECK (isDirty IN (0, 1)),
  machine INTEGER NOT NULL REFERENCES machine
) STRICT;
INSERT INTO run VALUES(1,'0a1b2c3d-0000-4000-8000-000000000001','2025-11-24T16:00:00.042Z',NULL,'quick','18446744073709551615','0.1.0','c0ffee',0,1);
CREATE TABLE machineFact (
  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  name TEXT NOT NULL CHECK (name <> ''),
  value TEXT NOT NULL,
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;
INSERT INTO machineFact VALUES(1,'governor','performance');
CREATE TABLE toolchain (
  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 0),
  name TEXT NOT NULL CHECK (name <> ''),
  version TEXT NOT NULL,
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;
INSERT INTO toolchain VALUES(1,0,'swift','6.3.1');
CREATE TABLE listing (
  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 0),
  workload TEXT NOT NULL CHECK (workload <> ''),
  runtime TEXT NOT NULL CHECK (runtime <> ''),
  variant TEXT NOT NULL,
  path TEXT NOT NULL CHECK (path <> ''),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;
INSERT INTO listing VALUES(1,0,'sleeping-tasks','swift-async','','Workloads/SleepingTasks/swift/Async.swift','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
CREATE TABLE runWarning (
  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 0),
  kind TEXT NOT NULL CHECK (kind <> ''),
  message TEXT NOT NULL,
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;
INSERT INTO runWarning VALUES(1,0,'busyMachine','Load was 2.5; close other programs.');
CREATE TABLE benchmarkCase (
  id INTEGER PRIMARY KEY,
  workload TEXT NOT NULL CHECK (workload <> ''),
  runtime TEXT NOT NULL CHECK (runtime <> ''),
  variant TEXT NOT NULL,
  parameters TEXT NOT NULL,
  UNIQUE (workload, runtime, variant, parameters)
) STRICT;
INSERT INTO benchmarkCase VALUES(1,'sleeping-tasks','swift-threads','','tasks=1000 hold-milliseconds=200');
INSERT INTO benchmarkCase VALUES(2,'sleeping-tasks','swift-dispatch','','tasks=1000 hold-milliseconds=200');
INSERT INTO benchmarkCase VALUES(3,'sleeping-tasks','swift-async','','tasks=1000 hold-milliseconds=200');
INSERT INTO benchmarkCase VALUES(4,'sleeping-tasks','swift-dispatch','blocking','tasks=1000 hold-milliseconds=200');
CREATE TABLE caseParameter (
  benchmarkCase INTEGER NOT NULL REFERENCES benchmarkCase ON DELETE CASCADE,
  name TEXT NOT NULL CHECK (name <> ''),
  position INTEGER NOT NULL CHECK (position >= 0),
  value INTEGER NOT NULL,
  PRIMARY KEY (benchmarkCase, name)
) STRICT, WITHOUT ROWID;
INSERT INTO caseParameter VALUES(1,'hold-milliseconds',1,200);
INSERT INTO caseParameter VALUES(1,'tasks',0,1000);
INSERT INTO caseParameter VALUES(2,'hold-milliseconds',1,200);
INSERT INTO caseParameter VALUES(2,'tasks',0,1000);
INSERT INTO caseParameter VALUES(3,'hold-milliseconds',1,200);
INSERT INTO caseParameter VALUES(3,'tasks',0,1000);
INSERT INTO caseParameter VALUES(4,'hold-milliseconds',1,200);
INSERT INTO caseParameter VALUES(4,'tasks',0,1000);
CREATE TABLE metric (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  label TEXT NOT NULL,
  unit TEXT NOT NULL CHECK (unit <> ''),
  isLowerBetter INTEGER NOT NULL CHECK (isLowerBetter IN (0, 1))
) STRICT;
INSERT INTO metric VALUES(1,'elapsedNanoseconds','Elapsed time','nanoseconds',1);
INSERT INTO metric VALUES(2,'peakResidentBytes','Peak resident memory','bytes',1);
INSERT INTO metric VALUES(3,'sleepNanoseconds','Time asleep','nanoseconds',1);
CREATE TABLE plannedTrial (
  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 0),
  block INTEGER NOT NULL CHECK (block >= 0),
  benchmarkCase INTEGER NOT NULL REFERENCES benchmarkCase,
  warmups INTEGER NOT NULL CHECK (warmups >= 0),
  iterations INTEGER NOT NULL CHECK (iterations >= 1),
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;
INSERT INTO plannedTrial VALUES(1,0,0,1,1,2);
INSERT INTO plannedTrial VALUES(1,1,0,2,1,2);
INSERT INTO plannedTrial VALUES(1,2,0,3,1,2);
INSERT INTO plannedTrial VALUES(1,3,0,4,1,2);
CREATE TABLE trial (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  position INTEGER NOT NULL,
  startedAt TEXT NOT NULL CHECK (startedAt GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z'),
  outcome TEXT NOT NULL CHECK (outcome <> ''),
  reached INTEGER CHECK (reached >= 0),
  detail TEXT,
  runtimeVersion TEXT,
  standardError TEXT NOT NULL,
  UNIQUE (run, position),
  FOREIGN KEY (run, position) REFERENCES plannedTrial ON DELETE CASCADE
) STRICT;
INSERT INTO trial VALUES(1,1,0,'2025-11-24T16:00:01.042Z','completed',NULL,NULL,'Swift 6.3.1','');
INSERT INTO trial VALUES(2,1,1,'2025-11-24T16:00:01.042Z','completed',NULL,NULL,'Swift 6.3.1','');
INSERT INTO trial VALUES(3,1,2,'2025-11-24T16:00:02.042Z','refused',32714,'starting a thread: Resource temporarily unavailable',NULL,replace('it''s over\n','\n',char(10)));
CREATE TABLE measurement (
  trial INTEGER NOT NULL REFERENCES trial ON DELETE CASCADE,
  metric INTEGER NOT NULL REFERENCES metric,
  sequence INTEGER NOT NULL CHECK (sequence >= 0),
  iteration INTEGER CHECK (iteration >= 0),
  isWarmup INTEGER NOT NULL CHECK (isWarmup IN (0, 1)),
  value REAL NOT NULL CHECK (abs(value) <= 1e300),
  PRIMARY KEY (trial, metric, sequence)
) STRICT, WITHOUT ROWID;
INSERT INTO measurement VALUES(1,1,0,0,1,200000003.0);
INSERT INTO measurement VALUES(1,1,1,1,0,200000001.49999999999);
INSERT INTO measurement VALUES(1,1,2,2,0,200000002.0);
INSERT INTO measurement VALUES(1,2,3,NULL,0,4194304.0);
INSERT INTO measurement VALUES(2,1,0,0,1,200000003.0);
INSERT INTO measurement VALUES(2,1,1,1,0,200000001.49999999999);
INSERT INTO measurement VALUES(2,1,2,2,0,200000002.0);
INSERT INTO measurement VALUES(2,2,3,NULL,0,4194304.0);
CREATE TABLE importedFile (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE CHECK (path <> ''),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
  importedAt TEXT NOT NULL CHECK (importedAt GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z')
) STRICT;
INSERT INTO importedFile VALUES(1,'Workloads/SleepingTasks/published.csv','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','2025-11-24T16:00:00.042Z');
CREATE TABLE source (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  title TEXT NOT NULL,
  author TEXT NOT NULL,
  published TEXT NOT NULL,
  url TEXT NOT NULL CHECK (url LIKE 'http://%' OR url LIKE 'https://%'),
  trust TEXT NOT NULL CHECK (trust <> ''),
  trustReason TEXT NOT NULL,
  method TEXT NOT NULL,
  retrieved TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO source VALUES('someone-2024','A page','Someone','2024-12','https://example.com/','B','Method partly stated.','one run','archived copy');
CREATE TABLE reference (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  importedFile INTEGER NOT NULL REFERENCES importedFile ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 0),
  workload TEXT NOT NULL CHECK (workload <> ''),
  language TEXT NOT NULL,
  runtime TEXT NOT NULL,
  runtimeVersion TEXT NOT NULL,
  comparesTo TEXT,
  metric TEXT NOT NULL,
  comparesToMetric TEXT,
  statistic TEXT NOT NULL,
  qualifier TEXT NOT NULL,
  printed TEXT NOT NULL,
  printedUnit TEXT NOT NULL,
  normalised REAL NOT NULL CHECK (abs(normalised) <= 1e300),
  normalisedUnit TEXT NOT NULL,
  conversion TEXT NOT NULL,
  contract TEXT NOT NULL,
  difference TEXT CHECK ((contract = 'same') = (difference IS NULL)),
  source TEXT NOT NULL REFERENCES source,
  locator TEXT NOT NULL,
  hardware TEXT NOT NULL,
  operatingSystem TEXT NOT NULL,
  note TEXT,
  UNIQUE (importedFile, position)
) STRICT, WITHOUT ROWID;
INSERT INTO reference VALUES('someone-tokio-1000',1,0,'sleeping-tasks','Rust','tokio','1.41','swift-async','max-rss','peakResidentBytes','peak','approx','4.0','MB',4194304.0,'bytes','1 MB = 1,048,576 bytes','similar','It sleeps 10 s.','someone-2024','table 1','not stated','Linux',NULL);
CREATE TABLE referenceParameter (
  reference TEXT NOT NULL REFERENCES reference ON DELETE CASCADE,
  name TEXT NOT NULL CHECK (name <> ''),
  position INTEGER NOT NULL CHECK (position >= 0),
  value INTEGER NOT NULL,
  PRIMARY KEY (reference, name)
) STRICT, WITHOUT ROWID;
INSERT INTO referenceParameter VALUES('someone-tokio-1000','tasks',0,1000);
CREATE TABLE latency (
  trial INTEGER NOT NULL REFERENCES trial ON DELETE CASCADE,
  metric INTEGER NOT NULL REFERENCES metric,
  iteration INTEGER NOT NULL CHECK (iteration >= 0),
  value INTEGER NOT NULL CHECK (value >= 0),
  count INTEGER NOT NULL CHECK (count >= 1),
  isWarmup INTEGER NOT NULL CHECK (isWarmup IN (0, 1)),
  PRIMARY KEY (trial, metric, iteration, value)
) STRICT, WITHOUT ROWID;
INSERT INTO latency VALUES(1,3,0,200000511,7,1);
INSERT INTO latency VALUES(1,3,1,200000511,998,0);
INSERT INTO latency VALUES(1,3,1,200802303,2,0);
INSERT INTO latency VALUES(2,3,1,200000511,1000,0);
CREATE UNIQUE INDEX machineByDescription ON machine (
  fingerprint, architecture, logicalCores, coalesce(cpuModel, ''),
  coalesce(memoryBytes, 0), coalesce(operatingSystem, ''), coalesce(kernel, '')
);
CREATE INDEX runByStart ON run (startedAt);
CREATE INDEX runByMachine ON run (machine);
CREATE INDEX plannedTrialByCase ON plannedTrial (benchmarkCase, run);
CREATE INDEX referenceByWorkload ON reference (workload);
CREATE INDEX referenceBySource ON reference (source);
