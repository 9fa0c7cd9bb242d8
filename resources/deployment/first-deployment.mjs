/**
 * Returns the problems of a deployment, a sentence each, compared with the deployed stack (null if there is none).
 * `options` are the stage's; `template` is the new one.
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
      `This deployment creates the audit bucket, and its mode COMPLIANCE locks every log line for ${options.auditLockDays} days: ` +
        "no one can delete them, not even AWS, and not even after a failed deployment. Deploy with " +
        '--param="auditLockMode=GOVERNANCE" first, and without it once the stage works. To lock from the start, pass ' +
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
        `\`rolloutMode: ${options.rolloutMode}\` it stops answering unless an operator has changed its rollout. To keep answering, write \`rolloutMode: active\` for ` +
        "the stage in resources/stages.yml, or pass it with --param.",
    );
  }
  return mistakes;
}
