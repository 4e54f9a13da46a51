import type { CallRecord } from '#runtime/flow/record';
import type { KeyPlan } from '#runtime/robot-caller/key-plan';
import { callRobot } from '#runtime/robot-caller/robot';
import type { AsteriskInstall } from '#runtime/supervisor/asterisk-install';
import { heardIn } from '#runtime/test-call/call-flow';
import { type CallResult, callResult } from '#runtime/test-call/call-result';
import type { ApiClient } from './api-client.ts';
import { CliError } from './verb.ts';

/** How long the record of a call may take to be complete. */
const RECORD_TRIES = 50;
const RECORD_PAUSE_MS = 100;

export interface InstanceCallOptions {
  /** For the robot's own Asterisk. */
  readonly install: AsteriskInstall;
  readonly sip: { readonly host: string; readonly port: number };
  readonly extension: string;
  readonly plan: KeyPlan;
  readonly maxMs: number;
  readonly recordTo: string;
}

/** Calls an extension of the running instance through SIP and RTP, and says what was heard. */
export async function callInstance(api: ApiClient, options: InstanceCallOptions): Promise<CallResult> {
  const { install, sip, extension, plan, maxMs, recordTo } = options;
  const startedAt = new Date().toISOString();
  const report = await callRobot({ asterisk: install, target: { ...sip, extension }, plan, recordTo, maxMs });
  const record = report.answeredMs === undefined ? undefined : await recordSince(api, startedAt, extension);
  return callResult(report, record, await heardIn(record, report));
}

/** Where the robot calls to reach a published flow. @throws CliError `flow-not-assigned` */
export async function extensionOf(api: ApiClient, flowId: string): Promise<string> {
  const { extensions } = await api.request<{ extensions: { extension: string; flowId: string }[] }>(
    'GET',
    '/api/extensions',
  );
  const found = extensions.find((one) => one.flowId === flowId);
  if (found !== undefined) return found.extension;
  throw new CliError(
    'flow-not-assigned',
    `No extension leads to a flow '${flowId}'.`,
    `Assign one: PUT /api/extensions/<extension> with { "flowId": "${flowId}" }, or give a path.`,
  );
}

/** The record of the latest call to an extension, once it is complete. */
async function recordSince(api: ApiClient, startedAt: string, extension: string): Promise<CallRecord | undefined> {
  const query = new URLSearchParams({ from: startedAt, party: extension, limit: '1', test: 'all' });
  for (let tries = 0; tries < RECORD_TRIES; tries += 1) {
    const { calls } = await api.request<{ calls: { id: string; endedAt: string | null }[] }>(
      'GET',
      `/api/calls?${query}`,
    );
    const [call] = calls;
    if (call !== undefined && call.endedAt !== null) {
      return (await api.request<{ record: CallRecord }>('GET', `/api/calls/${call.id}`)).record;
    }
    await new Promise((resolve) => setTimeout(resolve, RECORD_PAUSE_MS));
  }
  return undefined;
}
