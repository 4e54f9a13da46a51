import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attach, detach } from '#runtime/attach/attach';
import type { Attached } from '#runtime/attach/attached';
import { consoleOf } from '#runtime/attach/console';
import { survey } from '#runtime/attach/survey';
import { listCalls } from '#runtime/store/calls';
import { FakeCarrier } from '../support/carrier/fake-carrier.ts';
import { flowOf } from '../support/flow-of.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { realAsterisk } from '../support/real-asterisk.ts';
import { startTheirAsterisk, type TheirAsterisk } from '../support/their-asterisk.ts';

let carrier: FakeCarrier;
let theirs: TheirAsterisk;
let folder: string;
let attached: Attached;
let instance: (Instance & { stop(): Promise<void> }) | undefined;
let before: { dumps: Record<string, string>; files: Record<string, string> };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pc-theirs-'));
  carrier = await FakeCarrier.start({ address: '127.0.0.77' });
  theirs = await startTheirAsterisk(folder, `${carrier.address}:${carrier.port}`);
  before = { dumps: await theirs.dumps(), files: await theirs.files() };
  const command: [string, ...string[]] = [...(await realAsterisk()).command];
  attached = await attach(theirs.etc, command, await survey(theirs.etc, consoleOf(command, theirs.etc)));
  instance = await startInstance({}, attached.asterisk);
}, 90_000);
afterAll(async () => {
  await instance?.stop();
  await carrier.stop();
  await theirs.stop();
  await rm(folder, { recursive: true, force: true });
});

const running = (): Instance => {
  if (instance === undefined) throw new Error('The instance runs only while tests do.');
  return instance;
};
const callLog = () => listCalls(running().store.db, {}, 10);

test('a call of their carrier that their dialplan sends to Patchcord runs its flow', async () => {
  await running().publish(
    flowOf({
      start: { step: 'incoming-call', to: { next: 'hello' } },
      hello: { step: 'play', settings: { sounds: [{ say: 'Welcome.' }] }, to: { next: 'end' } },
      end: { step: 'hang-up' },
    }),
    '500',
  );
  const target = { host: '127.0.0.1', port: theirs.sipPort };
  const call = await carrier.call({ to: '+4930123456', from: '+4930999888', target });
  await call.until('answered');
  await call.until('ended');
  expect(call.rtp.received).toBeGreaterThan(20);
  await expect
    .poll(callLog, { timeout: 15_000 })
    .toMatchObject([{ called: '500', caller: '+4930999888', flowId: 'test', endBy: 'flow' }]);
}, 60_000);

test('after it, all of theirs is as it was but for ours, and detached no trace is left', async () => {
  await instance?.stop();
  instance = undefined;
  const after = await theirs.dumps();
  for (const [shown, text] of Object.entries(before.dumps)) {
    if (/users|dialplan/.test(shown)) continue;
    expect(after[shown], shown).toBe(text);
  }
  await detach(attached);
  expect(await theirs.files()).toEqual(before.files);
  await expect.poll(() => theirs.dumps(), { timeout: 5000 }).toEqual(before.dumps);
}, 60_000);
