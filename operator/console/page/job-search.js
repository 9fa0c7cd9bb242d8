const forms = {
  comment: /^https?:\/\/\S+#\S+$/i,
  delivery: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  sender: /^@([\w-]+(?:\[bot\])?)$/,
  repo: /^([\w.-]+\/[\w.-]+)(?:#(\d+))?$/,
};

/**
 * Reads the text of the filter. `asked` is what the server searches all jobs for: the link of a comment, a delivery's
 * GUID, `@login`, `owner/name` or `owner/name#7`. `words` are searched among the listed jobs.
 */
export function readSearch(text) {
  const asked = {};
  const words = [];
  for (const word of text.trim().split(/\s+/).filter(Boolean)) {
    const [, repo, pr] = forms.repo.exec(word) ?? [];
    if (forms.comment.test(word)) asked.comment = word;
    else if (forms.delivery.test(word)) asked.delivery = word.toLowerCase();
    else if (forms.sender.test(word)) asked.sender = forms.sender.exec(word)[1];
    else if (repo) Object.assign(asked, { repo }, pr && { pr });
    else words.push(word.toLowerCase());
  }
  return { asked, words };
}

/** Returns whether a listed job, which the server may not have found for this search, fits it. */
export function fits({ asked, words }, job) {
  // A renamed repository has jobs of both names, which only the server knows to be the same.
  const isNamed = ({ repo, pr }) =>
    !repo ||
    (job.repo.toLowerCase() === repo.toLowerCase() && (pr === undefined || String(job.pr_number) === pr));
  return (
    // A listed job does not have its comment.
    !asked.comment &&
    (!asked.delivery || job.delivery_id === asked.delivery) &&
    (!asked.sender || job.sender.toLowerCase() === asked.sender.toLowerCase()) &&
    isNamed(asked) &&
    hasWords(words, job)
  );
}

/** Returns whether the job has every word in one of its fields. */
export function hasWords(words, job) {
  const { job_id, repo, pr_number, employee, command, sender, state, outcome, mode } = job;
  const all =
    `${job_id} ${repo}#${pr_number} ${employee} /${command} ${sender} ${state} ${outcome} ${mode}`.toLowerCase();
  return words.every((word) => all.includes(word));
}
