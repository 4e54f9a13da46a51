import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CallRecord } from '#runtime/flow/record';
import { writeWav } from '#runtime/speech/wav';
import { hasBrowser, launchBrowser, type TestBrowser } from '../support/browser.ts';
import { flowOf } from '../support/flow-of.ts';
import { useInstance } from '../support/instance.ts';
import { request, signedIn } from '../support/person.ts';
import { type PhoneSession, phoneIn } from '../support/phone-page.ts';
import { pitchLevel, sideOf } from '../support/pitch.ts';
import { tone } from '../support/tones.ts';

/** What Chromium's microphone hears. */
const MICROPHONE_HERTZ = 1_000;

const draft = flowOf(
  {
    start: { step: 'incoming-call', to: { next: 'menu' } },
    menu: {
      step: 'menu',
      settings: {
        prompt: { say: 'Hello {{ caller.name }}. Please press seven on your telephone now.' },
        options: [{ id: 'seven', key: '7', label: 'Seven' }],
      },
      to: { 'options:seven': 'thanks', noInput: 'bye', invalid: 'bye' },
    },
    thanks: { step: 'play', settings: { sounds: [{ say: 'Thank you very much.' }] }, to: { next: 'bye' } },
    bye: { step: 'hang-up', settings: {} },
  },
  { id: 'browser', recording: { calls: 'always', retentionDays: 30 } },
);

describe.skipIf(!hasBrowser)('a phone in a real browser', () => {
  const instance = useInstance();
  let browser: TestBrowser;
  let page: Page;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pc-phone-'));
    const microphone = join(folder, 'microphone.wav');
    await writeFile(microphone, writeWav(tone(48_000, MICROPHONE_HERTZ, 2_000, 0.3)));
    browser = await launchBrowser({ microphone });
    page = await signedIn(browser.context, instance());
    expect((await request(page, 'POST', '/api/flows', { flow: draft })).status).toBe(201);
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(more: object = {}): Promise<PhoneSession> {
    const asked = { flowId: 'browser', flow: draft, ...more };
    const answer = await request<PhoneSession>(page, 'POST', '/api/phone/sessions', asked);
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    return answer.body;
  }

  it('calls the draft: the prompt is heard in the page, keys arrive, and the caller is in the recording', async () => {
    const session = await open({ caller: { number: '+4930123456', name: 'Ada' } });
    const phone = await phoneIn(page);
    const begun = Date.now();
    await phone.call(session);
    const answeredMs = Date.now() - begun;
    await vi.waitFor(async () => expect(await phone.heard()).toBeGreaterThan(-35), { timeout: 5_000, interval: 200 });
    await phone.press('7');
    await vi.waitFor(async () => expect(await phone.events()).toMatchObject([{ type: 'ended', by: 'remote' }]), 15_000);
    console.info(`answered in ${answeredMs} ms`);
    const { callId } = (await request<{ callId: string }>(page, 'GET', `/api/phone/sessions/${session.id}`)).body;
    const call = await vi.waitFor(async () => {
      const answer = await request<{ live: boolean; record: CallRecord; recordings: { id: string; kind: string }[] }>(
        page,
        'GET',
        `/api/calls/${callId}`,
      );
      expect(answer.body).toMatchObject({ live: false, recordings: [{ kind: 'call' }] });
      return answer.body;
    }, 10_000);
    expect(call.record).toMatchObject({ test: true, revision: 0, flowId: 'browser', caller: { name: 'Ada' } });
    expect(call.record.trace.map(({ nodeId, exit }) => `${nodeId} ${exit ?? ''}`)).toEqual([
      'start next',
      'menu options:seven',
      'thanks next',
      expect.stringMatching(/^bye/),
    ]);
    const audio = await page
      .context()
      .request.get(`${new URL(page.url()).origin}/api/calls/${callId}/recordings/${call.recordings[0]?.id}`);
    const file = await audio.body();
    const [caller, flow] = [sideOf(file, 'left'), sideOf(file, 'right')];
    expect(pitchLevel(caller, MICROPHONE_HERTZ)).toBeGreaterThan(-20);
    expect(pitchLevel(flow, MICROPHONE_HERTZ)).toBeLessThan(-40);
  }, 60_000);
});
