/**
 * Adds every function to the dashboard, so that none can be forgotten: its metrics and its log. Fills the variables of that
 * name in dashboard/*.yml. The log of a disabled option is left out.
 */
export default class FunctionDashboard {
  constructor(serverless) {
    this.hooks = {
      // At this point the dashboard exists, and the template is not written yet.
      "after:aws:package:finalize:mergeCustomProviderResources": function addFunctions() {
        const { service } = serverless;
        const { naming } = serverless.getProvider("aws");
        const functions = service.getAllFunctions().map((key) => {
          const { name, condition } = service.getFunction(key);
          return { key, name, condition, logGroup: naming.getLogGroupLogicalId(key) };
        });
        const { Dashboard } = service.provider.compiledCloudFormationTemplate.Resources;
        fill(Dashboard.Properties.DashboardBody, {
          FunctionMetrics: functions.map(metricOf).join("], "),
          FunctionLogs: joined(functions, ({ logGroup }) => `SOURCE '\${${logGroup}}' | `),
        });
      },
    };
  }
}

/** Sets these variables in every Fn::Sub of the body that has them. */
function fill(body, values) {
  for (const part of body["Fn::Join"][1]) {
    const [, variables = {}] = [part["Fn::Sub"]].flat();
    for (const name of Object.keys(variables)) variables[name] = values[name] ?? variables[name];
  }
}

/** Returns a line of a widget without its brackets; `...` repeats the namespace, metric and dimension of the line before. */
function metricOf({ key, name }, index) {
  return `${index > 0 ? '["...", ' : ""}"${name}", {"label": "${key}"}`;
}

function joined(functions, textOf) {
  const parts = functions.map((one) => {
    const text = { "Fn::Sub": textOf(one) };
    return one.condition ? { "Fn::If": [one.condition, text, ""] } : text;
  });
  return { "Fn::Join": ["", parts] };
}
