/** Returns the URL of a GitHub's pages, from its API's. */
export function siteOfApiUrl(apiUrl: string): string {
  const { hostname, origin, protocol } = new URL(apiUrl);
  if (hostname === "api.github.com") return "https://github.com";
  if (hostname.endsWith(".ghe.com")) return `${protocol}//${hostname.replace(/^api\./, "")}`;
  return origin;
}
