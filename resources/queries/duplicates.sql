-- Duplicates between two days (yyyy-mm-dd): comments with several intents for one employee and command (an edited comment
-- may have them), and jobs with more than one status comment.
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
