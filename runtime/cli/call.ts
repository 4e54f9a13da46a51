import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { pino } from 'pino';
import { steps } from '#plugins/index';
import { migrateSteps } from '#runtime/flow/migrate';
import { readFlow } from '#runtime/flow/read-flow';
import type { Flow } from '#runtime/flow/schema';
import { callFlow, FlowNotCallable } from '#runtime/robot-caller/call-flow';
import { parseKeyPlan } from '#runtime/robot-caller/key-plan';
import { findFlite } from '#runtime/speech/flite-install';
import { findAsterisk } from '#runtime/supervisor/asterisk-install';
import { callReport } from './call-report.ts';
import { readFlowText } from './flow-argument.ts';
import { act, CliError, type Output, type Verb } from './verb.ts';

interface CallOptions {
  keys: string;
  say?: string;
  seconds: string;
  recordTo?: string;
}

const keysHelp =
  'what the caller presses, such as "1 wait:500 2#": each group when a prompt has ended, or after wait:500 that many ' +
  'milliseconds after what came before, or after hear when a prompt begins; hangup hangs up';

export const callVerb: Verb = {
  name: 'call',
  summary: 'Call a flow by a robot: a real SIP call. Exit code 0 only if all was heard and the flow ended it.',
  configure(command: Command) {
    command
      .argument('<flow>', 'a folder with a flow.json, a file, or - for the standard input')
      .option('--keys <plan>', keysHelp, '')
      .option('--say <words>', 'what the caller says, after the keys or where the plan has "say"')
      .option('--seconds <number>', 'the robot hangs up after this long', '120')
      .option('--record-to <file>', 'keep what it heard: a WAV file')
      .action(act(command, call));
  },
};

async function call(output: Output, given: string, options: CallOptions): Promise<number> {
  const plan = parseKeyPlan(options.keys, { says: options.say !== undefined });
  const maxMs = Number(options.seconds) * 1_000;
  if (!(maxMs >= 1_000 && maxMs <= 3_600_000)) {
    throw new CliError('bad-seconds', `"${options.seconds}" is no time for a call.`, 'Give 1 to 3600 seconds.');
  }
  const flow = await readValidFlow(given);
  const asterisk = await findAsterisk();
  if (asterisk === undefined) {
    const fix = 'Run `npx patchcord doctor` to see why; `npx patchcord run` simulates a call without it.';
    throw new CliError('no-asterisk', 'There is no Asterisk on this machine to call with.', fix);
  }
  output.say(`Calling ${flow.name} …`);
  const fliteLibraries = findFlite();
  const log = pino({ level: process.env.PATCHCORD_LOG ?? 'silent' }, pino.destination(2));
  const folder = await mkdtemp(join(tmpdir(), 'patchcord-call-'));
  try {
    const recordTo = resolve(options.recordTo ?? join(folder, 'heard.wav'));
    const { say } = options;
    const made = await callFlow({ flow, steps, plan, say, maxMs, recordTo, asterisk, fliteLibraries, log });
    const result = options.recordTo === undefined ? { ...made, recording: null } : made;
    output.result(result, () => callReport(result));
    return result.ok ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readValidFlow(given: string): Promise<Flow> {
  const { text } = await readFlowText(given);
  const read = readFlow(text);
  if (!read.ok) throw new FlowNotCallable(read.issues);
  return migrateSteps(read.flow, steps);
}
