import { stableId } from "../state/ids.ts";

/** Returns an SVG with the user's initials on a colour derived from the login; bots get a face. */
export function avatarSvg(login: string): string {
  const id = stableId(login);
  const hue = Math.floor(id / 17) % 360;
  const bot = login.endsWith("[bot]");
  const background = `hsl(${hue} ${bot ? 40 : 58}% ${bot ? 34 : 46}%)`;
  const initials = login.replace(/[^\p{L}\p{N}]/gu, "").slice(0, 2) || "?";
  const text = `<text x="32" y="33" fill="#fff" font-family="system-ui,sans-serif" font-size="26" font-weight="600" text-anchor="middle" dominant-baseline="central">${initials}</text>`;
  const face =
    '<path d="M32 11v8" stroke="#fff" stroke-width="4" stroke-linecap="round"/><rect x="14" y="20" width="36" height="28" rx="8" fill="#fff"/>' +
    `<circle cx="25" cy="33" r="4" fill="${background}"/><circle cx="39" cy="33" r="4" fill="${background}"/>` +
    `<path d="M26 42h12" stroke="${background}" stroke-width="3" stroke-linecap="round"/>`;
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">' +
    `<rect width="64" height="64" fill="${background}"/>${bot ? face : text}</svg>`
  );
}
