/** The example's own addresses, in every object that is filled from one. */
const exampleApi = "https://api.github.com/repos/Codertocat/Hello-World";
const exampleHtml = "https://github.com/Codertocat/Hello-World";

/** A JSON object with GitHub's fields, and the addresses of another repository. */
export type Template = (
  base: string,
  fullName: string,
  ...more: [string, string][]
) => Record<string, unknown>;

/** Takes a copy of GitHub's example as text, so that filling it in is replacing its addresses. */
export function createTemplate(example: object): Template {
  const text = JSON.stringify(example);
  return (base, fullName, ...more) => {
    let filled = text
      .replaceAll(exampleApi, `${base}/repos/${fullName}`)
      .replaceAll(exampleHtml, `${base}/${fullName}`);
    for (const [from, to] of more) filled = filled.replaceAll(from, to);
    return JSON.parse(filled);
  };
}
