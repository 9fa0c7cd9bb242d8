import { delivery, seconds } from "../cost/usage.ts";
import { type Bucket, createSimulation, type Pool, type Process, type Simulation } from "./engine.ts";
import { batchesAt, createInstallation, createPlaces, type Installation, type Places } from "./places.ts";
import { type Burst, redelivery, type Settings, type Step, steps, writes } from "./work.ts";

export interface Outcome {
  /** Seconds from each comment to its answer. */
  answered: number[];
  /** Comments that the API refused at first. */
  refused: number;
  /** Comments that got a status comment before their answer. */
  acknowledged: number;
  /** Seconds from the end of the burst to the last answer. */
  drained: number;
  /** Every place where a process could have waited. */
  places: (Pool | Bucket)[];
}

interface Service extends Places, Simulation {
  burst: Burst;
  outcome: Outcome;
}

/** Runs a burst through the service, from the API to the last answer. */
export function runBurst(burst: Burst, settings: Settings): Outcome {
  const installations = Array.from({ length: burst.installations }, () => createInstallation(settings));
  const places = createPlaces(settings);
  const limits = installations.flatMap(({ rest, graphql, minute, hour }) => [rest, graphql, minute, hour]);
  const outcome: Outcome = {
    ...{ answered: [], refused: 0, acknowledged: 0, drained: 0 },
    places: [...Object.values(places), ...limits],
  };
  const service: Service = { ...places, ...createSimulation(), burst, outcome };
  service.start(growth(service, settings.dispatchConcurrency), 0);
  for (let n = 0; n < burst.perSecond * burst.seconds; n += 1) {
    const at = n / burst.perSecond;
    const installation = installations[n % installations.length];
    if (installation) service.start(comment(service, at, installation), at);
  }
  service.run();
  return outcome;
}

/** A comment with a command, from its webhook to its answer. */
function* comment(service: Service, at: number, limits: Installation): Process {
  const { burst, outcome, now } = service;
  yield* admission(service);
  yield* working(service, seconds.receiveWebhook ?? 0);
  // A message that meets GitHub's limit goes back to the queue, and holds no place in the dispatcher.
  yield { bucket: limits.graphql, tokens: 1 };
  yield { pool: service.dispatcher };
  yield { bucket: service.starts, tokens: 1 };
  yield { until: now() + (seconds.dispatchEvent ?? 0) };
  service.release(service.dispatcher);
  const shown = isShown(service, limits);
  if (shown) {
    outcome.acknowledged += 1;
    service.start(ownComment(service), now());
  }
  for (const step of steps) {
    if (step.name === "publishResult") yield* paced(limits, shown ? writes.shownAnswer : writes.answerAlone);
    yield* work(service, step, limits, shown);
  }
  outcome.answered.push(now() - at);
  outcome.drained = Math.max(outcome.drained, now() - burst.seconds);
  service.start(ownComment(service), now());
}

/** GitHub does not repeat a refused delivery by itself: the sweeper asks for it. */
function* admission({ api, redeliveries, outcome, now, tryTake }: Service): Process {
  if (tryTake(api, 1)) return;
  outcome.refused += 1;
  api.seen.firstWait ??= now();
  do {
    yield { until: Math.ceil(now() / redelivery.everySeconds) * redelivery.everySeconds };
    yield { bucket: redeliveries, tokens: 1 };
  } while (!tryTake(api, 1));
}

/** Signs of work are left out while few tokens are left. */
function isShown({ tokensOf, tryTake }: Service, { minute, hour }: Installation): boolean {
  if (tokensOf(minute) < minute.size / 4 || tokensOf(hour) < hour.size / 2) return false;
  return tryTake(minute, writes.sign) && tryTake(hour, writes.sign);
}

function* paced({ minute, hour }: Installation, tokens: number): Process {
  yield { bucket: minute, tokens };
  yield { bucket: hour, tokens };
}

function* work(service: Service, step: Step, limits: Installation, shown: boolean): Process {
  const requests = step.name === "acknowledgeJob" && !shown ? 0 : step.rest;
  if (requests > 0) yield { bucket: limits.rest, tokens: requests };
  if (step.graphql > 0) yield { bucket: limits.graphql, tokens: step.graphql };
  yield { bucket: service.transitions, tokens: step.transitions };
  const { employeeSeconds } = service.burst;
  yield* working(service, step.name === "runEmployee" ? employeeSeconds : (seconds[step.name] ?? 0));
}

/** GitHub also delivers the App's own comments, which ask for nothing. */
function* ownComment(service: Service): Process {
  if (!service.tryTake(service.api, 1)) return;
  yield* working(service, seconds.receiveWebhook ?? 0);
  yield { pool: service.dispatcher };
  yield { until: service.now() + delivery.dispatchSeconds };
  service.release(service.dispatcher);
}

function* working({ functions, now, release }: Service, duration: number): Process {
  yield { pool: functions };
  yield { until: now() + duration };
  release(functions);
}

function* growth({ dispatcher, now, admit }: Service, limit: number): Process {
  while (batchesAt(now(), limit) < limit) {
    yield { until: now() + 1 };
    admit(dispatcher);
  }
}
