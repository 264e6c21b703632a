-- title: Results of other tools
-- question: What did other tools measure in each benchmark, and which case does it belong to?
-- param tool text '': only this tool's files, such as hyperfine or go-bench; empty for all
-- param workload workload '': only results that a mapping assigns to this workload; empty for all
-- param versions text newest: newest for the newest version of each file, all for all
-- param rows integer 100: the maximum number of rows
-- unit median: see unit
-- unit minimum: see unit
-- unit maximum: see unit
-- unit stated: see unit
WITH chosen AS MATERIALIZED (
  SELECT result.id, path, version, position, format, toolVersion, name, metric,
    coalesce(unit, printedUnit) AS unit,
    workload || '/' || runtime || iif(variant = 'default', '', ':' || variant) || ' ' || parameters
      AS mappedTo
  FROM externalVersion
  JOIN externalResult AS result ON result.externalFile = externalVersion.importedFile
  WHERE :tool IN ('', format) AND :workload IN ('', workload) AND (isNewest OR :versions = 'all')
  ORDER BY path, version, position
  LIMIT :rows
), ranked AS (
  SELECT chosen.id, number.value,
    row_number() OVER (PARTITION BY chosen.id ORDER BY number.value) AS place,
    count(*) OVER (PARTITION BY chosen.id) AS size
  FROM chosen
  JOIN externalSample ON externalSample.externalResult = chosen.id
  JOIN json_each(numbers) AS number
), sample AS (
  SELECT id, count(*) AS count, min(value) AS minimum, max(value) AS maximum,
    avg(value) FILTER (WHERE place IN ((size + 1) / 2, size / 2 + 1)) AS median
  FROM ranked
  GROUP BY id
)
SELECT format AS tool, path AS file, version, name AS benchmark, metric, unit,
  coalesce(count, 0) AS "values", median, minimum, maximum,
  (
    SELECT group_concat(name || '=' || value, ' ')
    FROM externalStatistic
    WHERE externalResult = chosen.id
  ) AS stated,
  (
    SELECT group_concat(name || '=' || printed, ' ')
    FROM externalGap
    WHERE externalResult = chosen.id
  ) AS missing,
  mappedTo, toolVersion
FROM chosen
LEFT JOIN sample USING (id)
ORDER BY path, version, position;
