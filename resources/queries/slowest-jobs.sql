-- The fifty jobs that took longest, from the first of two days (yyyy-mm-dd) to the second, and how long each waited
-- until its employee began. One that had not ended by the second day is not among them.
WITH transitions AS (
  SELECT DISTINCT job_id, n, to_state, age_ms, attempt, outcome, employee, command, repo, pr_number, created_at
  FROM job_history
  WHERE dt BETWEEN ? AND ?
)
SELECT
  job_id,
  employee,
  command,
  repo,
  pr_number,
  created_at,
  max(attempt) AS attempts,
  max(CASE WHEN to_state = 'NOTIFIED' THEN outcome END) AS outcome,
  round(min(CASE WHEN to_state = 'WORKER_RUNNING' THEN age_ms END) / 1000.0, 1) AS waited_seconds,
  round(max(age_ms) / 1000.0, 1) AS seconds
FROM transitions
GROUP BY job_id, employee, command, repo, pr_number, created_at
HAVING max(CASE WHEN to_state IN ('NOTIFIED', 'REFUSED', 'CANCELLED', 'SUPERSEDED') THEN 1 ELSE 0 END) = 1
ORDER BY seconds DESC, job_id
LIMIT 50
