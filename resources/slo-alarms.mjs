/**
 * Adds alarms on the objectives in slo.yml. An alarm watches the burn rate of the error budget: at 1 the budget lasts for
 * exactly 30 days. The long window shows that the burn matters, the short one that it continues; only both together page
 * or open a ticket. https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts
 */
const minutes = 60;
const hours = 60 * minutes;
const days = 24 * hours;
const windows = [
  { name: "fast", burn: 14.4, long: 1 * hours, short: 5 * minutes, urgency: "Page" },
  { name: "slow", burn: 6, long: 6 * hours, short: 30 * minutes, urgency: "Page" },
  // One period of three days: CloudWatch allows up to seven, and evaluates periods over a day once an hour.
  { name: "leak", burn: 1, long: 3 * days, short: 6 * hours, urgency: "Ticket" },
];

const runbook = "Runbook: docs/runbooks/slo.md.";

export default class SloAlarms {
  constructor(serverless) {
    const { service } = serverless;
    this.hooks = {
      "before:package:finalize": function addAlarms() {
        const prefix = `${service.service}-${service.provider.stage}-slo`;
        for (const [name, slo] of Object.entries(service.custom.slos)) {
          Object.assign(
            service.provider.compiledCloudFormationTemplate.Resources,
            alarmsOf(`Slo${capital(name)}`, `${prefix}-${name}`, slo),
          );
        }
      },
    };
  }
}

/** Returns the six alarms of one objective and its two composites, by logical id: one pages, one opens a ticket. */
function alarmsOf(id, prefix, slo) {
  const resources = {};
  for (const { name, burn, long, short } of windows) {
    const part = { prefix: `${prefix}-${name}`, burn, slo };
    resources[`${id}${capital(name)}Long`] = burnAlarm({ ...part, period: long, minimum: slo.minimum });
    resources[`${id}${capital(name)}Short`] = burnAlarm({ ...part, period: short, minimum: 1 });
  }
  for (const urgency of ["Page", "Ticket"]) {
    const watched = windows.filter((window) => window.urgency === urgency);
    resources[id + urgency] = composite({ id, prefix, slo, urgency, watched });
  }
  return resources;
}

function burnAlarm({ prefix, burn, slo, period, minimum }) {
  const budget = Number((1 - slo.objective).toFixed(6));
  return {
    Type: "AWS::CloudWatch::Alarm",
    Condition: "HasSloAlarms",
    Properties: {
      AlarmName: `${prefix}-${inWords(period)}`,
      AlarmDescription:
        `Part: over ${inWords(period)} the error budget burns at ${burn} times the sustainable rate or faster. ` +
        runbook,
      TreatMissingData: "notBreaching",
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      Threshold: burn,
      EvaluationPeriods: 1,
      Metrics: [
        {
          Id: "burn",
          Label: "Burn rate",
          Expression: `IF(all >= ${minimum}, (${slo.bad}) / ${budget}, 0)`,
        },
        ...Object.entries(slo.metrics).map(([Id, { Stat, Dimensions, ...metric }]) => ({
          Id,
          ReturnData: false,
          MetricStat: {
            Stat,
            Period: period,
            Metric: {
              ...metric,
              Dimensions: Object.entries(Dimensions).map(([Name, Value]) => ({ Name, Value })),
            },
          },
        })),
      ],
    },
  };
}

function composite({ id, prefix, slo, urgency, watched }) {
  const both = watched.map(({ name }) => {
    const [long, short] = ["Long", "Short"].map((part) => `ALARM("\${${id}${capital(name)}${part}}")`);
    return `(${long} AND ${short})`;
  });
  const rates = watched.map(({ burn, long }) => `${burn} times over ${inWords(long)}`).join(" or ");
  const topic = [{ Ref: "AlarmTopic" }];
  return {
    Type: "AWS::CloudWatch::CompositeAlarm",
    Condition: "HasSloAlarms",
    Properties: {
      AlarmName: `${prefix}-${urgency.toLowerCase()}`,
      AlarmDescription:
        `${urgency}: the error budget burns too fast (${rates}). The objective: ${percent(slo.objective)} % ` +
        `${slo.promise}. ${runbook} Check: ${slo.check}`,
      AlarmRule: { "Fn::Sub": both.join(" OR ") },
      AlarmActions: topic,
      ...(urgency === "Page" && { OKActions: topic }),
    },
  };
}

function inWords(seconds) {
  if (seconds >= days) return `${seconds / days}d`;
  return seconds >= hours ? `${seconds / hours}h` : `${seconds / minutes}m`;
}

function percent(share) {
  return Number((share * 100).toFixed(4));
}

function capital(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
