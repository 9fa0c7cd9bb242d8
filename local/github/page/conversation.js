import { byId, h, icon, reconcile } from "/_sim/web/dom.js";
import { when } from "/_sim/web/time.js";
import { commentBox } from "./comment-box.js";
import { author, avatar } from "./person.js";

/** Draws the description, then comments, reviews and pull request events in order of time. */
export function drawConversation({ pull, timeline }) {
  const description = {
    kind: "description",
    id: "description",
    author: pull.author,
    body: pull.body,
    at: pull.at,
    reactions: [],
  };
  reconcile(byId("timeline"), [description, ...timeline], ({ id }) => id, entry);
}

function entry(item) {
  if (item.kind === "pushed" || item.kind === "closed" || item.kind === "reopened") return pullEvent(item);
  const box = commentBox(item);
  const intro = item.kind === "review" && reviewLine(item);
  return h(
    "li",
    { class: "entry", id: anchor(item) },
    h("div", { class: "entry-avatar" }, avatar(item.author)),
    h("div", { class: "entry-body" }, intro, item.kind === "review" && !item.body ? null : box),
  );
}

function anchor({ kind, id }) {
  return {
    comment: `issuecomment-${id}`,
    "review-comment": `discussion_r${id}`,
    review: `pullrequestreview-${id}`,
  }[kind];
}

function reviewLine({ author: login, state, at }) {
  const verbs = {
    APPROVED: "approved these changes",
    CHANGES_REQUESTED: "requested changes",
    DISMISSED: "left a review that was dismissed",
    COMMENTED: "reviewed",
  };
  return h(
    "p",
    { class: `review-line review-${state.toLowerCase()}` },
    h("span", { class: "pull-event-icon" }, icon(state === "APPROVED" ? "check" : "eye")),
    ...author(login),
    ` ${verbs[state]} `,
    when(at),
  );
}

function pullEvent({ kind, author: login, at, sha }) {
  const texts = {
    pushed: ["pushed a commit ", h("code", { class: "sha" }, sha.slice(0, 7))],
    closed: ["closed this"],
    reopened: ["reopened this"],
  };
  const icons = { pushed: "commit", closed: "closed", reopened: "pull" };
  return h(
    "li",
    { class: `entry pull-event pull-event-${kind}` },
    h("span", { class: "pull-event-icon" }, icon(icons[kind])),
    avatar(login, 20),
    h("span", {}, ...author(login), " ", ...texts[kind], " ", when(at)),
  );
}
