/** Says what a failure's code means and what to do, for codes that a team can do something about. */
const reasons: Record<string, string> = {
  employee_timeout: "it took longer than its `timeout_seconds`",
  heartbeat_lost: "its run stopped reporting",
  employee_unreachable: "its endpoint or function could not be reached",
  employee_unresolved: "the host of its endpoint has no address",
  employee_no_response: "its endpoint or function did not respond in time",
  employee_redirected: "its endpoint redirects; the roster must name the final URL",
  employee_host_refused: "its host is not in `workflows/egress.yml`",
  employee_address_refused: "its host has an address that is not public",
  employee_certificate_refused: "the certificate of its endpoint is not valid for its host",
  employee_secret_invalid: "its secret isn't valid base64",
  employee_call_refused: "Lambda refused its task",
  employee_function_unknown: "its function does not exist",
  employee_function_failed: "its function threw an error",
  employee_function_stopped: "its function ran out of time or memory",
  employee_access_refused: "this service is not allowed to invoke its function",
  employee_role_refused: "this service is not allowed to assume its role",
  context_outdated: "its runner changed after the command was given",
  runner_changed: "its runner changed after the command was given",
  result_missing: "it returned no result",
  result_malformed: "its result does not match version 1 of the result's schema",
  result_too_large: "its result is larger than 256 KiB",
  workflow_not_found: "its workflow does not exist, or the App is not installed there",
  workflow_not_permitted: "the App lacks the permission *Actions* (read and write)",
  workflow_not_startable: "GitHub refused to start its workflow; check its trigger, input and branch",
  workflow_input_too_large: "the command is too long for a workflow's input",
  workflow_success: "its workflow run sent no result",
  payload_too_large: "its result is larger than 256 KiB",
};

/** The conclusions of GitHub's runs, and the code for a run without one. */
const conclusion =
  /^workflow_(?:action_required|cancelled|failure|neutral|skipped|stale|startup_failure|timed_out|unknown)$/;

/** Returns why a job failed, as the end of a sentence about its employee; null for a code that says enough. */
export function failureReason(code: string): string | null {
  const [, status] = /^employee_http_(\d{3})$/.exec(code) ?? [];
  if (status) return `its endpoint responded with HTTP ${status}`;
  if (conclusion.test(code)) return "its workflow run ended without a result";
  return reasons[code] ?? null;
}
