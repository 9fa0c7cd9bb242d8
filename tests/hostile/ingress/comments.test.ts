import { expect, test } from "@jest/globals";
import { exampleComment } from "../../fakes/webhooks/examples.ts";
import { signedEvent } from "../../fakes/webhooks/signed-event.ts";
import { hostileTexts } from "../grammar/hostile-texts.ts";
import { createCheckedEndpoint } from "./checked-endpoint.ts";
import { hostileComments, longest } from "./hostile-comments.ts";

const comment = (body: string) => signedEvent("issue_comment", "created", { payload: exampleComment(body) });

test.each(hostileComments)("%s: accepted and processed", async (_what, body) => {
  expect(await createCheckedEndpoint().deliver(comment(body))).toMatchObject({ status: 202 });
});

test.each(hostileTexts)("%s, as long as a comment can be: accepted and processed", async (_what, build) => {
  const body = `/write ${build(longest / 2)}\n/count ${build(longest / 4)}\n${build(longest / 4)}`;
  expect(await createCheckedEndpoint().deliver(comment(body))).toMatchObject({ status: 202 });
});
