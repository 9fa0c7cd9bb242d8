import type { Permission } from "../../../core/github/permission.ts";

export interface User {
  id: number;
  login: string;
  type: "User" | "Bot" | "Organization";
}

export interface Repository {
  id: number;
  owner: User;
  name: string;
  fullName: string;
  /** Visible only to tokens with access. */
  private: boolean;
  description: string | null;
  defaultBranch: string;
  createdAt: string;
  /** Granted roles by lower-case login; all other users have read. */
  roles: Map<string, Permission>;
  /** File contents by path, on the default branch. */
  files: Map<string, string>;
  labels: Map<string, Label>;
  pulls: Map<number, PullRequest>;
  comments: Map<number, Comment>;
  reviewComments: Map<number, ReviewComment>;
  reviews: Map<number, Review>;
  checkRuns: Map<number, CheckRun>;
  workflowRuns: Map<number, WorkflowRun>;
  /** Values of the secrets that its workflows may use, by name. */
  secrets: Map<string, string>;
  /** Ids of deleted comments, so that a request does not create them again. */
  deleted: Set<number>;
}

export interface Label {
  id: number;
  name: string;
  color: string;
  description: string;
}

export interface PullRequest {
  id: number;
  number: number;
  title: string;
  body: string | null;
  author: User;
  state: "open" | "closed";
  draft: boolean;
  head: BranchTip;
  base: BranchTip;
  labels: string[];
  files: ChangedFile[];
  commits: number;
  createdAt: string;
  updatedAt: string;
  closedAt: string | null;
}

export interface BranchTip {
  ref: string;
  sha: string;
  /** `owner/name`; the head of a fork names another repository than the base. */
  repository: string;
}

export interface ChangedFile {
  filename: string;
  status: "added" | "modified" | "removed";
  additions: number;
  deletions: number;
  patch: string;
}

export type ReactionContent = "+1" | "-1" | "laugh" | "confused" | "heart" | "hooray" | "rocket" | "eyes";

export interface Reaction {
  id: number;
  user: User;
  content: ReactionContent;
  createdAt: string;
}

export interface Comment {
  id: number;
  number: number;
  author: User;
  body: string;
  viaApp: boolean;
  createdAt: string;
  updatedAt: string;
  reactions: Map<number, Reaction>;
}

export interface ReviewComment extends Comment {
  path: string;
  line: number;
  diffHunk: string;
  commitId: string;
  inReplyTo: number | null;
}

export interface Review {
  id: number;
  number: number;
  author: User;
  body: string;
  state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED";
  commitId: string;
  submittedAt: string;
}

export interface CheckRun {
  id: number;
  name: string;
  headSha: string;
  status: string;
  conclusion: string | null;
  detailsUrl: string | null;
  externalId: string;
  startedAt: string;
  completedAt: string | null;
  output: { title: string | null; summary: string | null; text: string | null };
  /** Buttons that its page shows. */
  actions: CheckAction[];
}

export interface CheckAction {
  label: string;
  description: string;
  identifier: string;
}

/** A run of a workflow by `workflow_dispatch`. */
export interface WorkflowRun {
  id: number;
  /** Counts the runs of the repository. */
  runNumber: number;
  /** Path of the workflow's file. */
  path: string;
  workflowName: string;
  title: string;
  branch: string;
  headSha: string;
  inputs: Record<string, string>;
  actor: User;
  status: "queued" | "in_progress" | "completed";
  conclusion: "success" | "failure" | "cancelled" | null;
  /** What its steps printed. */
  log: string;
  createdAt: string;
  updatedAt: string;
}

/** All check runs of the App on a commit. */
export interface CheckSuite {
  id: number;
  headSha: string;
  runs: CheckRun[];
}
