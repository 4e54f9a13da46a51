import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RuntimeConfig } from '#runtime/config';
import type { CallEvent } from '#runtime/flow/record';
import { parseKeyPlan } from '#runtime/robot-caller/key-plan';
import { type AsteriskInstall, findAsterisk } from '#runtime/supervisor/asterisk-install';
import type { CallResult } from '#runtime/test-call/call-result';
import { type ApiClient, apiClient } from './api-client.ts';
import { callReport } from './call-report.ts';
import { publishExamples } from './first-start.ts';
import { callInstance } from './instance-call.ts';
import { timelineLine } from './timeline.ts';
import type { Output } from './verb.ts';

export interface ReadyInstance {
  /** Of the editor and the API. */
  address: string;
  config: RuntimeConfig;
  /** To somebody's Asterisk: then no example gets an extension there, and no robot calls it. */
  attached: boolean;
}

/** What `patchcord start` does once everything runs, before it waits for its end. */
export async function whenReady({ address, config, attached }: ReadyInstance, output: Output): Promise<void> {
  const api = await apiClient(address, config.tokenFile);
  const examples = attached ? [] : await publishExamples(api);
  for (const { name, extension } of examples) output.say(`Published the example "${name}" at extension ${extension}.`);
  const [first] = examples;
  const install = await findAsterisk();
  if (first !== undefined && config.asterisk !== undefined && install !== undefined) {
    output.say(`\nA test call to "${first.name}" by a robot, through SIP and RTP, step by step:`);
    const stopWatching = await api.watch(stepByStep(output));
    const result = await callRobotOnce(api, install, config.asterisk.sip, first.extension);
    stopWatching();
    output.say(`\nWhat the robot heard:\n${callReport(result)}`);
    if (output.json) output.result({ event: 'test-call', ...result }, '');
  }
  const { url } = await api.request<{ url: string }>('POST', '/api/sign-in-links');
  if (output.json) output.result({ event: 'sign-in', url }, '');
  output.say(`\nThe editor is at ${address}`);
  output.say(`Sign in with this link, once, within 15 minutes (a new one: npx patchcord sign-in):\n  ${url}`);
}

/** Prints a call as it goes on. */
function stepByStep(output: Output): (event: CallEvent) => void {
  let startMs: number | undefined;
  return (event) => {
    startMs ??= event.atMs;
    const line = timelineLine(event, startMs);
    if (line !== undefined) output.say(`  ${line}`);
  };
}

async function callRobotOnce(
  api: ApiClient,
  install: AsteriskInstall,
  sip: { readonly host: string; readonly port: number },
  extension: string,
): Promise<CallResult> {
  const folder = await mkdtemp(join(tmpdir(), 'patchcord-call-'));
  try {
    const recordTo = join(folder, 'heard.wav');
    const result = await callInstance(api, {
      install,
      sip,
      extension,
      plan: parseKeyPlan('1'),
      maxMs: 60_000,
      recordTo,
    });
    return { ...result, recording: null };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
