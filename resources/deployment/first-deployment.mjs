/**
 * What is wrong with a deployment, seen beside the stack as it is deployed now (null: there is none), a sentence each. `options`
 * are the stage's; `template` is the new one.
 */
export function deploymentMistakes({ options, template, deployed, stage }) {
  const locks = Object.values(template.Resources ?? {}).some(
    ({ Properties }) => Properties?.ObjectLockConfiguration?.Rule?.DefaultRetention?.Mode === "COMPLIANCE",
  );
  const isAudited = template.Parameters?.Audit?.Default === "yes";
  const has = (id) => deployed?.resources.some((resource) => resource.id === id) ?? false;
  const mistakes = [];
  if (locks && isAudited && !has("AuditBucket") && options.lockFromTheStart !== "yes") {
    mistakes.push(
      `This deployment makes the audit bucket, and its mode COMPLIANCE locks every log line for ${options.auditLockDays} days: ` +
        "nobody can delete them, AWS included, not even after a deployment that failed. Deploy with " +
        '--param="auditLockMode=GOVERNANCE" first, and without it when the stage works. If you mean it: ' +
        '--param="lockFromTheStart=yes".',
    );
  }
  if (
    has("IdempotencyTable") &&
    options.rolloutMode !== "active" &&
    !deployed.outputs.includes("RolloutMode")
  ) {
    mistakes.push(
      `Stage "${stage}" was deployed by a version without the option rolloutMode and may be answering. With ` +
        `\`rolloutMode: ${options.rolloutMode}\` it stops unless somebody has changed its rollout. Write \`rolloutMode: active\` for ` +
        "the stage into resources/stages.yml, or pass it with --param, to go on as it is.",
    );
  }
  return mistakes;
}
