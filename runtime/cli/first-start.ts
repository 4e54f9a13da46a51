import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallRecord } from '#runtime/flow/record';
import type { Flow } from '#runtime/flow/schema';
import { packageRoot } from '#runtime/package-root';
import { heardIn } from '#runtime/robot-caller/call-flow';
import { type CallResult, callResult } from '#runtime/robot-caller/call-result';
import { parseKeyPlan } from '#runtime/robot-caller/key-plan';
import { callRobot } from '#runtime/robot-caller/robot';
import type { AsteriskInstall } from '#runtime/supervisor/asterisk-install';
import type { ApiClient } from './api-client.ts';

/** Extensions of the examples, in the order of their names. */
const FIRST_EXTENSION = 100;
/** How long the record of a call may take to be complete. */
const RECORD_TRIES = 50;
const RECORD_PAUSE_MS = 100;

export interface PublishedExample {
  readonly flowId: string;
  readonly name: string;
  readonly extension: string;
}

/** Puts the examples into an empty installation, publishes them and gives each an extension. */
export async function publishExamples(api: ApiClient): Promise<PublishedExample[]> {
  const { flows } = await api.request<{ flows: unknown[] }>('GET', '/api/flows');
  if (flows.length > 0) return [];
  const folder = join(packageRoot(), 'examples');
  const published: PublishedExample[] = [];
  for (const entry of (await readdir(folder)).sort().reverse()) {
    const text = await readFile(join(folder, entry, 'flow.json'), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const flow = JSON.parse(text) as Flow;
    const extension = String(FIRST_EXTENSION + published.length);
    await api.request('POST', '/api/flows', { flow, folder: 'Examples' });
    await api.request('POST', `/api/flows/${flow.id}/publish`, { note: 'Example' });
    await api.request('PUT', `/api/extensions/${extension}`, { flowId: flow.id });
    published.push({ flowId: flow.id, name: flow.name, extension });
  }
  return published;
}

/** Calls an extension of the running instance through SIP and RTP, and says what was heard. */
export async function testCall(
  api: ApiClient,
  options: {
    readonly install: AsteriskInstall;
    readonly sip: { readonly host: string; readonly port: number };
    readonly extension: string;
    readonly keys: string;
  },
): Promise<CallResult> {
  const folder = await mkdtemp(join(tmpdir(), 'patchcord-call-'));
  try {
    const startedAt = new Date().toISOString();
    const report = await callRobot({
      asterisk: options.install,
      target: { ...options.sip, extension: options.extension },
      plan: parseKeyPlan(options.keys),
      recordTo: join(folder, 'heard.wav'),
      maxMs: 60_000,
    });
    const record = report.answeredMs === undefined ? undefined : await recordSince(api, startedAt, options.extension);
    return { ...callResult(report, record, await heardIn(record, report)), recording: null };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The record of the latest call to an extension, once it is complete. */
async function recordSince(api: ApiClient, startedAt: string, extension: string): Promise<CallRecord | undefined> {
  const query = new URLSearchParams({ from: startedAt, party: extension, limit: '1' });
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
