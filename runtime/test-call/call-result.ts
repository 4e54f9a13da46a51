import type { CallEnd, CallRecord } from '#runtime/flow/record';
import type { RobotReport } from '#runtime/robot-caller/robot-call';
import type { HeardPrompt } from './heard-prompts.ts';

/** A call by the robot, from both sides: what it heard and did, and what the flow says it did. */
export type CallResult = {
  /** Answered, ended by the flow (or as the robot's plan has it), no failed exit, every prompt heard. */
  readonly ok: boolean;
  /** Why it is not ok. */
  readonly problems: readonly string[];
  readonly answeredMs: number | null;
  readonly lengthMs: number;
  /** Ids of the nodes in the order of their visits. */
  readonly path: readonly string[];
  readonly heard: readonly HeardPrompt[];
  readonly keys: RobotReport['keysPressed'];
  readonly end: CallEnd | null;
  readonly callId: string | null;
  /** File of what the robot heard: WAV, 8 kHz. */
  readonly recording: string | null;
};

/** A prompt below this is too quiet to be understood on a phone. */
const LEAST_DBFS = -40;

/** The robot's own recorder, whose clock is not that of the packets, now and then makes a hole of 20 ms. */
const LEAST_GAP_MS = 60;

/** `record` is missing if the call never reached a flow. */
export function callResult(
  report: RobotReport,
  record: CallRecord | undefined,
  heard: readonly HeardPrompt[],
): CallResult {
  const problems: string[] = [];
  if (report.answeredMs === undefined) {
    const status = report.sipStatus === undefined ? `cause ${report.cause}` : `SIP ${report.sipStatus}`;
    problems.push(`The call was not answered (${status}).`);
  }
  if (report.endedBy === 'limit') problems.push('The flow did not end the call in time.');
  const end = record?.end;
  if (record && end?.by !== 'flow' && report.endedBy === 'callee') {
    problems.push(`The call was not ended by the flow but by '${end?.by ?? 'nothing'}'. ${end?.message ?? ''}`.trim());
  }
  for (const { nodeId, exit, data } of record?.trace ?? []) {
    if (exit === 'failed') problems.push(`${nodeId} failed: ${JSON.stringify(data ?? null)}`);
  }
  for (const { node, levelDbfs } of heard) {
    if (levelDbfs === null) problems.push(`A prompt of ${node} was not heard.`);
    else if (levelDbfs < LEAST_DBFS) problems.push(`A prompt of ${node} was heard at only ${levelDbfs} dBFS.`);
  }
  for (const { startMs, lengthMs } of report.gaps) {
    if (lengthMs >= LEAST_GAP_MS) problems.push(`What was heard has a gap of ${lengthMs} ms after ${startMs} ms.`);
  }
  const left = report.undone.flatMap((action) => (action.kind === 'press' ? [action.keys] : []));
  if (left.length > 0) problems.push(`The call was over before these keys were pressed: ${left.join(' ')}.`);
  return {
    ok: problems.length === 0,
    problems,
    answeredMs: report.answeredMs ?? null,
    lengthMs: report.lengthMs,
    path: record?.trace.map((step) => step.nodeId) ?? [],
    heard,
    keys: report.keysPressed,
    end: end ?? null,
    callId: record?.id ?? null,
    recording: report.recording ?? null,
  };
}
