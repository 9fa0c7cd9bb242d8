import { describe, expect, test } from "@jest/globals";
import { carriesMarker, isContinuation, marker } from "../../../../core/answering/marker.ts";

test("a marker is a hidden line with the job and the part", () => {
  expect(marker("job-a", 2)).toBe("<!-- pr-comment-automation job=job-a part=2 -->");
});

describe("a body", () => {
  test.each([
    [`${marker("job-a", 1)}\ntext`, true, false],
    [`${marker("job-a", 2)}\ntext`, false, true],
    [`${marker("job-a", 10)}\ntext`, false, true],
    [`${marker("job-a", 11)}\ntext`, false, true],
    [`${marker("job-a-2", 1)}\ntext`, false, false],
    [`${marker("job-a-2", 2)}\ntext`, false, false],
    [` ${marker("job-a", 1)}`, false, false],
    [`> ${marker("job-a", 2)}`, false, false],
    ["", false, false],
  ])("%j", (body, isFirst, isLater) => {
    expect(carriesMarker(body, "job-a", 1)).toBe(isFirst);
    expect(isContinuation(body, "job-a")).toBe(isLater);
  });
});
