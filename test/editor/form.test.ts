import type { Locator, Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { catalogueEntry } from '#runtime/flow/catalogue';
import { Expression, Prompt, Text } from '#runtime/flow/prompt';
import { Flow } from '#runtime/flow/schema';
import { defineStep } from '#runtime/flow/step';
import { hasBrowser, useBrowser } from '../support/browser.ts';
import { EditorPage } from '../support/editor-page.ts';
import { useInstance } from '../support/instance.ts';
import { request, signedIn } from '../support/person.ts';

const instance = useInstance();
const browser = useBrowser({ viewport: { width: 1440, height: 1000 } });
let page: Page;
let editor: EditorPage;
let panel: Locator;
let flowId: string;
let count = 0;

/** A step that no code of the editor or the runtime has ever heard of: a plugin's. */
const stars = catalogueEntry(
  defineStep({
    type: 'ask-for-stars',
    version: 1,
    title: 'Ask for stars',
    group: 'input',
    icon: 'sparkles',
    summary: 'Asks how many stars a visit deserves.',
    docs: 'Asks for stars. <img src=x onerror="window.harmed=1">',
    settings: z.strictObject({
      question: Prompt.meta({ title: 'Question', description: 'What the caller is asked.' }),
      most: z.int().min(1).max(9).meta({ title: 'Most stars', description: 'How many there are to give.' }),
      scale: z.enum(['stars', 'marks']).meta({ title: 'Scale', description: 'What they are called.' }),
      pauseMs: z.int().min(500).max(9_000).meta({ title: 'Pause', description: 'Before it asks.', ui: 'duration' }),
      thanks: Text.meta({ title: 'Thanks', description: 'Said at the end.' }),
      skip: Expression.meta({ title: 'Leave out when', description: 'A condition.', condition: true }),
      reasons: z.array(z.string().max(40)).meta({ title: 'Reasons', description: 'What can be chosen.' }),
      contact: z
        .strictObject({ name: z.string().meta({ title: 'Person', description: 'Who is told.' }) })
        .meta({ title: 'Contact', description: 'Who looks after it.' }),
      urgent: z.boolean().default(false).meta({ title: 'Urgent', description: 'Whether it is urgent.' }),
    }),
    exits: { next: {} },
    traits: { needs: 'none' },
    run: async (ctx) => ctx.exit('next'),
  }),
);

beforeAll(async () => {
  page = await signedIn(browser(), instance());
  page.setDefaultTimeout(8_000);
  await page.route('**/api/catalogue', async (route) => {
    const answer = await route.fetch();
    const { steps } = (await answer.json()) as { steps: unknown[] };
    await route.fulfill({ response: answer, json: { steps: [...steps, stars] } });
  });
});

const menu = {
  id: 'menu',
  step: 'menu',
  position: { x: 320, y: 0 },
  settings: {
    prompt: { say: 'For sales press 1.' },
    options: [
      { id: 'a', key: '1', label: 'Sales' },
      { id: 'b', key: '2', label: 'Support' },
    ],
  },
};
const branch = {
  id: 'branch',
  step: 'branch',
  position: { x: 320, y: 400 },
  settings: { rules: [{ id: 'r', label: 'Adult', when: 'vars.age >= 18' }] },
};
const flow = (id: string) =>
  Flow.parse({
    schemaVersion: 1,
    id,
    name: 'Form',
    variables: [{ name: 'age', type: 'number' }],
    nodes: [
      { id: 'start', step: 'incoming-call' },
      menu,
      branch,
      { id: 'plugin', step: 'ask-for-stars', position: { x: 0, y: 400 } },
      {
        id: 'sales',
        step: 'play',
        position: { x: 700, y: 0 },
        settings: { sounds: [{ say: 'You pressed {{ steps.menu.key }}' }] },
      },
      { id: 'end', step: 'hang-up', position: { x: 700, y: 300 } },
    ],
    edges: [
      { from: 'start', exit: 'next', to: 'menu' },
      { from: 'menu', exit: 'options:a', to: 'sales' },
      { from: 'menu', exit: 'options:b', to: 'end' },
    ],
  });

const draft = async (): Promise<Flow> => {
  await editor.saved();
  return (await request<{ flow: Flow }>(page, 'GET', `/api/flows/${flowId}/draft`)).body.flow;
};
const settings = async (id: string) => (await draft()).nodes.find((node) => node.id === id)?.settings;
const undo = () => page.getByRole('button', { name: 'Undo' }).click();
const choose = (id: string) => editor.node(id).click({ position: { x: 60, y: 18 } });

async function open(): Promise<void> {
  flowId = `form-${++count}`;
  await request(page, 'POST', '/api/flows', { flow: flow(flowId) });
  await page.goto(`${instance().supervisor.status().address}/flows/${flowId}`);
  editor = new EditorPage(page);
  panel = page.locator('aside').last();
  await editor.node('start').waitFor();
}

describe.runIf(hasBrowser)('the form of a node', () => {
  beforeEach(open);

  test("a menu's choices that are reordered by the keyboard keep their edges", async () => {
    await choose('menu');
    await panel.getByRole('button', { name: /^Move Sales/ }).focus();
    for (const key of ['Space', 'ArrowDown', 'Space']) {
      await page.keyboard.press(key);
      await page.waitForTimeout(250);
    }
    const changed = await draft();
    expect(changed.nodes[1]?.settings.options).toMatchObject([{ id: 'b' }, { id: 'a' }]);
    expect(changed.edges).toEqual(flow(flowId).edges);
    await undo();
    expect((await settings('menu'))?.options).toEqual(menu.settings.options);
  });

  test('a choice that is removed takes its edge along, and undo brings both back', async () => {
    await choose('menu');
    await panel.getByRole('button', { name: 'Remove Sales' }).click();
    expect((await draft()).edges.map(({ exit }) => exit)).toEqual(['next', 'options:b']);
    await undo();
    expect((await draft()).edges).toEqual(flow(flowId).edges);
  });

  test('a key is chosen on a keypad, and two equal ones are said to be wrong at once', async () => {
    await choose('menu');
    await panel.getByRole('button', { name: 'Key: 2' }).click();
    await page.getByRole('button', { name: '1', exact: true }).click();
    await panel.getByText('Two choices have the same key.').waitFor();
  });

  test('a step that only exists as a catalogue entry has a full form', async () => {
    await choose('plugin');
    for (const title of ['Question', 'Most stars', 'Scale', 'Pause', 'Thanks', 'Leave out when', 'Reasons', 'Person'])
      await panel.getByText(title, { exact: true }).first().waitFor();
    await panel.getByRole('textbox', { name: 'Question' }).fill('How many stars?');
    await panel.getByRole('textbox', { name: 'Most stars' }).fill('5');
    await panel.getByRole('textbox', { name: 'Pause' }).fill('1.5');
    await panel.getByRole('textbox', { name: 'Person' }).fill('Ann');
    await panel.locator('[data-field="settings.scale"] input').first().click();
    await page.getByRole('option', { name: 'Marks' }).click();
    await panel.getByRole('button', { name: 'Add one' }).click();
    await panel.getByRole('textbox', { name: 'Item 1' }).fill('Price');
    expect(await settings('plugin')).toEqual({
      question: { say: 'How many stars?' },
      most: 5,
      pauseMs: 1_500,
      contact: { name: 'Ann' },
      scale: 'marks',
      reasons: ['Price'],
    });
    await panel.getByText('About this step').click();
    await panel.getByText('<img src=x onerror=', { exact: false }).waitFor();
    expect(await page.evaluate(() => 'harmed' in globalThis)).toBe(false);
  });

  test('a prompt is heard before anything is saved', async () => {
    await choose('menu');
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().endsWith('/api/speech')),
      panel.getByRole('button', { name: 'Hear it' }).first().click(),
    ]);
    expect(answer.headers()['content-type']).toBe('audio/wav');
    await panel.getByRole('button', { name: 'Stop' }).waitFor();
  });

  test('a prompt is recorded by the browser and becomes a sound of the flow', async () => {
    await choose('menu');
    await panel.getByText('Sound file').first().click();
    await panel.getByRole('button', { name: 'Record', exact: true }).click();
    await panel.getByRole('button', { name: /^Keep/ }).waitFor();
    await page.waitForTimeout(1_200);
    await panel.getByRole('button', { name: /^Keep/ }).click();
    await panel.getByText('A recording').waitFor();
    const { prompt } = (await settings('menu')) as { prompt: { asset: string } };
    expect(prompt.asset).toMatch(/^sha256:/);
    const sound = await page.evaluate(
      async (hash) => (await (await fetch(`/api/assets/${hash}`)).arrayBuffer()).byteLength,
      prompt.asset,
    );
    expect(sound).toBeGreaterThan(8_000);
  });

  test('a value is put into a text from the list that {{ opens, and shown as a pill', async () => {
    await choose('menu');
    const text = panel.getByRole('textbox', { name: 'Prompt', exact: true });
    await text.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' {{ag');
    await page.locator('.cm-tooltip-autocomplete').getByText('vars.age').waitFor();
    await page.waitForTimeout(150);
    await page.keyboard.press('Enter');
    await text.locator('.cm-value', { hasText: 'age' }).waitFor();
    expect((await settings('menu'))?.prompt).toEqual({ say: 'For sales press 1. {{ vars.age }}' });
  });

  test('somebody who types before the editor of texts is loaded goes on in it', async () => {
    let release = () => {};
    const isReleased = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/code-editor*', async (route) => {
      await isReleased;
      await route.continue();
    });
    await page.reload();
    await choose('menu');
    const text = panel.getByRole('textbox', { name: 'Prompt', exact: true });
    await text.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Not');
    release();
    await panel.locator('.cm-editor').first().waitFor();
    await page.keyboard.type(' new');
    expect((await settings('menu'))?.prompt).toEqual({ say: 'Not new' });
    await page.unroute('**/code-editor*');
  });

  test('a condition is built by rows, and a wrong expression says what is wrong', async () => {
    await choose('branch');
    await panel.getByLabel('Compared with').fill('21');
    expect((await settings('branch'))?.rules).toMatchObject([{ when: 'vars.age >= 21' }]);
    await panel.getByText('Expression', { exact: true }).click();
    await panel.locator('.cm-content').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' &&');
    await panel.getByText('The expression ends too early.').waitFor();
    await page.keyboard.type(' size(vars.age) > (1 + 1)');
    await panel.getByText('This expression says more than rows can show.').waitFor();
    expect((await settings('branch'))?.rules).toMatchObject([{ when: 'vars.age >= 21 && size(vars.age) > (1 + 1)' }]);
  });

  test('each field that was edited is one step to undo', async () => {
    await choose('menu');
    await panel.getByRole('textbox', { name: 'Name', exact: true }).first().press('End');
    await page.keyboard.type(' team');
    await panel.getByRole('textbox', { name: 'Prompt', exact: true }).press('Control+End');
    await page.keyboard.type(' Or wait.');
    expect(await settings('menu')).toMatchObject({
      prompt: { say: 'For sales press 1. Or wait.' },
      options: [{ label: 'Sales team' }, {}],
    });
    await undo();
    expect(await settings('menu')).toMatchObject({
      prompt: { say: 'For sales press 1.' },
      options: [{ label: 'Sales team' }, {}],
    });
    await undo();
    expect(await settings('menu')).toEqual(menu.settings);
  });

  test('a new id is followed by what reads the node', async () => {
    await choose('menu');
    await panel.getByRole('textbox', { name: 'Id' }).fill('reception');
    await page.keyboard.press('Enter');
    await editor.node('reception').waitFor();
    expect(await settings('sales')).toEqual({ sounds: [{ say: 'You pressed {{ steps.reception.key }}' }] });
    expect((await draft()).edges.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'start reception',
      'reception sales',
      'reception end',
    ]);
  });

  test('where an exit leads is chosen without drawing a line, and gone to', async () => {
    await choose('menu');
    const leads = panel.getByRole('combobox', { name: 'no key leads to' });
    await leads.click();
    await page.getByRole('option', { name: 'Hang up' }).click();
    expect((await draft()).edges).toContainEqual({ from: 'menu', exit: 'noInput', to: 'end' });
    await panel.getByRole('button', { name: 'Go where no key leads' }).click();
    await panel.getByPlaceholder('Hang up').waitFor();
  });
});

describe.runIf(hasBrowser)('the settings of a flow', () => {
  beforeEach(open);

  test('a variable is renamed where it is used', async () => {
    await page.getByRole('button', { name: 'Settings of the flow' }).click();
    await panel.getByRole('button', { name: /^age/ }).click();
    // The flow has a name of its own above.
    const variable = panel.locator('[data-field="variables[0]"]');
    await variable.getByRole('textbox', { name: 'Name', exact: true }).fill('years');
    await page.keyboard.press('Enter');
    await panel.getByRole('button', { name: /^years/ }).waitFor();
    expect((await settings('branch'))?.rules).toMatchObject([{ when: 'vars.years >= 18' }]);
  });
});
