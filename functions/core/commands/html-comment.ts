/** Whether an HTML comment that begins in `text` is still open at its end. `<!-->` is a comment by itself. */
export function leavesCommentOpen(text: string): boolean {
  let from = 0;
  for (;;) {
    const start = text.indexOf("<!--", from);
    if (start === -1) return false;
    const end = text.indexOf("-->", start);
    if (end === -1) return true;
    from = end + 3;
  }
}

/** Whether the comment that `text` began in ends in it. */
export function closesComment(text: string): boolean {
  return text.includes("-->");
}
