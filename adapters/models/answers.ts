/** Returns the answer of a model employee without its setting: what to set, and where. Contains no value. */
export function missingSettingAnswer(title: string, model: string, setting: string): string {
  return [
    `**${title} is not set up yet.** It runs on \`${model}\`, which needs the setting \`${setting}\`. No request was sent.`,
    "",
    `- **Deployed:** put the key \`${setting}\` into the JSON of the stack's model secret in AWS Secrets Manager.`,
    `- **On a laptop:** set the environment variable \`${setting.toUpperCase()}\` before \`npm start\`.`,
    "",
    "Then ask again with a new comment.",
  ].join("\n");
}

/** Returns the answer for a request that the provider's content filter stopped. */
export function declinedAnswer(title: string, model: string): string {
  return (
    `**${title} has no answer.** The provider's content filter stopped \`${model}\` on this request. ` +
    "Ask about a smaller part of the change, or use other words."
  );
}

/** Returns the note above an answer that reached the output budget. */
export function cutAnswerNote(maxOutputTokens: number): string {
  return (
    `> [!NOTE]\n> The answer was cut at this employee's budget of ${maxOutputTokens} output tokens. ` +
    "Ask about a part of the change to see more."
  );
}
