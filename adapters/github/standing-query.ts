/** The pull request, one account's permission, one comment and the conversation, by node IDs: names change, and IDs do not. */
export const standingQuery = `
  query Standing(
    $repository: ID!, $number: Int!
    $login: String, $withLogin: Boolean!
    $comment: ID!, $withComment: Boolean!, $withThread: Boolean!
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
          comments(first: 100) @include(if: $withThread) {
            pageInfo { hasNextPage }
            nodes { fullDatabaseId body author { __typename login } createdAt }
          }
          reviewThreads(first: 100) @include(if: $withThread) {
            pageInfo { hasNextPage }
            nodes {
              comments(first: 50) {
                pageInfo { hasNextPage }
                nodes { fullDatabaseId body author { __typename login } createdAt }
              }
            }
          }
          reviews(first: 100) @include(if: $withThread) {
            pageInfo { hasNextPage }
            nodes { fullDatabaseId body author { __typename login } submittedAt state }
          }
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
  comments?: Connection<MessageData>;
  reviewThreads?: Connection<{ comments: Connection<MessageData> }>;
  reviews?: Connection<ReviewData> | null;
}

/** One page; GitHub may leave out what it does not show. */
export interface Connection<Node> {
  pageInfo: { hasNextPage: boolean };
  nodes: (Node | null)[] | null;
}

export interface MessageData {
  fullDatabaseId: string | null;
  body: string;
  author: AuthorData | null;
  createdAt: string;
}

/** Without a time before it is submitted. */
export interface ReviewData extends Omit<MessageData, "createdAt"> {
  submittedAt: string | null;
  state: string;
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
