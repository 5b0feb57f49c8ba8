/** The command line: reads the arguments, runs one command, ends with an exit code that says which. */
import { setMaxListeners } from "node:events";
import { Command, CommanderError } from "commander";
import { AppError, isAppError, toAppError } from "../core/errors";
import { diskError, errnoOf } from "../platform/node/file-errors";
import { chooseStrings } from "../strings/choose";
import { sentenceFor } from "../strings/sentence";
import { createContext, type CommonOptions, type Context } from "./context";
import {
  runInspect,
  runRebuild,
  runVerify,
  type ExamineOptions,
  type RebuildOptions,
} from "./examine";
import { EXIT, exitCodeOf } from "./exit-codes";
import { runManifest, type ManifestOptions } from "./manifest";
import { createOutput } from "./output";
import { namesLast } from "./parse-options";
import {
  runExportOwnerKey,
  runExtend,
  runImportOwnerKey,
  runRecall,
  runShowConfig,
  type ExtendOptions,
  type RecallOptions,
} from "./own";
import { RESENT_OUT, runResend, type ResendOptions } from "./resend";
import { runRestore, type RestoreOptions } from "./restore";
import { DEFAULT_OUT, runSend, type SendOptions } from "./send";
import { runServe, type ServeOptions } from "./serve";
import { runDoctor } from "./doctor";
import { runSetup, type SetupOptions } from "./setup";
import { runSweep } from "./sweep";

type Run<Options> = (context: Context, options: Options) => Promise<void> | void;

const strings = chooseStrings([
  ["LC_ALL", "LC_MESSAGES", "LANG"].map((name) => process.env[name] ?? "").find(Boolean) ?? "",
]);

/** The first Ctrl-C stops in order, the second at once. */
function stopOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(EXIT.cancelled);
      controller.abort(new AppError("cancelled"));
    });
  }
  return controller.signal;
}

async function execute<Options extends CommonOptions>(
  options: Options,
  run: Run<Options>,
): Promise<void> {
  const output = createOutput({ json: options.json ?? false, strings });
  let context: Context | undefined;
  try {
    context = await createContext(options, output, stopOnSignals());
    await run(context, options);
    output.endProgress();
  } catch (error) {
    const failure = toAppError(error);
    output.endProgress();
    output.fail(failure);
    if (failure.code === "sign-in-needed") output.note(strings.cli.needsToken, "hint", {});
    if (!isAppError(error) && process.env["PRO_PORTER_DEBUG"] !== undefined) console.error(error);
    process.exitCode = exitCodeOf(failure);
  } finally {
    await context?.stop();
  }
}

function common(command: Command): Command {
  return command
    .option("--config <file>", "configuration of stores and routes (default: four local folders)")
    .option("--json", "one JSON event a line instead of sentences");
}

/** For commands that reach the stores through a gateway as well. */
function reaching(command: Command): Command {
  return common(command)
    .option("--gateway <origin>", "go through this gateway (default: the host in the index)")
    .option("--token-file <file>", "file that holds the access token for the gateway");
}

const PASSPHRASE = ["--passphrase-file <file>", "file that holds the passphrase"] as const;

function addTransferCommands(program: Command): void {
  reaching(program.command("send <path...>"))
    .description("Cut files and folders into fragments, spread them, and write an index file.")
    .option("--out <file>", `where the index file goes (default: "${DEFAULT_OUT}")`)
    .option("--route <number>", "which stores to use", "0")
    .option("--expires <days>", "how long it can be restored (default: by policy, 14)")
    .option(...PASSPHRASE)
    .option("--min-stores <m>", "stores that must hold everything (default: k + 1)")
    .option("--from <name>", "your name, shown to the recipient")
    .option("--contact <text>", "how to reach you, shown to the recipient")
    .option("--discard", "remove what a broken send of these paths has stored, send nothing")
    .action((paths: string[], options: SendOptions) =>
      execute(options, (context) => runSend(context, paths, options)),
    );
  reaching(program.command("restore <index>"))
    .description(
      "Restore everything, or one file, from an index file, its line, or - for standard input.",
    )
    .option("--to <folder>", "where the files go", ".")
    .option("--only <path>", "one file or folder of the transfer")
    .option("--overwrite", "replace files that are already there")
    .option(...PASSPHRASE)
    .action((index: string, options: RestoreOptions) =>
      execute(options, (context) => runRestore(context, index, options)),
    );
}

function addResendCommand(program: Command): void {
  reaching(program.command("resend <index>"))
    .description(
      "Send what a transfer holds again over another route; nothing of it is written to a disk here.",
    )
    .requiredOption("--route <number>", "which stores to use from now on")
    .option("--out <file>", "where the new index file goes", RESENT_OUT)
    .option("--expires <days>", "how long it can be restored (default: by policy, 14)")
    .option("--passphrase-file <file>", "file that holds the passphrase; the new one needs it too")
    .option("--min-stores <m>", "stores that must hold everything (default: k + 1)")
    .option("--recall-old", "delete the old fragments once the new ones were all read back")
    .action((index: string, options: ResendOptions) =>
      execute(options, (context) => runResend(context, index, options)),
    );
}

function addExamineCommands(program: Command): void {
  reaching(program.command("inspect <index>"))
    .description("Show what a transfer holds and its state, without fetching the files.")
    .option(...PASSPHRASE)
    .action((index: string, options: ExamineOptions) =>
      execute(options, (context) => runInspect(context, index, options)),
    );
  reaching(program.command("verify <index>"))
    .description("Read every fragment at every store and say which store is not in order.")
    .option(...PASSPHRASE)
    .action((index: string, options: ExamineOptions) =>
      execute(options, (context) => runVerify(context, index, options)),
    );
  common(program.command("rebuild <index>"))
    .description("Fill a store that lost its fragments again, out of the others.")
    .requiredOption("--store <id>", "the store to fill")
    .option(...PASSPHRASE)
    .action((index: string, options: RebuildOptions) =>
      execute(options, (context) => runRebuild(context, index, options)),
    );
}

function addOwnerCommands(program: Command): void {
  reaching(program.command("recall <index>"))
    .description("Delete the fragments at every store. Needs your owner key.")
    .option("--reason <text>", "shown to whoever tries to restore")
    .option("--as-administrator", "with the stores' keys alone; <index> may be a transfer's name")
    .option("--route <number>", "of a transfer that is named without its index (default: 0)")
    .action((index: string, options: RecallOptions) =>
      execute(options, (context) => runRecall(context, index, options)),
    );
  reaching(program.command("extend <index>"))
    .description("Let a transfer be restored for longer. Needs your owner key.")
    .option("--expires <days>", "from now on (default: by policy, 14)")
    .action((index: string, options: ExtendOptions) =>
      execute(options, (context) => runExtend(context, index, options)),
    );
  const config = program.command("config").description("The configuration and your owner key.");
  common(config.command("show"))
    .description("Show the configuration in force.")
    .action((options: CommonOptions) => execute(options, runShowConfig));
  const key = config.command("owner-key").description("The key that can recall what you send.");
  common(key.command("export"))
    .description("Print the key, to keep a copy in a safe place.")
    .action((options: CommonOptions) => execute(options, runExportOwnerKey));
  common(key.command("import <file>"))
    .description("Sign with a key that was exported before; - reads standard input.")
    .action((file: string, options: CommonOptions) =>
      execute(options, (context) => runImportOwnerKey(context, file)),
    );
}

function addGatewayCommands(program: Command): void {
  common(program.command("manifest"))
    .description("Print the manifest of the Outlook add-in for a gateway, to be deployed.")
    .requiredOption("--origin <https address>", "where the gateway serves the pages")
    .action((options: ManifestOptions) =>
      execute(options, (context) => runManifest(context, options)),
    );
  common(program.command("serve"))
    .description("Run the gateway: the pages, the signing service and the local stores.")
    .option(
      "--port <number>",
      "port of the pages; local stores take those behind it (default: PORT, else 3000)",
    )
    .option("--tls-cert <file>", "certificate chain (PEM), to serve https without a proxy")
    .option("--tls-key <file>", "its private key (PEM)")
    .option("--outlook <file>", "write the add-in's manifest there and say how to load it")
    .option("--log-level <level>", "debug, info, warn, error or silent")
    .action((options: ServeOptions) => execute(options, runServe));
  common(program.command("sweep"))
    .description("Remove what has expired and finish recalls, at every store of the configuration.")
    .action((options: CommonOptions) => execute(options, runSweep));
  common(program.command("setup"))
    .description(
      "Create the stores of the configuration, and bring their settings to what is needed.",
    )
    .option("--store <id>", "this store only")
    .option("--dry-run", "say what would be changed, and change nothing")
    .action((options: SetupOptions) => execute(options, (context) => runSetup(context, options)));
  common(program.command("doctor"))
    .description("Look at every store of the configuration and say what is wrong with it.")
    .action((options: CommonOptions) => execute(options, runDoctor));
}

/** Commander ends the process by itself unless every command is told not to. */
function overrideExits(command: Command): void {
  command.exitOverride();
  command.commands.forEach(overrideExits);
}

function createProgram(): Command {
  const program = new Command("pro-porter");
  program
    .description(
      "Large and sensitive files, cut by secret sharing and spread over several stores.\n" +
        "What remains is an index file of less than 100 bytes; it and any k stores restore all.",
    )
    .version("0.1.0")
    .showHelpAfterError("(pro-porter --help tells more)")
    .addHelpText(
      "after",
      `
Examples:
  pro-porter send report.pdf drawings/        send a file and a folder
  pro-porter restore "${DEFAULT_OUT}" --to restored
  pro-porter verify "${DEFAULT_OUT}"          is every store in order?
  pro-porter recall "${DEFAULT_OUT}" --reason "wrong recipient"

Exit codes: 0 ok, 1 internal, 2 usage, 3 bad input, 4 too few stores,
            5 recalled, expired or refused, 6 local disk, 130 cancelled.
The way to the stores: --gateway, else --config (with the stores' own keys), else the gateway
named in the index, else the folders data/store-1 .. data/store-4 here.
HTTPS_PROXY, NO_PROXY and NODE_EXTRA_CA_CERTS are obeyed.`,
    );
  addTransferCommands(program);
  addResendCommand(program);
  addExamineCommands(program);
  addOwnerCommands(program);
  addGatewayCommands(program);
  overrideExits(program);
  return program;
}

/** A reader that went away ends the command quietly; a full disk behind `>` is said. */
function watchOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error) => {
      if (errnoOf(error) === "EPIPE") process.exit(process.exitCode ?? EXIT.ok);
      if (stream === process.stdout) {
        const failure = diskError(error, "stdout");
        process.stderr.write(`${strings.cli.error(sentenceFor(strings.errors, failure))}\n`);
      }
      process.exit(EXIT.localDisk);
    });
  }
}

// Every retry of every store waits on the one signal of the command; that is no leak.
setMaxListeners(0);
watchOutput();
try {
  await createProgram().parseAsync(namesLast(process.argv.slice(2)), { from: "user" });
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
}
// A cloud's own library may still wait, for minutes, for an answer that nobody needs any more.
const flushed = [process.stdout, process.stderr].map(
  (stream) => new Promise((done) => stream.write("", done)),
);
await Promise.all(flushed);
process.exit();
