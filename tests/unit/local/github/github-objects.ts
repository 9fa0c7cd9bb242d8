/** Fields that the tests read in GitHub's objects. Another test checks complete objects against GitHub's description. */

export interface Installation {
  id: number;
}

export interface InstallationToken {
  token: string;
  /** ISO 8601. */
  expires_at: string;
}

/** GitHub's body of an error response. */
export interface Problem {
  message: string;
}

export interface Comment {
  id: number;
  body: string;
  issue_url: string;
  created_at: string;
  updated_at: string;
  performed_via_github_app: { id: number } | null;
  reactions: Record<string, unknown>;
}

export interface Reaction {
  id: number;
}

export interface Label {
  name: string;
}

export interface PullRequest {
  head: { sha: string; repo: { full_name: string } };
  base: { repo: { id: number; full_name: string } };
  labels: Label[];
}

export interface PullRequestFile {
  filename: string;
  additions: number;
  patch: string;
}

export interface FileContent {
  /** Base64. */
  content: string;
}

export interface CollaboratorPermission {
  permission: string;
}

export interface CheckRun {
  id: number;
  completed_at: string | null;
}

/** A delivery in the App's list. */
export interface HookDelivery {
  id: number;
  guid: string;
}

export interface HookDeliveryDetail extends HookDelivery {
  request: { headers: Record<string, string>; payload: unknown };
  response: unknown;
}
