/** The App's one webhook: where deliveries go and what signs them. */
export interface Hook {
  id: number;
  url(): string;
  secret(): string;
  configure(change: { url?: string; secret?: string }): void;
}

export function createHook(url: string | (() => string), secret: string): Hook {
  let current = { url: typeof url === "function" ? url : () => url, secret };
  return {
    id: 471_100_815,
    url: () => current.url(),
    secret: () => current.secret,
    configure(change) {
      const { url: newUrl } = change;
      current = {
        url: newUrl === undefined ? current.url : () => newUrl,
        secret: change.secret ?? current.secret,
      };
    },
  };
}
