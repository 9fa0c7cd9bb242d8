import { h } from "/_sim/web/dom.js";
import { api } from "./api.js";
import { actingPerson } from "./session.js";
import { attempt } from "./toast.js";

const emoji = {
  "+1": "👍",
  "-1": "👎",
  laugh: "😄",
  hooray: "🎉",
  confused: "😕",
  heart: "❤️",
  rocket: "🚀",
  eyes: "👀",
};

export function drawnReactions(reactions) {
  return h(
    "ul",
    { class: "reactions", "aria-label": "Reactions" },
    ...reactions.map(({ content, logins }) =>
      h(
        "li",
        {
          class: "reaction",
          title: `${logins.join(", ")} reacted with ${content}`,
          data: { testid: "reaction", content },
        },
        h("span", { role: "img", "aria-label": content }, emoji[content]),
        ` ${logins.length}`,
      ),
    ),
  );
}

/** Returns a closed list of reactions; selecting one reacts as the selected user. */
export function reactionPicker({ kind, id, author }) {
  const react = (content) => {
    picker.open = false;
    attempt(() => api.react(actingPerson(), kind, id, content));
  };
  const picker = h(
    "details",
    { class: "picker" },
    h("summary", { class: "quiet-button", "aria-label": `React to the comment by ${author}` }, "React"),
    h(
      "div",
      { class: "picker-faces" },
      ...Object.entries(emoji).map(([content, face]) =>
        h(
          "button",
          { type: "button", class: "face", "aria-label": content, onclick: () => react(content) },
          face,
        ),
      ),
    ),
  );
  return picker;
}
