import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { Flow } from '#runtime/flow/schema';
import { axeFindings } from '../support/axe.ts';
import { hasBrowser, useBrowser } from '../support/browser.ts';
import { EditorPage } from '../support/editor-page.ts';
import { useInstance } from '../support/instance.ts';
import { request, signedIn } from '../support/person.ts';

const instance = useInstance();
const browser = useBrowser({ viewport: { width: 1440, height: 900 } });
let page: Page;
let editor: EditorPage;

const flow = Flow.parse({
  schemaVersion: 1,
  id: 'desk',
  name: 'Desk',
  variables: [{ name: 'vip', type: 'boolean', default: false }],
  nodes: [
    { id: 'start', step: 'incoming-call' },
    {
      id: 'main',
      step: 'menu',
      position: { x: 320, y: 0 },
      settings: { prompt: { say: 'Press one.' }, options: [{ id: 'o1', key: '1', label: 'One' }] },
    },
    { id: 'greet', step: 'play', position: { x: 640, y: 0 }, settings: { sounds: [{ say: 'Hello.' }] } },
    { id: 'bye', step: 'hang-up', position: { x: 960, y: 0 } },
  ],
  edges: [
    { from: 'start', exit: 'next', to: 'main' },
    { from: 'main', exit: 'options:o1', to: 'greet' },
    { from: 'greet', exit: 'next', to: 'bye' },
  ],
});
const button = (name: string) => page.getByRole('button', { name, exact: true });
const open = async () => {
  await page.goto(`${instance().supervisor.status().address}/flows/desk`);
  await editor.node('start').waitFor();
};
const choose = (id: string) => editor.node(id).click({ position: { x: 60, y: 18 } });

describe.runIf(hasBrowser)('the page of a flow', () => {
  beforeAll(async () => {
    page = await signedIn(browser(), instance());
    page.setDefaultTimeout(8_000);
    editor = new EditorPage(page);
    expect((await request(page, 'POST', '/api/flows', { flow })).status).toBe(201);
    await request(page, 'POST', '/api/flows/desk/publish', { note: 'First', draftVersion: 1 });
  });

  const views: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['no panel', async () => {}],
    ['the outline', () => page.getByText('Outline', { exact: true }).click()],
    ['the settings of a menu', () => choose('main')],
    ['the settings of a play', () => choose('greet')],
    ['the settings of the flow', () => button('Settings of the flow').click()],
    ['the test panel', () => button('Test').click()],
    [
      'a test that the problems of the flow keep from starting',
      async () => {
        await button('Test').click();
        await button('Start the call').click();
        await page.getByText('keep it from being called').waitFor();
      },
    ],
    [
      'the phone',
      async () => {
        await button('Test').click();
        await page.getByText('Call from here').click();
      },
    ],
    ['the revisions', () => button('Revisions').click()],
    ['the problems', () => page.getByRole('button', { name: /to mend|problem/ }).click()],
    ['the publish dialog', () => button('Publish').click()],
    ['the palette of commands', () => page.keyboard.press('Control+k')],
    ['the list of shortcuts', () => page.keyboard.press('?')],
    ['the search for a step', () => page.keyboard.press('n')],
  ];
  test.each(views)('with %s keeps nobody out, light and dark', async (_name, show) => {
    const found: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await open();
      await show();
      // What slides in has come to rest: axe would measure half-faded colours.
      await page.waitForTimeout(600);
      found.push(...(await axeFindings(page)).map((finding) => `${colorScheme}: ${finding}`));
    }
    await page.emulateMedia({ colorScheme: 'light' });
    expect(found).toEqual([]);
  });

  test('loses no edit when the runtime is killed while it is edited on, with panels that were not open yet', async () => {
    await open();
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(2_500);
    await choose('greet');
    const { runtime } = instance().supervisor.status();
    process.kill(runtime?.pid ?? 0, 'SIGKILL');
    await editor.step('Hang up').click();
    await page.getByLabel('Name of the flow').fill('Desk, renamed');
    await button('Settings of the flow').click();
    await page.getByRole('complementary', { name: 'Settings of the flow' }).getByText('vip').first().waitFor();
    await page.getByLabel('Name of the flow').fill('Desk, renamed twice');
    await editor.saved();
    await expect
      .poll(
        async () => {
          const answer = await request<{ flow: Flow }>(page, 'GET', '/api/flows/desk/draft').catch(() => undefined);
          return [answer?.body.flow.name, answer?.body.flow.nodes.length];
        },
        { timeout: 15_000 },
      )
      .toEqual(['Desk, renamed twice', 5]);
    expect(instance().supervisor.status().runtime?.pid).not.toBe(runtime?.pid);
    await page.locator('[role="status"][data-state="saved"]').waitFor();
  }, 60_000);
});
