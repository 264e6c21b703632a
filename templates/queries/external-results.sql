-- title: Results of other tools
-- question: What did other tools measure in each benchmark, and which of our cases does it belong to?
-- param tool text '': only this tool's files, such as hyperfine or go-bench; empty for all
-- param workload workload '': only results that a mapping assigns to this workload; empty for all
-- param rows integer 100: the maximum number of rows
-- unit median: see unit
-- unit minimum: see unit
-- unit maximum: see unit
-- unit stated: see unit
WITH chosen AS MATERIALIZED (
  SELECT result.id, path, position, format, toolVersion, name, metric,
    coalesce(unit, printedUnit) AS unit,
    workload || '/' || runtime || iif(variant = 'default', '', ':' || variant) || ' ' || parameters
      AS mappedTo
  FROM externalResult AS result
  JOIN externalFile ON externalFile.importedFile = result.externalFile
  JOIN importedFile ON importedFile.id = externalFile.importedFile
  WHERE :tool IN ('', format) AND :workload IN ('', workload)
  ORDER BY path, position
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
SELECT format AS tool, path AS file, name AS benchmark, metric, unit, coalesce(count, 0) AS "values",
  median, minimum, maximum,
  (
    SELECT group_concat(name || '=' || value, ' ')
    FROM externalStatistic
    WHERE externalResult = chosen.id
  ) AS stated,
  mappedTo, toolVersion
FROM chosen
LEFT JOIN sample USING (id)
ORDER BY path, position;
