/** URLs in GitHub's examples, which the template replaces. */
const exampleApi = "https://api.github.com/repos/Codertocat/Hello-World";
const exampleHtml = "https://github.com/Codertocat/Hello-World";

/** Returns a copy of the example with the URLs of another repository; `more` are further replacements. */
export type ExampleTemplate = (
  base: string,
  fullName: string,
  ...more: [string, string][]
) => Record<string, unknown>;

/** Keeps GitHub's example as text, so that a text replacement changes all its URLs. */
export function createExampleTemplate(example: object): ExampleTemplate {
  const text = JSON.stringify(example);
  return (base, fullName, ...more) => {
    let filled = text
      .replaceAll(exampleApi, `${base}/repos/${fullName}`)
      .replaceAll(exampleHtml, `${base}/${fullName}`);
    for (const [from, to] of more) filled = filled.replaceAll(from, to);
    return JSON.parse(filled);
  };
}
