/** Whether an HTML comment that begins in `text` is still open at its end. `<!-->` is a comment by itself. */
export function leavesCommentOpen(text: string): boolean {
  let from = 0;
  for (;;) {
    const start = text.indexOf("<!--", from);
    if (start < 0) return false;
    const end = text.indexOf("-->", start + 2);
    if (end < 0) return true;
    from = end + 3;
  }
}

/** What follows the end of the comment that `text` began in; null when it does not end here. */
export function afterComment(text: string): string | null {
  const end = text.indexOf("-->");
  return end < 0 ? null : text.slice(end + 3);
}
