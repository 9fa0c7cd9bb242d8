/** The pull request, one account's permission and one comment, by node IDs: names change, and IDs do not. */
export const standingQuery = `
  query Standing(
    $repository: ID!, $number: Int!
    $login: String, $withLogin: Boolean!
    $comment: ID!, $withComment: Boolean!
  ) {
    repository: node(id: $repository) {
      ... on Repository {
        databaseId
        nameWithOwner
        collaborators(login: $login, first: 1) @include(if: $withLogin) {
          edges { permission node { login } }
        }
        pullRequest(number: $number) {
          title
          body
          author { __typename login }
          labels(first: 100) { nodes { name } }
          baseRefName
          baseRefOid
          headRefOid
          headRepository { databaseId }
          isCrossRepository
          closedAt
        }
      }
    }
    comment: node(id: $comment) @include(if: $withComment) {
      ... on IssueComment {
        fullDatabaseId body author { __typename login }
        issue { number } repository { databaseId }
      }
      ... on PullRequestReviewComment {
        fullDatabaseId body author { __typename login }
        pullRequest { number } repository { databaseId }
      }
      ... on PullRequestReview {
        fullDatabaseId body author { __typename login }
        pullRequest { number } repository { databaseId }
      }
    }
  }
`;

/** The answer; a part that GitHub does not show is null. */
export interface StandingData {
  /** Without members if the node is no repository. */
  repository: {
    databaseId?: number | null;
    nameWithOwner: string;
    collaborators?: { edges: ({ permission: string; node: { login: string } } | null)[] | null } | null;
    pullRequest: PullData | null;
  } | null;
  comment?: CommentData | null;
}

export interface PullData {
  title: string;
  body: string;
  author: AuthorData | null;
  labels: { nodes: ({ name: string } | null)[] | null } | null;
  baseRefName: string;
  baseRefOid: string;
  headRefOid: string;
  headRepository: { databaseId: number | null } | null;
  isCrossRepository: boolean;
  closedAt: string | null;
}

/** Without members if the node is no comment. */
export interface CommentData {
  fullDatabaseId?: string | null;
  body?: string;
  author?: AuthorData | null;
  issue?: { number: number };
  pullRequest?: { number: number } | null;
  repository?: { databaseId: number | null };
}

/** Null for a deleted account. */
export interface AuthorData {
  __typename: string;
  login: string;
}
