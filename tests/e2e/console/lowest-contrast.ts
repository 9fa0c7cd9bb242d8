import type { Page } from "playwright-core";

/** Runs in the page: returns the visible text with the lowest contrast to its background, by WCAG. */
const lowest = `(() => {
  const parse = (text) => {
    const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\\d.]+/g) ?? []).map(Number);
    return { r, g, b, a };
  };
  const over = (top, under) => {
    const mix = (one) => top[one] * top.a + under[one] * (1 - top.a);
    return { r: mix("r"), g: mix("g"), b: mix("b"), a: 1 };
  };
  const luminance = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((one) => {
      const part = one / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const background = (element) => {
    if (!element) return { r: 255, g: 255, b: 255, a: 1 };
    const own = parse(getComputedStyle(element).backgroundColor);
    return own.a === 1 ? own : over(own, background(element.parentElement));
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let found = { ratio: 21, text: "", count: 0 };
  while (texts.nextNode()) {
    const { textContent, parentElement } = texts.currentNode;
    const isSeen = parentElement.checkVisibility() && !parentElement.closest(":disabled, .visually-hidden, .skip");
    if (textContent.trim() === "" || !isSeen) continue;
    const under = background(parentElement);
    const color = over(parse(getComputedStyle(parentElement).color), under);
    const [light, dark] = [luminance(color), luminance(under)].toSorted((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    found = { ...(ratio < found.ratio ? { ratio, text: textContent } : found), count: found.count + 1 };
  }
  return found;
})()`;

export interface Contrast {
  /** 1 (the same colour) to 21 (black on white). */
  ratio: number;
  text: string;
  /** The number of checked texts. */
  count: number;
}

export function lowestContrast(page: Page): Promise<Contrast> {
  return page.evaluate(lowest);
}
