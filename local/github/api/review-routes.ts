import { addReview, dismissReview } from "../state/pulls.ts";
import type { Review } from "../state/records.ts";
import { requireWrite } from "./access.ts";
import type { ApiContext } from "./context.ts";
import { type ApiHandlers, type ApiRequest, numberParam, ok, textField } from "./exchange.ts";
import { notFound, validationFailed } from "./github-error.ts";
import { paged } from "./paging.ts";
import { presentReview } from "./present-comment.ts";
import { authorOf, pullOf } from "./request-records.ts";

const reviewStates: Record<string, Review["state"]> = {
  APPROVE: "APPROVED",
  REQUEST_CHANGES: "CHANGES_REQUESTED",
  COMMENT: "COMMENTED",
};

/** Reviews of a pull request. */
export function reviewRoutes({ store, base }: ApiContext): ApiHandlers {
  function reviewOf(request: ApiRequest) {
    const { repository, pull } = pullOf(store, request);
    const review = repository.reviews.get(numberParam(request, "review_id"));
    if (review?.number !== pull.number) throw notFound();
    return { repository, pull, review };
  }

  return {
    "pulls/list-reviews": (request) => {
      const { repository, pull } = pullOf(store, request);
      const reviews = [...repository.reviews.values()].filter(({ number }) => number === pull.number);
      return paged(request, base(), reviews, (review) => presentReview(base(), repository, review));
    },

    "pulls/get-review": (request) => {
      const { repository, review } = reviewOf(request);
      return ok(presentReview(base(), repository, review));
    },

    "pulls/dismiss-review": (request) => {
      const { repository, pull, review } = reviewOf(request);
      requireWrite(request, repository, "pull_requests");
      // GitHub does not dismiss a review that neither approves nor requests changes.
      if (review.state === "COMMENTED" || review.state === "DISMISSED") {
        throw validationFailed("PullRequestReview", "state", "invalid");
      }
      dismissReview(store, repository, pull, review, authorOf(store, request));
      return ok(presentReview(base(), repository, review));
    },

    "pulls/create-review": (request) => {
      const { repository, pull } = pullOf(store, request);
      requireWrite(request, repository, "pull_requests");
      const state = reviewStates[textField(request, "event") || "COMMENT"];
      if (!state) throw validationFailed("PullRequestReview", "event", "invalid");
      const author = authorOf(store, request);
      const review = addReview(store, repository, pull, { author, body: textField(request, "body"), state });
      return ok(presentReview(base(), repository, review));
    },
  };
}
