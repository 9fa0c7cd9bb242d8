/**
 * Returns the stage of a command without `--stage`: `sls offline` and `sls invoke local` work on the laptop, everything
 * else on `dev`. Like the framework, it takes the words before the first option as the command.
 */
module.exports = () => defaultStage(process.argv.slice(2));
module.exports.defaultStage = defaultStage;

function defaultStage(args) {
  const firstOption = args.findIndex((word) => word.startsWith("-"));
  const [command, subcommand] = firstOption === -1 ? args : args.slice(0, firstOption);
  return command === "offline" || (command === "invoke" && subcommand === "local") ? "local" : "dev";
}
