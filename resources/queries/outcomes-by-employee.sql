-- How the jobs of each employee ended, and how long they took, between two days (yyyy-mm-dd). A retried job counts once:
-- with its last outcome, from the time of the retry.
WITH transitions AS (
  SELECT DISTINCT job_id, n, to_state, age_ms, reason, outcome, employee
  FROM job_history
  WHERE dt BETWEEN ? AND ?
),
retried AS (
  SELECT job_id, max(n) AS n, max(age_ms) AS age_ms
  FROM transitions
  WHERE to_state = 'DISPATCHED' AND reason = 'asked'
  GROUP BY job_id
),
ends AS (
  SELECT
    transitions.job_id,
    employee,
    CASE WHEN to_state = 'NOTIFIED' THEN outcome ELSE lower(to_state) END AS ending,
    transitions.age_ms - coalesce(retried.age_ms, 0) AS took_ms,
    row_number() OVER (PARTITION BY transitions.job_id ORDER BY transitions.n DESC) AS from_the_last
  FROM transitions
  LEFT JOIN retried ON retried.job_id = transitions.job_id
  WHERE to_state IN ('NOTIFIED', 'IGNORED', 'REFUSED', 'CANCELLED', 'SUPERSEDED')
    AND transitions.n > coalesce(retried.n, 0)
)
SELECT
  employee,
  ending,
  count(*) AS jobs,
  round(100.0 * count(*) / sum(count(*)) OVER (PARTITION BY employee), 1) AS percent,
  round(avg(took_ms) / 1000.0, 1) AS mean_seconds,
  round(max(took_ms) / 1000.0, 1) AS longest_seconds
FROM ends
WHERE from_the_last = 1
GROUP BY employee, ending
ORDER BY employee, jobs DESC, ending
