import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { compileFlow } from '#runtime/compile/compile';
import { catalogueOf } from '#runtime/flow/catalogue';
import type { Hours } from '#runtime/flow/hours';
import type { Issue } from '#runtime/flow/issue';
import type { CallRecord } from '#runtime/flow/record';
import type { Flow } from '#runtime/flow/schema';
import type { Step } from '#runtime/flow/step';
import { prepareRevision } from '#runtime/publishing/publish';
import type { KeyPlan } from '#runtime/robot-caller/key-plan';
import { startRobot } from '#runtime/robot-caller/robot';
import type { RobotReport } from '#runtime/robot-caller/robot-call';
import { readWav } from '#runtime/speech/wav';
import type { AsteriskInstall } from '#runtime/supervisor/asterisk-install';
import { type CallResult, callResult } from './call-result.ts';
import { type HeardPrompt, heardPrompts } from './heard-prompts.ts';
import { startTemporaryLine } from './temporary-line.ts';

export type CallFlowOptions = {
  readonly flow: Flow;
  readonly steps: readonly Step[];
  /** Opening hours that the flow may name. */
  readonly hours?: readonly Hours[];
  readonly plan: KeyPlan;
  /** What the robot says, in the local voice `slt` (the flows' own is another). */
  readonly say?: string | undefined;
  readonly maxMs: number;
  readonly recordTo: string;
  readonly asterisk: AsteriskInstall;
  readonly fliteLibraries: string | undefined;
  readonly log: Logger;
};

const ROBOT_VOICE = { voice: 'local:slt', language: 'en' };
/** How long the record of a call may take to be complete once the robot is off the line. */
const RECORD_MS = 5_000;

/** The flow can't take calls: as `patchcord check` would say. */
export class FlowNotCallable extends Error {
  readonly code = 'flow-invalid';
  readonly fix = 'See `npx patchcord check`.';
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    const [first] = issues.filter((issue) => issue.severity === 'error');
    super(
      `The flow can't take calls: ${first?.nodeId ? `${first.nodeId}: ` : ''}${first?.message ?? 'it is invalid.'}`,
    );
    this.name = 'FlowNotCallable';
    this.issues = issues;
  }
}

/** What the robot heard of a record's prompts. */
export async function heardIn(record: CallRecord | undefined, report: RobotReport): Promise<HeardPrompt[]> {
  if (record === undefined || report.recording === undefined) return [];
  const sound = readWav(await readFile(report.recording));
  return heardPrompts(record.events, { sound, beganAt: report.zeroAt + report.recordedFromMs }, report.zeroAt);
}

/**
 * Calls a flow that is not published: on an Asterisk and a call engine of its own, by a robot on another Asterisk.
 * @throws FlowNotCallable
 */
export async function callFlow(options: CallFlowOptions): Promise<CallResult> {
  const { flow, plan, maxMs, recordTo } = options;
  const catalogue = catalogueOf(options.steps);
  const compiled = compileFlow(flow, catalogue);
  if (!compiled.ok) throw new FlowNotCallable(compiled.issues);
  const steps = new Map(options.steps.map((step) => [step.type, step]));
  const { asterisk: install, fliteLibraries, hours, log } = options;
  const [line, robot] = await both(
    startTemporaryLine({ install, fliteLibraries, steps, hours, log }),
    startRobot(install),
  );
  try {
    const { assets, prompts } = line.sounds;
    const prepared = await prepareRevision(flow, {
      catalogue,
      speak: prompts.renderSpeech,
      hasAsset: async (hash) => (await assets.get(hash)) !== undefined,
      shared: { hours: new Set((hours ?? []).map(({ id }) => id)) },
    });
    if (!prepared.ok) throw new FlowNotCallable(prepared.issues);
    line.answerWith(compiled.compiled);
    const spoken =
      options.say === undefined ? undefined : await prompts.renderSpeech({ text: options.say, ...ROBOT_VOICE });
    const report = await robot.call({ target: line.target, plan, utterance: spoken?.path, maxMs, recordTo });
    const answered = report.answeredMs !== undefined;
    const record = answered
      ? await Promise.race([line.record, sleep(RECORD_MS, undefined, { ref: false })])
      : undefined;
    return callResult(report, record, await heardIn(record, report));
  } finally {
    await Promise.all([robot.stop(), line.stop()]);
  }
}

/** Two things that start; if one can't, the other is stopped again. */
async function both<A extends { stop(): Promise<void> }, B extends { stop(): Promise<void> }>(
  a: Promise<A>,
  b: Promise<B>,
): Promise<[A, B]> {
  const started = await Promise.allSettled([a, b]);
  const [first, second] = started;
  if (first.status === 'fulfilled' && second.status === 'fulfilled') return [first.value, second.value];
  for (const one of started) if (one.status === 'fulfilled') await one.value.stop();
  throw started.find((one) => one.status === 'rejected')?.reason;
}
