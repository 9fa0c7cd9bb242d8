-- The fifty slowest jobs that ended between two days (yyyy-mm-dd), and how long each waited for its employee to start. A
-- retried job counts from the time of the retry.
WITH transitions AS (
  SELECT DISTINCT
    job_id, n, to_state, age_ms, reason, attempt, outcome, employee, command, repo, pr_number, created_at
  FROM job_history
  WHERE dt BETWEEN ? AND ?
),
retried AS (
  SELECT job_id, max(n) AS n, max(age_ms) AS age_ms
  FROM transitions
  WHERE to_state = 'DISPATCHED' AND reason = 'asked'
  GROUP BY job_id
),
last_tries AS (
  SELECT
    transitions.job_id, to_state, attempt, outcome, employee, command, repo, pr_number, created_at,
    transitions.age_ms - coalesce(retried.age_ms, 0) AS age_ms
  FROM transitions
  LEFT JOIN retried ON retried.job_id = transitions.job_id
  WHERE transitions.n >= coalesce(retried.n, 0)
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
FROM last_tries
GROUP BY job_id, employee, command, repo, pr_number, created_at
HAVING max(CASE WHEN to_state IN ('NOTIFIED', 'REFUSED', 'CANCELLED', 'SUPERSEDED') THEN 1 ELSE 0 END) = 1
ORDER BY seconds DESC, job_id
LIMIT 50
