import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Flow } from '#runtime/flow/schema';
import { hasBrowser, useBrowser } from '../support/browser.ts';
import { EditorPage } from '../support/editor-page.ts';
import { useInstance } from '../support/instance.ts';
import { request, signedIn } from '../support/person.ts';

const instance = useInstance();
const browser = useBrowser({ viewport: { width: 1440, height: 900 } });
let page: Page;
let editor: EditorPage;
let flowId: string;
let count = 0;

beforeAll(async () => {
  page = await signedIn(browser(), instance());
});

/** Opens a flow of its own for each test: an incoming call, and what is given. */
async function open(nodes: Partial<Flow['nodes'][number]>[] = [], edges: Flow['edges'] = []): Promise<void> {
  flowId = `canvas-${++count}`;
  const start = { id: 'start', step: 'incoming-call', position: { x: 0, y: 0 } };
  const flow = Flow.parse({ schemaVersion: 1, id: flowId, name: 'Canvas', nodes: [start, ...nodes], edges });
  await request(page, 'POST', '/api/flows', { flow });
  await page.goto(`${instance().supervisor.status().address}/flows/${flowId}`);
  editor = new EditorPage(page);
  await editor.node('start').waitFor();
}
const play = (id: string, x: number, y = 0) => ({
  id,
  step: 'play',
  position: { x, y },
  settings: { sounds: [{ say: id }] },
});
const draft = async (): Promise<Flow> => {
  await editor.saved();
  return (await request<{ flow: Flow }>(page, 'GET', `/api/flows/${flowId}/draft`)).body.flow;
};
const key = (name: string) => page.keyboard.press(name);

describe.runIf(hasBrowser)('by mouse', () => {
  beforeEach(() => open());

  test('clicking steps in the palette builds a wired chain, each behind the one before', async () => {
    await editor.node('start').click();
    for (const title of ['Play', 'Menu', 'Hang up']) await editor.step(title).click();
    expect(await editor.ids()).toEqual(['start', 'play', 'menu', 'hangUp']);
    expect((await draft()).edges.map(({ from, to }) => [from, to])).toEqual([
      ['start', 'play'],
      ['play', 'menu'],
      ['menu', 'hangUp'],
    ]);
  });

  test('a step dragged from the palette lands where it is dropped, and on an edge it goes between', async () => {
    await editor.step('Hang up').dragTo(page.locator('.react-flow__pane'), { targetPosition: { x: 700, y: 520 } });
    await editor.drag(editor.exit('start', 'next'), editor.entrance('hangUp'));
    await editor.edge('start', 'next').waitFor({ state: 'attached' });
    await editor.atRest();
    const line = await editor.edge('start', 'next').boundingBox();
    if (line === null) throw new Error('no edge');
    const pane = await page.locator('.react-flow__pane').boundingBox();
    await editor.step('Play').dragTo(page.locator('.react-flow__pane'), {
      targetPosition: { x: line.x + line.width / 2 - (pane?.x ?? 0), y: line.y + line.height / 2 - (pane?.y ?? 0) },
      force: true,
    });
    expect((await draft()).edges).toEqual([
      { from: 'start', exit: 'next', to: 'play' },
      { from: 'play', exit: 'next', to: 'hangUp' },
    ]);
  });

  test('an exit dragged to an empty place asks which step, and wires it', async () => {
    await editor.drag(editor.exit('start', 'next'), await editor.emptySpot());
    await page.getByRole('combobox', { name: 'Find a step' }).fill('hang');
    await key('Enter');
    expect((await draft()).edges).toEqual([{ from: 'start', exit: 'next', to: 'hangUp' }]);
  });

  test('an edge can be led to another node, and the button on it puts a step between', async () => {
    await open([play('one', 400), play('two', 400, 300)], [{ from: 'start', exit: 'next', to: 'one' }]);
    await editor.drag(editor.exit('start', 'next'), editor.entrance('two'));
    expect((await draft()).edges).toEqual([{ from: 'start', exit: 'next', to: 'two' }]);
    await editor.edge('start', 'next').locator('path').nth(1).click({ force: true });
    await page.getByRole('button', { name: 'Add a step here' }).click();
    await page.getByRole('combobox', { name: 'Find a step' }).fill('answer');
    await key('Enter');
    expect((await draft()).edges.map(({ from, to }) => `${from}>${to}`)).toEqual(['start>answer', 'answer>two']);
  });

  test('a moved node is one step to undo, and lies on the grid', async () => {
    await open([play('one', 400)]);
    const node = await editor.node('one').boundingBox();
    if (node === null) throw new Error('no node');
    await editor.drag(editor.node('one').getByText('Play', { exact: true }), { x: node.x + 150, y: node.y + 333 });
    const moved = (await draft()).nodes[1]?.position ?? { x: 0, y: 0 };
    expect(moved).not.toEqual({ x: 400, y: 0 });
    expect([moved.x % 16, moved.y % 16]).toEqual([0, 0]);
    await key('Control+z');
    expect((await draft()).nodes[1]?.position).toEqual({ x: 400, y: 0 });
  });

  test('a loose step that is moved onto an edge goes between, in one step to undo', async () => {
    const end = { id: 'end', step: 'hang-up', position: { x: 800, y: 0 } };
    await open([play('one', 400, 320), end], [{ from: 'start', exit: 'next', to: 'end' }]);
    const line = await editor.edge('start', 'next').boundingBox();
    if (line === null) throw new Error('no edge');
    const middle = { x: line.x + line.width / 2, y: line.y + line.height / 2 };
    await editor.drag(editor.node('one').getByText('Play', { exact: true }), middle);
    expect((await draft()).edges.map(({ from, to }) => `${from}>${to}`)).toEqual(['start>one', 'one>end']);
    await key('Control+z');
    const flow = await draft();
    expect(flow.edges).toEqual([{ from: 'start', exit: 'next', to: 'end' }]);
    expect(flow.nodes[1]?.position).toEqual({ x: 400, y: 320 });
  });

  test('the menu of the right button does what the keys do', async () => {
    await open([play('one', 400)]);
    await editor.node('one').click({ button: 'right' });
    await page.getByRole('menuitem', { name: /Duplicate/ }).click();
    expect((await draft()).nodes.map(({ id }) => id)).toEqual(['start', 'one', 'play']);
  });
});

describe.runIf(hasBrowser)('by keyboard', () => {
  test('a flow is built, walked through and undone without the mouse', async () => {
    await open();
    await page.locator('.react-flow__node[data-id="start"]').focus();
    await key('Enter');
    await key('Escape');
    await page.locator('.react-flow__node[data-id="start"]').focus();
    await key('Space');
    for (const name of ['play', 'hang up']) {
      await key('n');
      await page.getByRole('combobox', { name: 'Find a step' }).fill(name);
      await key('Enter');
      await page.getByRole('combobox', { name: 'Find a step' }).waitFor({ state: 'detached' });
      await page.locator('.react-flow__node.selected').last().focus();
    }
    expect((await draft()).edges.map(({ from, to }) => `${from}>${to}`)).toEqual(['start>play', 'play>hangUp']);
    await key('ArrowLeft');
    await key('ArrowLeft');
    expect(await page.locator('.react-flow__node.selected').getAttribute('data-id')).toBe('start');
    await key('ArrowRight');
    await key('Delete');
    expect((await draft()).nodes.map(({ id }) => id)).toEqual(['start', 'hangUp']);
    await key('Control+z');
    await key('Control+z');
    await key('Control+z');
    expect((await draft()).nodes.map(({ id }) => id)).toEqual(['start']);
    await key('Control+Shift+Z');
    await key('Control+Shift+Z');
    expect((await draft()).edges).toHaveLength(2);
  });

  test('copy and paste go by the clipboard, with new ids and the edges between', async () => {
    await open([play('one', 400), play('two', 800)], [{ from: 'one', exit: 'next', to: 'two' }]);
    await editor.node('one').click();
    await editor.node('two').click({ modifiers: ['Shift'] });
    await key('Control+c');
    await key('Control+v');
    const flow = await draft();
    expect(flow.nodes.map(({ id }) => id)).toEqual(['start', 'one', 'two', 'play', 'play2']);
    expect(flow.edges).toContainEqual({ from: 'play', exit: 'next', to: 'play2' });
  });

  test('nodes are nudged, lined up, tidied, each in one step to undo', async () => {
    await open([play('one', 400, 96), play('two', 816, 400)], [{ from: 'start', exit: 'next', to: 'one' }]);
    const before = (await draft()).nodes;
    await editor.node('one').click();
    await key('Alt+ArrowDown');
    expect((await draft()).nodes[1]?.position).toEqual({ x: 400, y: 112 });
    await key('Control+z');
    await editor.node('two').click({ modifiers: ['Shift'] });
    await key('Alt+w');
    expect((await draft()).nodes.slice(1).map(({ position }) => position.y)).toEqual([96, 96]);
    await key('Control+z');
    await key('Escape');
    await key('Alt+Shift+T');
    expect((await draft()).nodes).not.toEqual(before);
    await key('Control+z');
    expect((await draft()).nodes).toEqual(before);
  });

  test('the palette of commands finds a node by its name, and a command', async () => {
    await open([{ ...play('one', 400), label: 'Spring offers' }]);
    await key('Control+k');
    await page.getByPlaceholder('A command, or a step of this flow').fill('spring');
    await page.getByRole('dialog').getByText('Spring offers').click();
    await page.locator('.react-flow__node.selected[data-id="one"]').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await key('Escape');
    await key('?');
    expect(await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).innerText()).toContain('Tidy the drawing');
  });
});

describe.runIf(hasBrowser)('a draft', () => {
  test('keeps its edits through a reload while the server is away, and saves them when it is back', async () => {
    await open();
    await page.route('**/api/flows/*/draft', (route) =>
      route.request().method() === 'PUT' ? route.abort() : route.continue(),
    );
    await editor.node('start').click();
    await editor.step('Hang up').click();
    await page.locator('[role="status"][data-state="offline"]').waitFor();
    await page.reload();
    await editor.node('hangUp').waitFor();
    await page.unroute('**/api/flows/*/draft');
    expect((await draft()).nodes.map(({ id }) => id)).toEqual(['start', 'hangUp']);
  });

  test('of two people who edit at once keeps what both did, and tells the second', async () => {
    await open([play('one', 400)]);
    const other = await browser().newPage();
    await other.goto(page.url());
    const theirs = new EditorPage(other);
    await theirs.node('one').waitFor();
    await theirs.node('one').click();
    await theirs.step('Hang up').click();
    await theirs.saved();
    await editor.node('start').click();
    await editor.step('Menu').click();
    await page.getByText('changed this flow at the same time').waitFor();
    const flow = await draft();
    expect(flow.nodes.map(({ id }) => id).toSorted()).toEqual(['hangUp', 'menu', 'one', 'start']);
    await editor.node('hangUp').waitFor();
    await other.close();
  });

  test('is published with a look at what changes, compared, and taken back in one act', async () => {
    await open(
      [play('one', 400), { id: 'end', step: 'hang-up', position: { x: 800, y: 0 } }],
      [
        { from: 'start', exit: 'next', to: 'one' },
        { from: 'one', exit: 'next', to: 'end' },
      ],
    );
    const publish = async (note: string) => {
      await page.getByRole('button', { name: 'Publish', exact: true }).click();
      await page.getByLabel('What is new').fill(note);
      await page.getByRole('button', { name: 'Publish now' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    };
    await publish('The first');
    await page.getByText('Published as r1').waitFor();
    await editor.node('one').click();
    await editor.step('Play').click();
    await editor.edge('one', 'next').waitFor();
    await key('Control+z');
    await page.getByLabel('Name of the flow').fill('Canvas, renamed');
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    expect(await page.getByRole('dialog', { name: 'Publish' }).innerText()).toContain('Canvas, renamed');
    await page.getByRole('button', { name: 'Not yet' }).click();
    await publish('The second');
    await page.getByText('Published as r2').waitFor();
    await page.getByRole('button', { name: 'Revisions' }).click();
    await page.getByRole('region', { name: 'r1' }).getByRole('button', { name: 'Compare with the draft' }).click();
    expect(await page.getByRole('dialog', { name: 'r1 and the draft' }).innerText()).toContain('name');
    await key('Escape');
    await page.getByRole('button', { name: 'Back to r1' }).click();
    await page.getByText('r3 has the content of r1').waitFor();
    const { body } = await request<{ flow: Flow }>(page, 'GET', `/api/flows/${flowId}/revisions/3`);
    expect(body.flow.name).toBe('Canvas');
  });

  test('shows hostile labels as text', async () => {
    const label = '<img src=x onerror="document.title=1">{{ 1 }}"\'; DROP';
    await open([{ ...play('one', 400), label }]);
    expect(await editor.node('one').innerText()).toContain(label);
    expect(await page.title()).not.toBe('1');
  });
});
