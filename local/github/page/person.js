import { h } from "/_sim/web/dom.js";

export function avatar(login, size = 40) {
  return h("img", {
    class: login.endsWith("[bot]") ? "avatar avatar-bot" : "avatar",
    src: `/_sim/avatars/${encodeURIComponent(login)}.svg`,
    alt: "",
    width: size,
    height: size,
  });
}

/** Returns the login; as on GitHub, an App's login has a badge in place of its suffix. */
export function author(login) {
  const bot = login.endsWith("[bot]");
  return [
    h("strong", { class: "author" }, login.replace(/\[bot\]$/, "")),
    bot && h("span", { class: "badge" }, "bot"),
  ];
}
