import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Flow } from '#runtime/flow/schema';
import { parseKeyPlan } from '#runtime/robot-caller/key-plan';
import { type Robot, startRobot } from '#runtime/robot-caller/robot';
import { getCall, listCalls } from '#runtime/store/calls';
import { hasBrowser, useBrowser } from '../support/browser.ts';
import { EditorPage } from '../support/editor-page.ts';
import { useInstance } from '../support/instance.ts';
import { request, signedIn } from '../support/person.ts';
import { realAsterisk } from '../support/real-asterisk.ts';

const instance = useInstance();
const browser = useBrowser({ viewport: { width: 1440, height: 900 } });
let page: Page;
let editor: EditorPage;
let robot: Robot;
let clicks = 0;
let drags = 0;

const click = async (what: Locator) => {
  await what.click();
  clicks++;
};
const drag = async (from: Locator, to: Locator) => {
  await editor.drag(from, to);
  drags++;
};
const button = (name: string) => page.getByRole('button', { name, exact: true });
const panel = () => page.getByRole('complementary', { name: 'Settings of the step' });
/** Clicks into a text, and types what it says. */
const write = async (what: Locator, text: string) => {
  await click(what);
  await page.keyboard.type(text);
};

const words = (label: string) => panel().getByRole('textbox', { name: label, exact: true });
/** Names a choice of the menu, over the name it came with. */
const name = async (index: number, text: string) => {
  await panel().getByRole('textbox', { name: 'Name', exact: true }).nth(index).click({ clickCount: 3 });
  clicks++;
  await page.keyboard.type(text);
};

const key = (name: string) => page.keyboard.press(name);
const focused = (what: Locator) => expect.poll(() => what.evaluate((one) => one === document.activeElement)).toBe(true);
/** Enter on the chosen node of a list. For some ms after typing the list forgets which it was: then once more. */
const chosen = async (exit: string) => {
  // A level line has no height, and counts as not to be seen.
  const isThere = () => editor.edge('menu', exit).waitFor({ state: 'attached', timeout: 1_500 });
  await key('Enter');
  await isThere().catch(async () => {
    await key('ArrowDown');
    await key('Enter');
    await isThere();
  });
};
/** As a person who has no mouse gets there. */
const tabTo = async (what: Locator) => {
  for (let presses = 0; presses < 60; presses++) {
    if (await what.evaluate((one) => one === document.activeElement)) return;
    await key('Tab');
  }
  throw new Error(`Tab does not lead to ${what}.`);
};
const addStep = async (typed: string, id: string) => {
  await key('n');
  await page.getByRole('combobox', { name: 'Find a step' }).waitFor();
  await page.keyboard.type(typed);
  await key('Enter');
  await focused(page.locator(`.react-flow__node[data-id="${id}"]`));
};
/** Nodes of the only call that a flow had. */
const wayOf = async (flowId: string): Promise<string[]> => {
  const { db } = instance().store;
  return vi.waitFor(async () => {
    const [call] = await listCalls(db, { flowId }, 2);
    const record = await getCall(db, call?.id ?? '');
    expect(record?.end).toBeDefined();
    return (record?.trace ?? []).map(({ nodeId }) => nodeId);
  }, 5_000);
};

describe.runIf(hasBrowser)('from nothing to a call that is answered', () => {
  beforeAll(async () => {
    [page, robot] = await Promise.all([signedIn(browser(), instance()), realAsterisk().then(startRobot)]);
    page.setDefaultTimeout(8_000);
    editor = new EditorPage(page);
  }, 60_000);
  afterAll(() => robot?.stop());

  test('by mouse', async () => {
    [clicks, drags] = [0, 0];
    await click(page.getByRole('button', { name: 'New flow' }).first());
    await page.getByRole('textbox', { name: 'Name' }).waitFor();
    await page.keyboard.type('Front desk');
    await click(button('Make the flow'));
    await editor.nodes.first().waitFor();

    // The first step goes behind the incoming call by itself.
    await click(editor.step('Play'));
    await write(words('Sound 1'), 'Welcome to the front desk.');
    await click(editor.step('Menu'));
    await write(words('Prompt'), 'For sales press one. For support press two.');
    await click(panel().getByRole('button', { name: 'Add one' }));
    await name(0, 'Sales');
    await name(1, 'Support');
    await click(editor.step('Play'));
    await write(words('Sound 1'), 'Nobody from sales is here today. We call you back.');
    await click(editor.step('Hang up'));
    await click(page.getByRole('button', { name: 'Fit View' }));
    // The view glides there.
    await page.waitForTimeout(400);
    await click(editor.node('menu'));
    await click(editor.step('Play'));
    await write(words('Sound 1'), 'Our support is at lunch. Please try again in an hour.');
    for (const [from, exit] of [
      ['play3', 'next'],
      ['menu', 'no key'],
      ['menu', 'wrong key'],
    ] as const)
      await drag(editor.exit(from, exit), editor.entrance('hangUp'));
    await page
      .getByText('No problems')
      .waitFor()
      .catch(() => {});
    await click(button('Publish'));
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('Our first greeting');
    await click(button('Publish now'));
    await page.getByText('Published as r1').waitFor();
    await click(page.getByRole('link', { name: 'Numbers' }));
    await click(button('Add a short number'));
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('100');
    await click(page.getByRole('combobox', { name: 'Flow that answers' }));
    await click(page.getByRole('option', { name: 'Front desk' }));
    await click(page.getByRole('dialog').getByRole('button', { name: 'Add' }));
    await page.getByRole('row').filter({ hasText: '100' }).waitFor();
    console.info(`Built, published and given a number by ${clicks} clicks and ${drags} drags.`);

    const report = await robot.call({ target: { ...instance().sip, extension: '100' }, plan: parseKeyPlan('2') });
    expect(report).toMatchObject({ endedBy: 'callee', keysPressed: [{ key: '2' }], undone: [] });
    // The greeting and the menu in one, then what key 2 leads to.
    expect(report.heard.length).toBeGreaterThanOrEqual(2);
    expect(await wayOf('front-desk')).toEqual(['start', 'play', 'menu', 'play3', 'hangUp']);
  }, 90_000);

  test('by keyboard', async () => {
    await page.goto(`${instance().supervisor.status().address}/flows`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await tabTo(page.getByRole('button', { name: 'New flow' }).first());
    await key('Enter');
    await focused(page.getByRole('textbox', { name: 'Name' }));
    await page.keyboard.type('By keys');
    await key('Enter');
    await editor.nodes.first().waitFor();
    await addStep('play', 'play');
    await key('Enter');
    await focused(words('Sound 1'));
    await page.keyboard.type('Hello from the keyboard.');
    await key('Escape');
    await addStep('menu', 'menu');
    await key('Enter');
    await focused(words('Prompt'));
    await page.keyboard.type('Press one to go on.');
    await key('Escape');
    await addStep('hang up', 'hangUp');
    await key('ArrowLeft');
    await key('Enter');
    await focused(words('Prompt'));
    for (const exit of ['no key', 'wrong key']) {
      await tabTo(panel().getByRole('combobox', { name: `${exit} leads to` }));
      await page.keyboard.type('hang');
      await expect.poll(() => page.getByRole('option').filter({ visible: true }).count()).toBe(1);
      await page.locator('[role="option"][data-combobox-selected]').filter({ visible: true }).waitFor();
      await chosen(exit === 'no key' ? 'noInput' : 'invalid');
    }
    await page.getByText('No problems').waitFor();
    await key('Control+k');
    await focused(page.getByPlaceholder('A command, or a step of this flow'));
    await page.keyboard.type('publish');
    await page.getByRole('dialog').getByText('Undo', { exact: true }).waitFor({ state: 'detached' });
    await key('Enter');
    await focused(page.getByLabel('What is new'));
    await page.keyboard.type('Made without a mouse');
    await tabTo(button('Publish now'));
    await key('Enter');
    await page.getByText('Published as r1').last().waitFor();
    const { body } = await request<{ flow: Flow }>(page, 'GET', '/api/flows/by-keys/revisions/1');
    expect(body.flow.nodes[1]?.settings).toEqual({ sounds: [{ say: 'Hello from the keyboard.' }] });
    expect(body.flow.edges.map(({ from, to }) => `${from}>${to}`).toSorted()).toEqual([
      'menu>hangUp',
      'menu>hangUp',
      'menu>hangUp',
      'play>menu',
      'start>play',
    ]);
  }, 60_000);
});
