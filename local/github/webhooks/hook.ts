/** The App's webhook: its URL, its secret and its content type. */
export interface Hook {
  id: number;
  url(): string;
  secret(): string;
  contentType(): ContentType;
  configure(change: HookChange): void;
}

/** How payloads are sent: as JSON, or as the field `payload` of a form. */
export type ContentType = "json" | "form";

export interface HookChange {
  url?: string;
  secret?: string;
  contentType?: ContentType;
}

export function createHook(url: string | (() => string), secret: string): Hook {
  let current = {
    url: typeof url === "function" ? url : () => url,
    secret,
    contentType: "json" as ContentType,
  };
  return {
    id: 471_100_815,
    url: () => current.url(),
    secret: () => current.secret,
    contentType: () => current.contentType,
    configure(change) {
      const { url: newUrl } = change;
      current = {
        url: newUrl === undefined ? current.url : () => newUrl,
        secret: change.secret ?? current.secret,
        contentType: change.contentType ?? current.contentType,
      };
    },
  };
}
