import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Flow } from '#runtime/flow/schema';
import { parseKeyPlan } from '#runtime/robot-caller/key-plan';
import { type Robot, startRobot } from '#runtime/robot-caller/robot';
import { measure } from '#runtime/speech/measure';
import { readWav, writeWav } from '#runtime/speech/wav';
import { hasBrowser, useBrowser } from '../support/browser.ts';
import { EditorPage } from '../support/editor-page.ts';
import { useInstance } from '../support/instance.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { type PageWatch, untilHeard, watchPages } from '../support/page-watch.ts';
import { request, signedIn } from '../support/person.ts';
import { realAsterisk } from '../support/real-asterisk.ts';
import { joined, tone } from '../support/tones.ts';

const DAY_MS = 86_400_000;
const WORDS = 4;
const GREETING = 'Hello. You have reached the practice of Doctor Fern. Please leave your name and your number.';

const instance = useInstance();
const browser = useBrowser({ viewport: { width: 1440, height: 1000 } });
let page: Page;
let editor: EditorPage;
let panel: Locator;
let watch: PageWatch;
let mails: MailServer;
let robot: Robot;
let folder: string;

const button = (name: string, within: Page | Locator = page) => within.getByRole('button', { name, exact: true });
const goTo = async (name: string) => {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click();
};
/** As a person does it: into the field first, even where it has the focus. */
const write = async (field: Locator, text: string) => {
  await field.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
};
const choose = async (field: Locator, option: string) => {
  await field.click();
  await page.getByRole('option', { name: option, exact: true }).click();
};
const field = (path: string) => panel.locator(`[data-field="settings.${path}"]`);
const draft = async (): Promise<Flow> => {
  await editor.saved();
  return (await request<{ flow: Flow }>(page, 'GET', '/api/flows/evenings/draft')).body.flow;
};
const publish = async (note: string, revision: number) => {
  await button('Publish').click();
  await write(page.getByLabel('What is new'), note);
  await button('Publish now').click();
  await page.getByText(`Published as r${revision}.`).waitFor();
};
const call = (plan: string) =>
  robot.call({
    target: { ...instance().sip, extension: '300' },
    plan: parseKeyPlan(plan),
    utterance: join(folder, 'words'),
  });
/** Calls, listens until it is the caller's turn, and hangs up: how long there was something to hear. */
const heardMs = async () => {
  const { heard } = await call('hangup');
  const [first, last] = [heard[0], heard.at(-1)];
  if (first === undefined || last === undefined) throw new Error('Nothing was heard.');
  return last.startMs + last.lengthMs - first.startMs;
};

describe.runIf(hasBrowser)("an office manager's walk", () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'walk-'));
    const word = joined(tone(8_000, 400, 400, 0.3), tone(8_000, 0, 100));
    await writeFile(join(folder, 'words.wav'), writeWav(joined(...Array<typeof word>(WORDS).fill(word))));
    mails = await startMailServer({ login: { user: 'practice', password: 'open sesame' } });
    robot = await startRobot(await realAsterisk());
    watch = await watchPages(browser());
    page = await signedIn(browser(), instance());
    page.setDefaultTimeout(10_000);
    editor = new EditorPage(page);
    panel = page.locator('aside').last();
  }, 60_000);
  afterAll(async () => {
    await robot?.stop();
    await mails?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('opening hours are set, and closed at once by hand', async () => {
    await goTo('Opening hours');
    await button('New hours').click();
    await write(page.getByRole('textbox', { name: 'Name' }), 'Practice');
    await page.getByRole('radio', { name: 'Always open' }).click();
    await write(page.getByRole('combobox', { name: 'Time zone' }), 'Vienna');
    await page.getByRole('option', { name: 'Europe/Vienna' }).click();
    await button('Make the hours').click();
    await page.getByLabel('Wednesday closes at').fill('12:30');
    await button('Save').click();
    await button('Save').waitFor({ state: 'detached' });
    await button('Override now').click();
    await page.getByRole('dialog').getByText('Closed', { exact: true }).click();
    await button('Do it now').click();
    await page.getByText('Closed now').waitFor();
    const { body } = await request<{ zone: string; now: { state: string } }>(page, 'GET', '/api/hours/practice');
    expect(body).toMatchObject({
      zone: 'Europe/Vienna',
      week: { wed: [{ from: '00:00', to: '12:30' }] },
      now: { state: 'closed' },
    });
  }, 60_000);

  test('the mail server is connected, its password kept secret, and a test mail sent', async () => {
    await goTo('Connections');
    await page.getByRole('link', { name: 'Connect a mail server' }).click();
    await write(page.getByRole('textbox', { name: 'Server' }), '127.0.0.1');
    await write(page.getByRole('textbox', { name: 'Port' }), String(mails.port));
    await choose(page.getByRole('combobox', { name: 'Encryption' }), 'None');
    await write(page.getByRole('textbox', { name: 'User name' }), 'practice');
    await button('New secret').click();
    await write(page.getByRole('dialog').getByRole('textbox', { name: 'Name' }), 'MAIL_PASSWORD');
    await write(page.getByRole('dialog').getByLabel('Value'), 'open sesame');
    await button('Add', page.getByRole('dialog')).click();
    await write(page.getByRole('textbox', { name: 'From' }), 'phone@practice.example');
    await button('Save').click();
    await write(page.getByRole('textbox', { name: 'Send a test mail to' }), 'fern@practice.example');
    await button('Test now').click();
    await page.getByText('All is well.').waitFor();
    expect(mails.mails).toMatchObject([{ to: ['fern@practice.example'] }]);
  }, 60_000);

  test('a flow made of a template is given the hours, the greeting, which is heard, and the e-mail', async () => {
    await goTo('Flows');
    await button('New flow').first().click();
    await page.getByRole('radio', { name: 'After-hours voicemail' }).click();
    await write(page.getByRole('textbox', { name: 'Name' }), 'Evenings');
    await button('Make the flow').click();
    await editor.node('office').click();
    await choose(field('hours').locator('input').first(), 'Practice');
    await field('hours').getByText('closed now').waitFor();
    await editor.node('message').click();
    await write(panel.getByRole('textbox', { name: 'Greeting', exact: true }), GREETING);
    await untilHeard(page, () => button('Hear it', field('greeting')).click());
    await button('Add: E-mail', panel).click();
    await choose(field('email.connection').locator('input').first(), 'Mail server');
    await write(panel.getByRole('textbox', { name: 'To', exact: true }), 'fern@practice.example');
    await page.getByRole('button', { name: 'Settings of the flow' }).click();
    await panel.getByText('Always', { exact: true }).click();
    const { nodes, recording } = await draft();
    expect(recording.calls).toBe('always');
    expect(nodes.find(({ id }) => id === 'office')?.settings).toEqual({ hours: 'practice' });
    expect(nodes.find(({ id }) => id === 'message')?.settings).toMatchObject({
      greeting: { say: GREETING },
      email: { connection: 'mail-server', to: 'fern@practice.example' },
    });
  }, 60_000);

  test('it is published, and answers a number', async () => {
    await publish('The first', 1);
    await goTo('Numbers');
    await button('Add a short number').click();
    await write(page.getByRole('textbox', { name: 'Number' }), '300');
    await choose(page.getByRole('combobox', { name: 'Flow that answers' }), 'Evenings');
    await button('Add', page.getByRole('dialog')).click();
    await page.getByRole('row').filter({ hasText: '300' }).waitFor();
  }, 60_000);

  test('what a caller says after hours arrives by e-mail, and in the inbox, where it is heard and deleted', async () => {
    await goTo('Voicemail');
    await page.getByRole('heading', { name: 'No messages' }).waitFor();
    const report = await call('say wait:300 hangup');
    expect(report.undone).toEqual([]);
    await expect.poll(() => mails.mails.length, { timeout: 20_000 }).toBe(2);
    const { to, raw = '' } = mails.mails[1] ?? {};
    expect(to).toEqual(['fern@practice.example']);
    expect(raw).toMatch(/^Subject: Voicemail from 100/m);
    const [, part = ''] = raw.split('filename="voicemail ');
    const [attached = ''] = part.slice(part.indexOf('\r\n\r\n') + 4).split('\r\n--');
    expect(measure(readWav(Buffer.from(attached, 'base64')), { mergeMs: 50 }).segments).toHaveLength(WORDS);

    const message = page.getByRole('list', { name: 'Messages' }).getByRole('listitem');
    await message.getByText('E-mailed').waitFor({ timeout: 20_000 });
    await message.getByRole('img', { name: 'New' }).waitFor();
    await untilHeard(page, () => message.getByRole('button', { name: 'Play the message from' }).click());
    await message.getByRole('img', { name: 'New' }).waitFor({ state: 'detached' });
    await message.getByRole('button', { name: 'Actions for the message' }).click();
    await page.getByRole('menuitem', { name: 'Mark as unread' }).click();
    await message.getByRole('img', { name: 'New' }).waitFor();
    await message.getByRole('button', { name: 'Actions for the message' }).click();
    await page.getByRole('menuitem', { name: 'Mark as read' }).click();
    await message.getByRole('img', { name: 'New' }).waitFor({ state: 'detached' });
    await message.getByRole('button', { name: 'Actions for the message' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'No messages' }).waitFor();
    const messages = async () =>
      (await request<{ messages: unknown[] }>(page, 'GET', '/api/messages')).body.messages.length;
    await expect.poll(messages, { timeout: 15_000 }).toBe(0);
  }, 90_000);

  test('a changed greeting is published and heard by callers; going back brings the first one back to them', async () => {
    const firstHeardMs = await heardMs();
    await goTo('Flows');
    await page.getByRole('link', { name: 'Evenings' }).click();
    await editor.node('message').click();
    await write(panel.getByRole('textbox', { name: 'Greeting', exact: true }), 'Speak now.');
    await publish('Shorter', 2);
    const secondHeardMs = await heardMs();
    expect(firstHeardMs - secondHeardMs).toBeGreaterThan(2_000);
    await button('Revisions').click();
    await button('Back to r1').click();
    await page.getByText('r3 has the content of r1').waitFor();
    expect(Math.abs((await heardMs()) - firstHeardMs)).toBeLessThan(500);
  }, 120_000);

  test("yesterday's call is found, opened, heard and replayed", async () => {
    await page.clock.setFixedTime(Date.now() + DAY_MS);
    await goTo('Calls');
    const log = page.getByRole('list', { name: 'Calls, newest first' }).getByRole('listitem');
    await choose(page.getByRole('combobox', { name: 'When', exact: true }), 'Yesterday');
    await expect.poll(() => log.count()).toBe(4);
    await log.last().getByRole('link').click();
    await page.getByRole('heading', { name: 'Call from 100' }).waitFor();
    await page.locator('[data-waveform="ready"]').waitFor();
    await untilHeard(page, () => button('Play').click());
    await page.locator('[data-node="closed"][data-active]').waitFor();
    await page.locator('[data-node="message"][data-active]').waitFor({ timeout: 20_000 });
    await button('Pause').click();
    // The message went with its sound, from the inbox; the recording of the call is another one.
    await page.getByText('not here any more').waitFor();
    expect(watch.clicks()).toBeLessThan(90);
  }, 90_000);
});
