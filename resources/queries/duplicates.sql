-- What the gates let through more than once, from the first of two days (yyyy-mm-dd) to the second: comments that were
-- several intents for one employee and command (an edited comment is, and may be), and jobs whose status comment was
-- not one and the same all the time.
SELECT
  repo,
  pr_number,
  source_kind,
  source_id,
  employee,
  command,
  count(DISTINCT intent_key) AS intents,
  count(DISTINCT delivery_id) AS deliveries,
  count(DISTINCT job_id) AS jobs,
  count(DISTINCT comment_id) AS answers,
  min(created_at) AS first_created_at,
  max(created_at) AS last_created_at
FROM job_history
WHERE dt BETWEEN ? AND ?
GROUP BY repo, pr_number, source_kind, source_id, employee, command
HAVING count(DISTINCT intent_key) > 1 OR count(DISTINCT comment_id) > count(DISTINCT job_id)
ORDER BY last_created_at DESC, source_id, employee, command
