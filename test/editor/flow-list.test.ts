import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Flow } from '#runtime/flow/schema';
import { hasBrowser, useBrowser } from '../support/browser.ts';
import { useInstance } from '../support/instance.ts';
import { request, signedIn } from '../support/person.ts';

const instance = useInstance();
const browser = useBrowser();
let page: Page;

beforeAll(async () => {
  if (!hasBrowser) return;
  page = await signedIn(browser(), instance());
  page.setDefaultTimeout(8_000);
});

const open = async (path: string) => {
  await page.goto(`${instance().supervisor.status().address}${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
};
const make = async (name: string, folder?: string) =>
  (await request<{ id: string }>(page, 'POST', '/api/flows', { name, ...(folder && { folder }) })).body.id;
const row = (name: string) => page.getByRole('row').filter({ hasText: name });
const act = async (name: string, action: string) => {
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: action }).click();
};

describe.runIf(hasBrowser)('the list of flows', () => {
  beforeEach(() => open('/flows'));

  test('a flow made of a template opens as a drawing of its own', async () => {
    await page.getByRole('button', { name: 'New flow' }).first().click();
    await page.getByRole('radio', { name: 'Opinion survey' }).click();
    const name = page.getByRole('textbox', { name: 'Name' });
    expect(await name.inputValue()).toBe('Opinion survey');
    await name.fill('What guests say');
    await page.getByRole('button', { name: 'Make the flow' }).click();
    await page.waitForURL('**/flows/what-guests-say');
    const { body } = await request<{ flow: Flow }>(page, 'GET', '/api/flows/what-guests-say/draft');
    expect(body.flow.nodes.length).toBeGreaterThan(5);
  });

  test('a flow is renamed, and moved into a folder that did not exist', async () => {
    await make('Old name');
    await open('/flows');
    await act('Old name', 'Rename');
    await page.getByRole('textbox', { name: 'Name' }).fill('New name');
    await page.getByRole('button', { name: 'Rename' }).click();
    await act('New name', 'Move to folder');
    await page.getByRole('combobox', { name: 'Folder' }).fill('Sales / Night');
    await page.getByRole('dialog').getByRole('button', { name: 'Move' }).click();
    await page.getByRole('link', { name: 'Sales' }).click();
    await page.getByRole('link', { name: 'Night' }).click();
    await row('New name').waitFor();
    await act('New name', 'Move to folder');
    await page.getByRole('combobox', { name: 'Folder' }).fill('');
    await page.getByRole('dialog').getByRole('button', { name: 'Move' }).click();
    await page.getByText('Nothing in this folder').waitFor();
    await page.getByRole('link', { name: 'All flows' }).click();
    await row('New name').waitFor();
  });

  test('a duplicate stands beside the flow', async () => {
    await make('Twice');
    await open('/flows');
    await act('Twice', 'Duplicate');
    await expect.poll(() => row('Twice').count()).toBe(2);
  });

  test('a flow in the bin is taken back by Undo, or later from the bin, or deleted forever', async () => {
    await make('Unwanted');
    await open('/flows');
    await act('Unwanted', 'Move to the bin');
    await page.getByRole('button', { name: 'Undo' }).click();
    await row('Unwanted').waitFor();
    await act('Unwanted', 'Move to the bin');
    await row('Unwanted').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Bin', exact: true }).click();
    await page.getByRole('button', { name: 'Take back Unwanted' }).click();
    await row('Unwanted').waitFor({ state: 'detached' });
    await open('/flows');
    await act('Unwanted', 'Move to the bin');
    await open('/flows?view=bin');
    await page.getByRole('button', { name: 'Delete Unwanted forever' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete forever' }).click();
    await row('Unwanted').waitFor({ state: 'detached' });
    expect((await request(page, 'GET', '/api/flows/unwanted')).status).toBe(404);
  });

  test('an exported file brings the same flow in again', async () => {
    const id = await make('Travels');
    await open('/flows');
    const downloaded = page.waitForEvent('download');
    await act('Travels', 'Export as a file');
    const file = await (await downloaded).path();
    expect(JSON.parse(await readFile(file, 'utf8')).patchcord).toBe(1);
    const chosen = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Import' }).click();
    await (await chosen).setFiles(file);
    await page.getByText('Imported "Travels".').waitFor();
    await expect.poll(() => row('Travels').count()).toBe(2);
    const { flows } = (await request<{ flows: { id: string; name: string }[] }>(page, 'GET', '/api/flows')).body;
    const copy = flows.find((flow) => flow.name === 'Travels' && flow.id !== id);
    const nodes = async (flowId = '') =>
      (await request<{ flow: Flow }>(page, 'GET', `/api/flows/${flowId}/draft`)).body.flow.nodes;
    expect(await nodes(copy?.id)).toEqual(await nodes(id));
  });

  test('a file that is no flow is refused with what to do', async () => {
    const chosen = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Import' }).click();
    await (await chosen).setFiles({ name: 'holiday.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no flow') });
    await page.getByText('That file is not a flow.').waitFor();
  });

  test('a name with markup in it is shown as text', async () => {
    const name = '<img src=x onerror="window.hacked=1">';
    await make(name);
    await open('/flows');
    await page.getByRole('link', { name }).waitFor();
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('table img').count()).toBe(0);
  });

  test('a search finds flows in every folder, also by their number', async () => {
    const id = await make('Deep down', 'One/Two');
    await request(page, 'PUT', '/api/extensions/4711', { flowId: id });
    await open('/flows');
    await page.getByRole('textbox', { name: 'Search flows' }).fill('471');
    await row('Deep down').getByText('One/Two').waitFor();
    expect(await page.getByRole('row').count()).toBe(2);
  });
});
