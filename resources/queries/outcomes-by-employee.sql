-- How the jobs of each employee ended, and how long they took, from the first of two days (yyyy-mm-dd) to the second.
WITH ended AS (
  SELECT DISTINCT
    job_id,
    employee,
    age_ms,
    CASE WHEN to_state = 'NOTIFIED' THEN outcome ELSE lower(to_state) END AS ending
  FROM job_history
  WHERE dt BETWEEN ? AND ?
    AND to_state IN ('NOTIFIED', 'IGNORED', 'REFUSED', 'CANCELLED', 'SUPERSEDED')
)
SELECT
  employee,
  ending,
  count(*) AS jobs,
  round(100.0 * count(*) / sum(count(*)) OVER (PARTITION BY employee), 1) AS percent,
  round(avg(age_ms) / 1000.0, 1) AS mean_seconds,
  round(max(age_ms) / 1000.0, 1) AS longest_seconds
FROM ended
GROUP BY employee, ending
ORDER BY employee, jobs DESC, ending
