import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DialRules } from '#asterisk-config/dial-rules';
import { attach, detach } from '#runtime/attach/attach';
import type { Attached } from '#runtime/attach/attached';
import { consoleOf } from '#runtime/attach/console';
import { survey } from '#runtime/attach/survey';
import { apiClient } from '#runtime/cli/api-client';
import { listCalls } from '#runtime/store/calls';
import { saveDialRules } from '#runtime/store/dial-rules';
import { saveNumber } from '#runtime/store/numbers';
import { saveTrunk } from '#runtime/store/trunks';
import { ensureOwner } from '#runtime/store/users';
import { FakeCarrier } from '../support/carrier/fake-carrier.ts';
import { headerOf } from '../support/carrier/sip-message.ts';
import { flowOf } from '../support/flow-of.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { realAsterisk } from '../support/real-asterisk.ts';
import { startTheirAsterisk, type TheirAsterisk } from '../support/their-asterisk.ts';
import { numberAt, trunkOf } from '../support/trunk.ts';

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

/** From their carrier; the last digits of the number are where their dialplan sends it. */
const callIn = (to: string) =>
  carrier.call({ to, from: '+4930999888', target: { host: '127.0.0.1', port: theirs.sipPort } });

test('a call of their carrier that their dialplan sends to Patchcord runs its flow', async () => {
  await running().publish(
    flowOf({
      start: { step: 'incoming-call', to: { next: 'hello' } },
      hello: { step: 'play', settings: { sounds: [{ say: 'Welcome.' }] }, to: { next: 'end' } },
      end: { step: 'hang-up' },
    }),
    '500',
  );
  const call = await callIn('+4930123500');
  await call.until('ended');
  expect(call.rtp.received).toBeGreaterThan(20);
  await expect
    .poll(callLog, { timeout: 15_000 })
    .toMatchObject([{ called: '500', caller: '+4930999888', flowId: 'test', endBy: 'flow' }]);
}, 60_000);

test('a flow gives the call to their dialplan: the same channel goes on there, and no bridge is left', async () => {
  const settings = {
    context: 'from-internal',
    extension: '600',
    variables: [{ id: 'a', name: 'FROM_FLOW', value: 'It is {{ caller.number }}' }],
  };
  const flow = flowOf(
    { start: { step: 'incoming-call', to: { next: 'on' } }, on: { step: 'to-dialplan', settings } },
    { id: 'to-dialplan' },
  );
  await running().publish(flow, '501');
  const call = await callIn('+4930123501');
  await call.until('answered');
  const channels = async () => (await theirs.cli('core show channels concise')).trim().split('\n');
  await expect.poll(channels).toEqual([expect.stringMatching(/^PJSIP\/carrier-\w+!from-internal!600!3!Up!Wait!30!/)]);
  expect(await theirs.cli('bridge show all')).not.toMatch(/stasis|holding|simple_bridge/);
  const [name = ''] = (await channels())[0]?.split('!') ?? [];
  expect(await theirs.cli(`core show channel ${name}`)).toContain('Caller ID Name: It is +4930999888');
  await expect.poll(callLog).toMatchObject([{ flowId: 'to-dialplan', endBy: 'flow' }, {}]);
  call.hangUp();
  await expect.poll(channels).toEqual(['']);
}, 60_000);

test('an extension that their dialplan lacks leaves the caller with the flow', async () => {
  const flow = flowOf(
    {
      start: { step: 'incoming-call', to: { next: 'on' } },
      on: { step: 'to-dialplan', settings: { context: 'from-internal', extension: '999' } },
      error: { step: 'on-error', to: { next: 'sorry' } },
      sorry: { step: 'play', settings: { sounds: [{ say: 'Sorry.' }] }, to: { next: 'end' } },
      end: { step: 'hang-up' },
    },
    { id: 'missing' },
  );
  await running().publish(flow, '502');
  const call = await callIn('+4930123502');
  await call.until('ended');
  expect(call.rtp.received).toBeGreaterThan(10);
  await expect.poll(callLog).toMatchObject([{ flowId: 'missing', endBy: 'flow' }, {}, {}]);
}, 60_000);

test('a call out leaves by their dialplan and their carrier, over a trunk of kind pbx', async () => {
  const { store } = running();
  const owner = (await ensureOwner(store.db)).id;
  const pbx = { endpoint: 'carrier', context: 'from-internal' };
  await saveTrunk(store.db, trunkOf({ id: 'theirs', kind: 'pbx', domain: undefined, pbx }), owner, true);
  await saveNumber(store.db, numberAt('theirs', '+4930123500'), owner, true);
  await saveDialRules(store.db, DialRules.parse({ prefixes: [{ prefix: '+4930', allow: true }] }), owner);
  await running().publish(
    flowOf(
      {
        start: { step: 'outgoing-call', to: { answered: 'hello', busy: 'end', noAnswer: 'end', rejected: 'end' } },
        hello: { step: 'play', settings: { sounds: [{ say: 'Good morning.' }] }, to: { next: 'end' } },
        end: { step: 'hang-up' },
      },
      { id: 'reminder' },
    ),
    '503',
  );
  const api = await apiClient(running().supervisor.status().address ?? '', running().supervisor.config.tokenFile);
  const next = carrier.nextCall();
  const to = { number: '+4930777666' };
  await api.request('POST', '/api/calls', { flowId: 'reminder', to, from: '+4930123500', trunkId: 'theirs' });
  const call = await next;
  expect(call.invite.startLine).toContain('sip:+4930777666@');
  expect(headerOf(call.invite, 'From')).toContain('+4930123500');
  await call.until('ended');
  expect(call.rtp.received).toBeGreaterThan(20);
  await expect.poll(callLog).toMatchObject([{ flowId: 'reminder', direction: 'outbound', endBy: 'flow' }, {}, {}, {}]);
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
