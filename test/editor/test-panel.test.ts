import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Flow } from '#runtime/flow/schema';
import { writeWav } from '#runtime/speech/wav';
import { axeFindings } from '../support/axe.ts';
import { hasBrowser, useBrowser } from '../support/browser.ts';
import { EditorPage } from '../support/editor-page.ts';
import { useInstance } from '../support/instance.ts';
import { request, signedIn } from '../support/person.ts';
import { pitchLevel, sideOf } from '../support/pitch.ts';
import { tone } from '../support/tones.ts';

/** What Chromium's microphone hears. */
const MICROPHONE_HERTZ = 1_000;
const folder = mkdtempSync(join(tmpdir(), 'pc-microphone-'));
const microphone = join(folder, 'microphone.wav');
writeFileSync(microphone, writeWav(tone(48_000, MICROPHONE_HERTZ, 2_000, 0.3)));

const instance = useInstance();
const browser = useBrowser({ microphone, viewport: { width: 1440, height: 1000 } });
let page: Page;
let editor: EditorPage;

const at = (x: number, y = 0) => ({ position: { x, y } });
const flow = Flow.parse({
  schemaVersion: 1,
  id: 'shop',
  name: 'Shop',
  variables: [{ name: 'stock', type: 'number', default: 0 }],
  recording: { calls: 'always', retentionDays: 30 },
  nodes: [
    { id: 'start', step: 'incoming-call', ...at(0) },
    { id: 'hours', step: 'opening-hours', settings: { hours: 'shop' }, ...at(320) },
    {
      id: 'main',
      step: 'menu',
      settings: {
        prompt: { say: 'For the stock press one.' },
        options: [{ id: 'o1', key: '1', label: 'Stock' }],
      },
      ...at(640),
    },
    {
      id: 'ask',
      step: 'http-request',
      settings: {
        url: 'https://stock.example.com/chairs',
        results: [{ id: 'r1', variable: 'stock', value: 'response.body.chairs' }],
      },
      ...at(960),
    },
    { id: 'tell', step: 'play', settings: { sounds: [{ say: 'There are {{ vars.stock }} chairs.' }] }, ...at(1280) },
    { id: 'closed', step: 'play', settings: { sounds: [{ say: 'We are closed.' }] }, ...at(640, 400) },
    { id: 'bye', step: 'hang-up', ...at(1600) },
  ],
  edges: [
    { from: 'start', exit: 'next', to: 'hours' },
    { from: 'hours', exit: 'open', to: 'main' },
    { from: 'hours', exit: 'closed', to: 'closed' },
    { from: 'hours', exit: 'holiday', to: 'closed' },
    { from: 'main', exit: 'options:o1', to: 'ask' },
    { from: 'main', exit: 'noInput', to: 'bye' },
    { from: 'main', exit: 'invalid', to: 'bye' },
    { from: 'ask', exit: 'ok', to: 'tell' },
    { from: 'ask', exit: 'clientError', to: 'bye' },
    { from: 'ask', exit: 'serverError', to: 'bye' },
    { from: 'ask', exit: 'timeout', to: 'bye' },
    { from: 'tell', exit: 'next', to: 'bye' },
    { from: 'closed', exit: 'next', to: 'bye' },
  ],
});
const day = [{ from: '09:00', to: '17:00' }];
const week = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [], sun: [] };

const panel = () => page.getByRole('complementary', { name: 'Test', exact: true });
const press = (key: string) =>
  panel()
    .getByRole('button', { name: `Key ${key}`, exact: true })
    .click();
const steps = () => panel().getByRole('list', { name: 'Steps of the call' }).locator('li[data-seq]');
const visited = () =>
  page.locator('[data-node][data-visited]').evaluateAll((all) => all.map((one) => one.dataset.node ?? '').toSorted());
const walked = () =>
  page.locator('[data-edge][data-walked]').evaluateAll((all) => all.map((one) => one.dataset.edge ?? '').toSorted());
const openTest = async () => {
  await page.goto(`${instance().supervisor.status().address}/flows/shop`);
  await editor.node('start').waitFor();
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await panel().waitFor();
};
const pretend = async (hour: string) => {
  await panel().getByRole('button', { name: 'Who calls, and when' }).click();
  await panel().getByLabel('Day and hour').fill(hour);
};

describe.runIf(hasBrowser)('the test panel', () => {
  beforeAll(async () => {
    page = await signedIn(browser(), instance());
    page.setDefaultTimeout(8_000);
    editor = new EditorPage(page);
    await request(page, 'POST', '/api/hours', { name: 'Shop', zone: 'Etc/UTC', week });
    expect((await request(page, 'POST', '/api/flows', { flow })).status).toBe(201);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('plays a call at a pretended hour, in which the person presses a key and answers for the server', async () => {
    await openTest();
    // A Tuesday; the browser's zone is that of the test.
    await pretend('2026-11-24T11:00');
    await panel().getByRole('button', { name: 'Start the call' }).click();
    await panel().getByText('“For the stock press one.”').first().waitFor();
    await page.locator('[data-node="main"][data-active]').waitFor();
    expect(await visited()).toEqual(['hours', 'main', 'start']);
    await press('1');
    await panel().getByText('GET https://stock.example.com/chairs').first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await panel().getByLabel('Body').fill('{ "chairs": 12 }');
    await panel().getByRole('button', { name: 'It answers', exact: true }).click();
    await panel().getByText('“There are 12 chairs.”').first().waitFor();
    await page.locator('[data-node="tell"][data-active]').waitFor();
    expect(await walked()).toEqual(['ask|ok', 'hours|open', 'main|options:o1', 'start|next']);
    expect(await steps().count()).toBe(5);
    await panel().getByRole('button', { name: 'Hang up' }).click();
    await panel().getByText('The caller hung up').first().waitFor();
    expect(await visited()).toEqual(['ask', 'hours', 'main', 'start', 'tell']);
    await panel().getByRole('button', { name: 'Call again' }).waitFor();
  }, 60_000);

  test('goes another way at another hour, and leaves no mark once it is closed', async () => {
    await openTest();
    await pretend('2026-11-24T22:00');
    await panel().getByRole('button', { name: 'Start the call' }).click();
    await panel().getByText('“We are closed.”').first().waitFor();
    await panel().getByRole('button', { name: 'Skip ahead' }).click();
    await page.locator('[data-node="bye"][data-visited]').waitFor();
    expect(await visited()).toEqual(['bye', 'closed', 'hours', 'start']);
    await panel().getByRole('button', { name: 'Close' }).click();
    expect(await visited()).toEqual([]);
  });

  test('calls the unsaved draft from the browser: both voices, keys, the same way on the drawing', async () => {
    await page.route('**/api/flows/*/draft', (route) =>
      route.request().method() === 'PUT' ? route.abort() : route.continue(),
    );
    await openTest();
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await editor.node('main').click({ position: { x: 60, y: 18 } });
    const settings = page.getByRole('complementary', { name: 'Settings of the step' });
    await settings.getByRole('button', { name: 'Key: 1' }).click();
    await page.getByRole('button', { name: '7', exact: true }).click();
    await settings.getByRole('button', { name: 'Key: 7' }).waitFor();
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await panel().getByText('Call from here').click();
    await pretend('2026-11-24T11:00');
    await panel().getByRole('button', { name: 'Call', exact: true }).click();
    await panel().getByText('In the call').waitFor();
    await listen();
    await page.locator('[data-node="main"][data-active]').waitFor();
    await expect.poll(heard, { timeout: 6_000 }).toBeGreaterThan(-35);
    await expect.poll(() => meter('The flow'), { timeout: 6_000, interval: 50 }).toBeGreaterThan(0.3);
    await expect.poll(() => meter('You')).toBeGreaterThan(0.3);
    // As a person does, once the prompt is over.
    await page.waitForTimeout(2_500);
    await press('7');
    await page.locator('[data-node="ask"][data-visited]').waitFor();
    // Nobody answers there, so the call ends by the way for that.
    await panel().getByText('The call is over').waitFor({ timeout: 20_000 });
    expect(await visited()).toEqual(['ask', 'bye', 'hours', 'main', 'start']);
    await page.unroute('**/api/flows/*/draft');
  }, 60_000);

  test('leads to that call: its way and its sound are replayed, and it counts nowhere', async () => {
    await panel().getByRole('link', { name: 'Open this call' }).click();
    await page.locator('[data-waveform="ready"]').waitFor();
    await page.getByText('Test', { exact: true }).first().waitFor();
    const scrubber = page.getByRole('slider', { name: 'Moment of the call' });
    const box = await scrubber.boundingBox();
    await scrubber.click({ position: { x: (box?.width ?? 0) * 0.4, y: 12 } });
    await page.locator('[data-node="main"][data-active]').waitFor();
    expect(await visited()).toEqual(['hours', 'main', 'start']);
    await page.getByRole('button', { name: 'Ask a web service' }).click();
    await page.locator('[data-node="ask"][data-active]').waitFor();
    expect(await walked()).toEqual(['hours|open', 'main|options:o1', 'start|next']);

    const audio = await page.getByRole('link', { name: 'Download the audio' }).getAttribute('href');
    const file = await (await page.context().request.get(new URL(audio ?? '', page.url()).href)).body();
    const [caller, heardByCaller] = [sideOf(file, 'left'), sideOf(file, 'right')];
    expect(pitchLevel(caller, MICROPHONE_HERTZ)).toBeGreaterThan(-30);
    expect(pitchLevel(heardByCaller, MICROPHONE_HERTZ)).toBeLessThan(-40);

    const { body: log } = await request<{ calls: unknown[] }>(page, 'GET', '/api/calls');
    expect(log.calls).toEqual([]);
    const { body: tests } = await request<{ calls: unknown[] }>(page, 'GET', '/api/calls?test=true');
    expect(tests.calls).toMatchObject([{ test: true, revision: 0, caller: '+442079460958' }]);
    const { body: statistics } = await request<{ total: { calls: number } }>(page, 'GET', '/api/statistics');
    expect(statistics.total.calls).toBe(0);
    await page.goto(`${instance().supervisor.status().address}/calls`);
    await page.getByRole('heading', { name: 'Calls', exact: true }).waitFor();
    await page.getByRole('combobox', { name: 'Test calls' }).click();
    await page.getByRole('option', { name: 'Tests only' }).click();
    await page.getByRole('list', { name: 'Calls, newest first' }).getByText('Test caller').waitFor();
  }, 30_000);
});

/** Measures what the page's loudspeaker gets. */
async function listen(): Promise<void> {
  await page.waitForFunction('document.querySelector("audio")?.srcObject != null');
  await page.evaluate(() => {
    const stream = (document.querySelector('[data-side-panel] audio') as HTMLAudioElement).srcObject as MediaStream;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const state = { peak: 0 };
    Object.assign(window, { heard: state });
    setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      state.peak = Math.max(state.peak, power);
    }, 20);
  });
}
/** The loudest so far, in dBFS. */
const heard = (): Promise<number> => page.evaluate('10 * Math.log10(Math.max(heard.peak, 1e-9))');
/** How far a level meter is up, from 0 to 1. */
const meter = async (name: string): Promise<number> => {
  const text = await panel()
    .getByText(name, { exact: true })
    .locator('xpath=following-sibling::div/div')
    .getAttribute('style');
  return Number(/scaleX\(([\d.e-]+)\)/.exec(text ?? '')?.[1] ?? 0);
};
