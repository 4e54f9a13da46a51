import { Command, CommanderError } from 'commander';
import { attachVerb, detachVerb } from './attach.ts';
import { benchVerb } from './bench.ts';
import { callVerb } from './call.ts';
import { callsVerb } from './calls.ts';
import { checkVerb } from './check.ts';
import { compileVerb } from './compile.ts';
import { dialVerb } from './dial.ts';
import { dialRulesVerb } from './dial-rules.ts';
import { doctorVerb } from './doctor.ts';
import { exportVerb } from './export.ts';
import { numberVerb } from './number.ts';
import { packageVersion } from './package-version.ts';
import { personVerb } from './person.ts';
import { runVerb } from './run.ts';
import { secretVerb } from './secret.ts';
import { signInVerb } from './sign-in.ts';
import { startVerb } from './start.ts';
import { statusVerb } from './status.ts';
import { stepsVerb } from './steps.ts';
import { trunkVerb } from './trunk.ts';
import { reportError, type Verb } from './verb.ts';

/** In the order of the help. */
const verbs: readonly Verb[] = [
  startVerb,
  statusVerb,
  doctorVerb,
  checkVerb,
  compileVerb,
  runVerb,
  callVerb,
  dialVerb,
  stepsVerb,
  callsVerb,
  trunkVerb,
  numberVerb,
  dialRulesVerb,
  personVerb,
  secretVerb,
  exportVerb,
  attachVerb,
  detachVerb,
  signInVerb,
  benchVerb,
];

/** Runs one command line (without `node` and the script); returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const json = args.includes('--json');
  const program = new Command('patchcord')
    .description('Draw what a phone call does; run every call through the drawing on real Asterisk.')
    .version(packageVersion())
    .showHelpAfterError(!json);
  const all = [program, ...verbs.map((verb) => added(program, verb))];
  for (const command of all) command.exitOverride().configureOutput(json ? { writeErr: () => {} } : {});
  try {
    await program.parseAsync([...args], { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const asked = error.exitCode === 0;
    if (json && !asked) reportError(usageError(error), true);
    return asked ? 0 : 1;
  }
}

function added(program: Command, verb: Verb): Command {
  const command = program.command(verb.name).summary(verb.summary).description(verb.summary);
  verb.configure(command.option('--json', 'print one JSON object instead of text'));
  return command;
}

function usageError(error: CommanderError): Error & { fix: string } {
  const message = error.message.replace(/^error: /, '');
  return Object.assign(new Error(message), { code: 'usage', fix: 'See `npx patchcord --help`.' });
}
