const tokens = { input: 120, output: 34 };

type Finish = "stop" | "length" | "content-filter";

/** A provider's format of answers and errors. */
interface Protocol {
  answer: (text: string, finish: Finish) => unknown;
  error: (status: number, message: string) => unknown;
}

/** The protocol of a path; null if no protocol has it. */
export function protocolOf(path: string): Protocol | null {
  if (path === "/v1/messages") return anthropic;
  if (path === "/v1/chat/completions") return openAiCompatible;
  return /^\/model\/[^/]+\/converse$/.test(path) ? bedrock : null;
}

const anthropicErrors: Record<number, string> = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  500: "api_error",
  529: "overloaded_error",
};

const anthropic: Protocol = {
  answer: (text, finish) => ({
    id: "msg_01",
    type: "message",
    role: "assistant",
    model: "claude-sonnet-4-5",
    content: text === "" ? [] : [{ type: "text", text }],
    stop_reason: { stop: "end_turn", length: "max_tokens", "content-filter": "refusal" }[finish],
    stop_sequence: null,
    usage: { input_tokens: tokens.input, output_tokens: tokens.output },
  }),
  error: (status, message) => ({
    type: "error",
    error: { type: anthropicErrors[status] ?? "api_error", message },
    request_id: "req_0123",
  }),
};

const openAiCompatible: Protocol = {
  answer: (text, finish) => ({
    id: "chatcmpl-01",
    object: "chat.completion",
    created: 1_700_000_000,
    model: "local-model",
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: text },
        finish_reason: finish === "content-filter" ? "content_filter" : finish,
      },
    ],
    usage: {
      prompt_tokens: tokens.input,
      completion_tokens: tokens.output,
      total_tokens: tokens.input + tokens.output,
    },
  }),
  error: (status, message) => ({
    error: { message, type: "server_error", param: null, code: String(status) },
  }),
};

const bedrock: Protocol = {
  answer: (text, finish) => ({
    metrics: { latencyMs: 10 },
    output: { message: { role: "assistant", content: [{ text }] } },
    stopReason: { stop: "end_turn", length: "max_tokens", "content-filter": "content_filtered" }[finish],
    usage: {
      inputTokens: tokens.input,
      outputTokens: tokens.output,
      totalTokens: tokens.input + tokens.output,
    },
  }),
  error: (_status, message) => ({ message }),
};
