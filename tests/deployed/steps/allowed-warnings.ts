export interface AllowedWarning {
  /** cfn-lint's id of the rule. */
  rule: string;
  /** Over the path in the template, its parts joined by `/`. */
  where?: RegExp;
  /** Over the message. */
  says?: RegExp;
  reason: string;
}

/** What cfn-lint may warn of. One that no stage has any more fails the run. */
export const allowedWarnings: AllowedWarning[] = [
  {
    rule: "W3005",
    where: /^Resources\/\w+\/DependsOn(\/\d+)?$/,
    reason: "The packager names dependencies that a reference implies too",
  },
  {
    rule: "W1030",
    says: /^\{'Ref': '(CertificateArn|KeyArn|WebAclArn)'\}/,
    reason: "Empty unless it is set, and then no condition lets it be used",
  },
];
