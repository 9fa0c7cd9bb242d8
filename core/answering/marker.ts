/**
 * Returns the hidden line by which we recognize a comment of a job. Any user can write it, so it counts only in
 * comments whose author is our App.
 */
export function marker(jobId: string, part: number): string {
  return `<!-- pr-comment-automation job=${jobId} part=${part} -->`;
}

/** Returns whether a comment's body starts with the marker of that part. */
export function carriesMarker(body: string, jobId: string, part: number): boolean {
  return body.startsWith(marker(jobId, part));
}

/** Returns whether a comment holds any part of a job's answer. */
export function isMarked(body: string, jobId: string): boolean {
  return carriesMarker(body, jobId, 1) || isContinuation(body, jobId);
}

/** Returns whether a comment holds the second or a later part of a job's answer. */
export function isContinuation(body: string, jobId: string): boolean {
  return body.startsWith(`<!-- pr-comment-automation job=${jobId} part=`) && !carriesMarker(body, jobId, 1);
}
