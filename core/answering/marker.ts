/**
 * The hidden line by which we find our own answer again. It proves nothing by itself: anybody can write it, so it
 * counts only in a comment that GitHub says our App has made.
 */
export function marker(jobId: string, part: number): string {
  return `<!-- pr-comment-automation job=${jobId} part=${part} -->`;
}

/** Whether a comment's body begins with the marker of that part. */
export function carriesMarker(body: string, jobId: string, part: number): boolean {
  return body.startsWith(marker(jobId, part));
}

/** Whether a comment holds any part of a job's answer. */
export function isMarked(body: string, jobId: string): boolean {
  return carriesMarker(body, jobId, 1) || isContinuation(body, jobId);
}

/** Whether a comment holds the second or a later part of a job's answer. */
export function isContinuation(body: string, jobId: string): boolean {
  return body.startsWith(`<!-- pr-comment-automation job=${jobId} part=`) && !carriesMarker(body, jobId, 1);
}
