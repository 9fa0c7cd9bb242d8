import { expect, test } from "@jest/globals";
import { personOf } from "../../../../core/jobs/job-event.ts";

test.each([
  ["operator:ada@example.com", { kind: "operator", name: "ada@example.com" }],
  ["github:octavia", { kind: "github", name: "octavia" }],
  ["operator:", null],
  ["sweep-deliveries", null],
  ["publish-failure", null],
  ["other:user", null],
])("%s is %j", (actor, person) => {
  expect(personOf(actor)).toEqual(person);
});
