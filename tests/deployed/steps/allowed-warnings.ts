export interface AllowedWarning {
  /** The ID of cfn-lint's rule. */
  rule: string;
  /** Matches the path in the template, with its parts joined by `/`. */
  where?: RegExp;
  /** Matches the message. */
  says?: RegExp;
  reason: string;
}

/** Accepted warnings of cfn-lint. A warning that no stage has any more fails the run. */
export const allowedWarnings: AllowedWarning[] = [
  {
    rule: "W3005",
    where: /^Resources\/\w+\/DependsOn(\/\d+)?$/,
    reason: "The packager names dependencies that a reference implies too",
  },
  {
    rule: "W1030",
    says: /^\{'Ref': '(CertificateArn|KeyArn|WebAclArn)'\}/,
    reason: "Empty unless it is set; without it a condition keeps it from being used",
  },
];
