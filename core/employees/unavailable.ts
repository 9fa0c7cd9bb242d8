/** A model employee that was asked before somebody set it up: says what to set, where. Never shows a value. */
export function missingSettingAnswer(title: string, model: string, setting: string): string {
  return [
    `**${title} is not set up yet.** It runs on \`${model}\`, which needs the setting \`${setting}\`; nothing was sent.`,
    "",
    `- **Deployed:** put the key \`${setting}\` into the JSON of the stack's model secret in AWS Secrets Manager.`,
    `- **On a laptop:** set the environment variable \`${setting.toUpperCase()}\` before \`npm start\`.`,
    "",
    "Then ask again with a new comment.",
  ].join("\n");
}

/** The provider answered, with nothing in it that could be posted. */
export function declinedAnswer(title: string, model: string): string {
  return (
    `**${title} has no answer.** The provider's content filter stopped \`${model}\` on this request. ` +
    "Ask for a smaller part of the change, or in other words."
  );
}

export function cutAnswerNote(maxOutputTokens: number): string {
  return (
    `> [!NOTE]\n> The answer was cut at this employee's budget of ${maxOutputTokens} output tokens. ` +
    "Ask for a part of the change to see more."
  );
}
