/**
 * Untrusted text between two lines that only the prompt's author can write: the job's id is in both, and is taken
 * out of the text in any letter case.
 */
export function promptBlock(name: string, jobId: string, text: string): string {
  return `BEGIN ${name} ${jobId}\n${withoutId(text, jobId)}\nEND ${name} ${jobId}`;
}

function withoutId(text: string, jobId: string): string {
  const pattern = new RegExp(jobId.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "gi");
  return text.replace(pattern, "[id removed]");
}
