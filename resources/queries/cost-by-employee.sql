-- What the runs of each employee and model cost, in US dollars, between two days (yyyy-mm-dd). A retried job counts each
-- run with a result. Rows of earlier versions have tokens and no cost; so have models without a price.
WITH runs AS (
  SELECT DISTINCT job_id, n, employee, model, cost_micros, input_tokens, output_tokens
  FROM job_history
  WHERE dt BETWEEN ? AND ?
    AND to_state = 'WORKER_SUCCEEDED'
    AND (cost_micros IS NOT NULL OR input_tokens IS NOT NULL)
)
SELECT
  employee,
  model,
  count(*) AS runs,
  round(sum(coalesce(cost_micros, 0)) / 1000000.0, 2) AS dollars,
  sum(CASE WHEN cost_micros IS NULL THEN 1 ELSE 0 END) AS runs_without_cost,
  sum(coalesce(input_tokens, 0)) AS input_tokens,
  sum(coalesce(output_tokens, 0)) AS output_tokens
FROM runs
GROUP BY employee, model
ORDER BY dollars DESC, runs DESC, employee, model
