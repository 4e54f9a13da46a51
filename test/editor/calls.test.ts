import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Flow } from '#runtime/flow/schema';
import { parseKeyPlan } from '#runtime/robot-caller/key-plan';
import { type Robot, startRobot } from '#runtime/robot-caller/robot';
import { CallWriter } from '#runtime/store/call-writer';
import { axeFindings } from '../support/axe.ts';
import { hasBrowser, useBrowser } from '../support/browser.ts';
import { endedCall } from '../support/call-record.ts';
import { useInstance } from '../support/instance.ts';
import { signedIn } from '../support/person.ts';
import { realAsterisk } from '../support/real-asterisk.ts';

const flow = Flow.parse({
  schemaVersion: 1,
  id: 'reception',
  name: 'Reception',
  variables: [{ name: 'reason', type: 'text', default: '' }],
  recording: { calls: 'always', retentionDays: 30 },
  nodes: [
    { id: 'start', step: 'incoming-call' },
    {
      id: 'main',
      step: 'menu',
      label: 'Main <i>menu</i>',
      position: { x: 320, y: 0 },
      settings: {
        prompt: { say: 'For sales press one. For anything else stay on the line.' },
        options: [{ id: 'o1', key: '1', label: 'Sales' }],
      },
    },
    {
      id: 'note',
      step: 'set-variable',
      position: { x: 640, y: 0 },
      settings: { assignments: [{ id: 'a1', variable: 'reason', value: "'sales'" }] },
    },
    {
      id: 'bye',
      step: 'hang-up',
      label: 'Good bye',
      position: { x: 960, y: 0 },
      settings: { prompt: { say: 'Somebody from sales calls you back today. Good bye.' } },
    },
  ],
  edges: [
    { from: 'start', exit: 'next', to: 'main' },
    { from: 'main', exit: 'options:o1', to: 'note' },
    { from: 'main', exit: 'noInput', to: 'bye' },
    { from: 'main', exit: 'invalid', to: 'bye' },
    { from: 'note', exit: 'next', to: 'bye' },
  ],
});
const DAY_MS = 86_400_000;
const HOSTILE = '<img src=x onerror="document.title=1">\u202eknaB';

const instance = useInstance();
const browser = useBrowser({ viewport: { width: 1440, height: 1000 } });
let page: Page;
let robot: Robot;

const open = (path: string) => page.goto(`${instance().supervisor.status().address}${path}`);
const log = () => page.getByRole('list', { name: 'Calls, newest first' }).getByRole('listitem');
const choose = async (name: string, option: string) => {
  await page.getByRole('combobox', { name, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
};

describe.runIf(hasBrowser)('the calls', () => {
  beforeAll(async () => {
    await instance().publish(flow, '500');
    robot = await startRobot(await realAsterisk());
    page = await signedIn(browser(), instance());
  });
  afterAll(() => robot?.stop());

  test('one that comes in is seen at once, where it is, on the list and on the drawing of its flow', async () => {
    await open('/calls');
    await page.getByText('Nobody is calling right now.').waitFor();
    const drawing = await browser().newPage();
    await drawing.goto(`${instance().supervisor.status().address}/flows/reception`);
    await drawing.locator('[data-node="main"]').waitFor();
    const call = robot.call({ target: { ...instance().sip, extension: '500' }, plan: parseKeyPlan('1') });
    const card = page.getByRole('region', { name: 'Calls going on now' }).getByRole('link');
    await card.filter({ hasText: 'Main <i>menu</i>' }).waitFor();
    await drawing.locator('[data-node="main"] [data-calls="1"]').waitFor();
    await drawing.getByRole('link', { name: '1 call now' }).waitFor();
    await card.click();
    await page.getByText('Going on for').waitFor();
    await page.locator('[data-node="main"][data-active]').waitFor();
    expect((await call).endedBy).toBe('callee');
    // The page of a call that ends becomes its replay.
    await page.getByText('The flow ended it').first().waitFor();
    await page.locator('[data-waveform="ready"]').waitFor();
    await drawing.getByRole('link', { name: '1 call now' }).waitFor({ state: 'detached' });
    await drawing.close();
  });

  test('one of yesterday is found by its day, and opened', async () => {
    await page.clock.setFixedTime(Date.now() + DAY_MS);
    await open('/calls');
    await log().first().waitFor();
    await choose('When', 'Today');
    await page.getByRole('heading', { name: 'No call is like that' }).waitFor();
    await choose('When', 'Yesterday');
    await expect.poll(() => log().count()).toBe(1);
    expect(await log().first().textContent()).toContain('Yesterday');
    await page.getByRole('searchbox', { name: 'Number or name' }).fill('no such caller');
    await page.getByRole('heading', { name: 'No call is like that' }).waitFor();
    await page.reload();
    expect(await page.getByRole('searchbox', { name: 'Number or name' }).inputValue()).toBe('no such caller');
    await page.getByRole('searchbox', { name: 'Number or name' }).fill('');
    await log().first().getByRole('link').click();
    await page.getByRole('heading', { name: 'Call from' }).waitFor();
    await page.clock.setSystemTime(Date.now());
  });

  test('one scrubber moves waveform, timeline and way together', async () => {
    await page.locator('[data-waveform="ready"]').waitFor();
    const scrubber = page.getByRole('slider', { name: 'Moment of the call' });
    const timeline = page.getByRole('list', { name: 'Steps of the call' });
    const current = timeline.locator('[aria-current="step"]');
    for (const { part, node, title } of [
      { part: 0.3, node: 'main', title: 'Main <i>menu</i>' },
      { part: 0.9, node: 'bye', title: 'Good bye' },
      { part: 0.4, node: 'main', title: 'Main <i>menu</i>' },
    ]) {
      await clickAt(scrubber, part);
      await page.locator(`[data-node="${node}"][data-active]`).waitFor();
      expect(await page.locator('[data-node][data-active]').count()).toBe(1);
      expect(await current.textContent()).toContain(title);
      expect(await scrubber.getAttribute('aria-valuetext')).toContain(title);
      expect(await place('[data-playhead]')).toBeCloseTo(part, 1);
      await expect.poll(() => place('[part="progress"]', 'right')).toBeCloseTo(part, 1);
      const walked = await page
        .locator('[data-edge][data-walked]')
        .evaluateAll((all) => all.map((one) => one.dataset.edge));
      const way = ['start|next', 'main|options:o1', 'note|next'];
      expect(walked.sort()).toEqual((node === 'bye' ? way : way.slice(0, 1)).sort());
    }
    await scrubber.press('End');
    await page.getByRole('tab', { name: 'Variables' }).click();
    expect(await page.getByRole('tabpanel').textContent()).toMatch(/reason\s*sales/);
    await scrubber.press('Home');
    expect(await page.getByRole('tabpanel').textContent()).toMatch(/reason\s*empty/);
    await page.getByRole('tab', { name: 'What happened' }).click();
  });

  test('playing it moves on with its sound, and a step of the timeline leads to its moment', async () => {
    const scrubber = page.getByRole('slider', { name: 'Moment of the call' });
    await scrubber.press('Home');
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect
      .poll(async () => Number(await scrubber.getAttribute('aria-valuenow')), { timeout: 10_000 })
      .toBeGreaterThan(1);
    expect(await place('[part="progress"]', 'right')).toBeCloseTo(await place('[data-playhead]'), 1);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Good bye' }).click();
    await page.locator('[data-node="bye"][data-active]').waitFor();
  });

  test('nothing on their pages keeps anybody out', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.getByRole('button', { name: 'Good bye' }).click();
      expect(await axeFindings(page), `the page of a call, ${colorScheme}`).toEqual([]);
      await open('/calls');
      await log().first().waitFor();
      expect(await axeFindings(page), `the list, ${colorScheme}`).toEqual([]);
      await page.goBack();
    }
    await page.emulateMedia({ colorScheme: 'light' });
  });

  test('a hostile name is shown as text, and can not disguise itself', async () => {
    const { pool } = instance().store;
    const writer = new CallWriter({ pool, log: { warn() {}, error() {} } });
    const startedMs = Date.now() - 60_000;
    writer.call(endedCall('hostile', { startedMs, flowId: 'reception', caller: { number: '666', name: HOSTILE } }));
    await writer.close();
    await open('/calls?q=onerror');
    await expect.poll(() => log().count()).toBe(1);
    const shown = '<img src=x onerror="document.title=1">knaB';
    expect(await log().first().textContent()).toContain(shown);
    await log().first().getByRole('link').click();
    await page.getByRole('heading', { name: `Call from ${shown}` }).waitFor();
    expect(await page.title()).toContain('Patchcord');
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    // This one was not recorded, and its revision is not here: the page says both.
    await page.getByText('This call was not recorded.').waitFor();
  });

  test('deleting one asks first, and takes its audio along', async () => {
    await open('/calls?q=500');
    await log().first().getByRole('link').click();
    const audio = await page.getByRole('link', { name: 'Download the audio' }).getAttribute('href');
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    const gone = page.waitForResponse((answer) => answer.request().method() === 'DELETE');
    await page.getByRole('button', { name: 'Delete call and audio' }).click();
    expect((await gone).status()).toBe(204);
    await page.getByRole('heading', { name: 'Calls', exact: true }).waitFor();
    await open('/calls?q=500');
    await page.getByRole('heading', { name: 'No call is like that' }).waitFor();
    expect(await page.evaluate(async (path) => (await fetch(path ?? '')).status, audio)).toBe(404);
  });
});

async function clickAt(track: Locator, part: number): Promise<void> {
  const box = await track.boundingBox();
  if (box === null) throw new Error('It is not on the screen.');
  await track.click({ position: { x: box.width * part, y: 12 } });
}

/** Where something is on the scrubber's track, from 0 to 1. */
async function place(selector: string, side: 'left' | 'right' = 'left'): Promise<number> {
  const track = await page.getByRole('slider', { name: 'Moment of the call' }).boundingBox();
  const box = await page.locator(selector).first().boundingBox();
  if (track === null || box === null) throw new Error('It is not on the screen.');
  return (box.x + (side === 'right' ? box.width : box.width / 2) - track.x) / track.width;
}
