import { api } from "./api.js";

const pageSize = "50";
/** Pages that one click reads at most to find a job that is not listed yet. */
const maxPages = 5;

/** The request that the pages belong to, as text, and the jobs that the server found, by ID. */
let key = "{}";
let found = new Map();
/** Cursor of the next page; undefined before the first request, null after the last page. */
let next;
let readUntil = null;
/** How many pages were read. */
let pages = 0;

/** Returns what the server found for the last request, and where it stopped. */
export const foundJobs = () => ({ jobs: [...found.values()], next, readUntil: next ? readUntil : null });

/** Forgets the jobs of another request. */
export function choose(request) {
  const text = JSON.stringify(request);
  if (text === key) return;
  key = text;
  found = new Map();
  next = undefined;
  pages = 0;
}

/** Reads the first page again; keeps the older jobs. */
export async function readFirst(request) {
  const answer = await read(request, {});
  if (!answer || pages > 1) return;
  ({ next, read_until: readUntil } = answer);
  pages = 1;
}

/** Reads older jobs until one is new to the list, whose IDs are `listed`. */
export async function readOlder(request, listed) {
  const known = new Set(listed);
  for (let n = 0; n < maxPages && next !== null; n += 1) {
    const answer = await read(request, next ? { cursor: next } : {});
    if (!answer) return;
    ({ next, read_until: readUntil } = answer);
    pages += 1;
    if (answer.jobs.some(({ job_id }) => !known.has(job_id))) return;
  }
}

/** Returns null if the user has asked for something else meanwhile. */
async function read(request, place) {
  const { state, ...asked } = request;
  const answer = await api.jobs({ limit: pageSize, ...asked, ...(state && { state }), ...place });
  if (JSON.stringify(request) !== key) return null;
  for (const job of answer.jobs) found.set(job.job_id, job);
  return answer;
}
