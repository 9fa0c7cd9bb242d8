import { expect, test } from "@jest/globals";
import { type EndedRequest, oncePerRequest } from "../../../middleware/request-end.ts";

const request = (context: object, response: string) => ({ context, response }) as EndedRequest;

test("each request is reported once, with its first answer", () => {
  const reports: unknown[] = [];
  const [first, second] = [{}, {}];
  const tell = oncePerRequest(
    ({ response }) => void reports.push(["a", response]),
    ({ response }) => void reports.push(["b", response]),
  );
  tell(request(first, "late"));
  tell(request(second, "done"));
  tell(request(first, "done after all"));
  expect(reports).toEqual([
    ["a", "late"],
    ["b", "late"],
    ["a", "done"],
    ["b", "done"],
  ]);
});
