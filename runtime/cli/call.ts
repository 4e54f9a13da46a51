import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { pino } from 'pino';
import { steps } from '#plugins/index';
import { migrateSteps } from '#runtime/flow/migrate';
import { readFlow } from '#runtime/flow/read-flow';
import type { Flow } from '#runtime/flow/schema';
import { type KeyPlan, parseKeyPlan } from '#runtime/robot-caller/key-plan';
import { findFlite } from '#runtime/speech/flite-install';
import { type AsteriskInstall, findAsterisk } from '#runtime/supervisor/asterisk-install';
import { callFlow, FlowNotCallable } from '#runtime/test-call/call-flow';
import type { CallResult } from '#runtime/test-call/call-result';
import { type ApiClient, findApi } from './api-client.ts';
import { callReport } from './call-report.ts';
import { flowArgument, isFlowId, readFlowText } from './flow-argument.ts';
import { flowHours } from './flow-hours.ts';
import { callInstance, extensionOf } from './instance-call.ts';
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
      .argument('<flow>', flowArgument)
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
  const asterisk = await findAsterisk();
  if (asterisk === undefined) {
    const fix = 'Run `npx patchcord doctor` to see why; `npx patchcord run` simulates a call without it.';
    throw new CliError('no-asterisk', 'There is no Asterisk on this machine to call with.', fix);
  }
  const folder = await mkdtemp(join(tmpdir(), 'patchcord-call-'));
  try {
    const recordTo = resolve(options.recordTo ?? join(folder, 'heard.wav'));
    const robot = { plan, maxMs, recordTo, asterisk };
    const api = isFlowId(given) ? await findApi() : undefined;
    const made =
      api === undefined
        ? await callFile(output, given, robot, options.say)
        : await callPublished(output, api, given, robot, options.say);
    const result = options.recordTo === undefined ? { ...made, recording: null } : made;
    output.result(result, () => callReport(result));
    return result.ok ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface RobotOptions {
  readonly plan: KeyPlan;
  readonly maxMs: number;
  readonly recordTo: string;
  readonly asterisk: AsteriskInstall;
}

/** A flow of the running instance, as its callers have it. */
async function callPublished(
  output: Output,
  api: ApiClient,
  flowId: string,
  { asterisk: install, ...robot }: RobotOptions,
  say: string | undefined,
): Promise<CallResult> {
  if (say !== undefined) {
    throw new CliError('usage', 'A flow of the running instance takes no --say yet.', 'Give the path of a flow.');
  }
  const extension = await extensionOf(api, flowId);
  const { asterisk } = await api.request<{ asterisk: { sip: string } | null }>('GET', '/api/status');
  const [host = '', port = ''] = asterisk?.sip.split(':') ?? [];
  output.say(`Calling ${flowId} at extension ${extension} …`);
  return callInstance(api, { install, sip: { host, port: Number(port) }, extension, ...robot });
}

/** A flow that is not published, on an Asterisk of its own. */
async function callFile(
  output: Output,
  given: string,
  robot: RobotOptions,
  say: string | undefined,
): Promise<CallResult> {
  const flow = await readValidFlow(given);
  const hours = await flowHours(given);
  output.say(`Calling ${flow.name} …`);
  const log = pino({ level: process.env.PATCHCORD_LOG ?? 'silent' }, pino.destination(2));
  return callFlow({ flow, steps, hours, say, fliteLibraries: findFlite(), log, ...robot });
}

async function readValidFlow(given: string): Promise<Flow> {
  const { text } = await readFlowText(given);
  const read = readFlow(text);
  if (!read.ok) throw new FlowNotCallable(read.issues);
  return migrateSteps(read.flow, steps);
}
