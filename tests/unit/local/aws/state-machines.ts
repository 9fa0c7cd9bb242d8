const work = { "Fn::GetAtt": ["WorkLambdaFunction", "Arn"] };
const hang = { "Fn::GetAtt": ["HangLambdaFunction", "Arn"] };
const brief = { "Fn::GetAtt": ["BriefLambdaFunction", "Arn"] };
const task = (Resource: unknown, rest: object) => ({ Type: "Task", Resource, ...rest });
const machine = (first: object, rest: object = {}, top: object = {}) => ({
  definition: { StartAt: "Work", States: { Work: first, ...rest }, ...top },
});

/** One state machine per feature; the input says what the functions do. */
export const machines: Record<string, { definition: unknown }> = {
  Plain: machine(task(work, { End: true })),
  Retrying: machine(
    task(work, {
      Retry: [{ ErrorEquals: ["RetryableError"], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 1 }],
      Catch: [{ ErrorEquals: ["PermanentError"], ResultPath: "$.failure", Next: "Compensate" }],
      ResultSelector: { "count.$": "$.count" },
      ResultPath: "$.result",
      End: true,
    }),
    { Compensate: { Type: "Pass", End: true } },
  ),
  TaskTimeout: machine(
    task(hang, {
      TimeoutSeconds: 1,
      Catch: [
        { ErrorEquals: ["States.TaskFailed"], Next: "Wrong" },
        { ErrorEquals: ["States.Timeout"], Next: "Late" },
      ],
      End: true,
    }),
    { Late: { Type: "Pass", End: true }, Wrong: { Type: "Fail" } },
  ),
  FunctionTimeout: machine(
    task(brief, {
      Catch: [{ ErrorEquals: ["Sandbox.Timedout", "Runtime.ExitError", "Lambda.Unknown"], Next: "Late" }],
      End: true,
    }),
    { Late: { Type: "Pass", End: true } },
  ),
  WholeTimeout: machine(task(hang, { End: true }), {}, { TimeoutSeconds: 1 }),
  Patient: machine(
    task(work, { TimeoutSeconds: 600, ResultPath: "$", End: true }),
    {},
    { TimeoutSeconds: 3_000_000 },
  ),
  Context: machine({
    Type: "Pass",
    Parameters: {
      "id.$": "$$.Execution.Id",
      "name.$": "$$.Execution.Name",
      "input.$": "$$.Execution.Input",
      "started.$": "$$.Execution.StartTime",
      "machine.$": "$$.StateMachine.Id",
      "machineName.$": "$$.StateMachine.Name",
    },
    End: true,
  }),
  Integrated: machine(
    task("arn:aws:states:::lambda:invoke", {
      Parameters: { FunctionName: work, Payload: { "hello.$": "$.to" } },
      ResultSelector: { "event.$": "$.Payload.event" },
      End: true,
    }),
  ),
  WaitingForToken: machine(
    task("arn:aws:states:::lambda:invoke.waitForTaskToken", {
      Parameters: {
        FunctionName: work,
        Payload: { "hello.$": "$.to", "throw.$": "$.throw", deep: { "token.$": "$$.Task.Token" } },
      },
      TimeoutSecondsPath: "$.limits.timeout",
      HeartbeatSecondsPath: "$.limits.heartbeat",
      ResultPath: "$.answer",
      Catch: [
        { ErrorEquals: ["States.HeartbeatTimeout"], ResultPath: "$.failure", Next: "Silent" },
        { ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: "Caught" },
      ],
      End: true,
    }),
    { Silent: { Type: "Pass", End: true }, Caught: { Type: "Pass", End: true } },
  ),
  Failing: machine({ Type: "Fail", Error: "WorkerFailed", Cause: "no answer" }),
  Fanned: machine({
    Type: "Parallel",
    Branches: [
      { StartAt: "Left", States: { Left: task(work, { OutputPath: "$.event", End: true }) } },
      { StartAt: "Right", States: { Right: { Type: "Pass", Result: 2, End: true } } },
    ],
    End: true,
  }),
};
