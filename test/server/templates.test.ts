import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { steps } from '#plugins/index';
import { catalogueOf } from '#runtime/flow/catalogue';
import { packageRoot } from '#runtime/package-root';
import { readTemplates } from '#runtime/templates';
import { useServer } from '../support/server.ts';
import { smallFlow } from '../support/store.ts';

const newServer = useServer();
const catalogue = catalogueOf(steps);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'templates-'));
});
afterAll(() => rm(folder, { recursive: true }));

const everyDay = [{ from: '09:00', to: '17:00' }];
const week = { mon: everyDay, tue: everyDay, wed: everyDay, thu: everyDay, fri: everyDay, sat: [], sun: [] };
const office = { id: 'office', name: 'Office', zone: 'Asia/Tokyo', week, holidays: { dates: [] }, override: null };

describe('templates', () => {
  it('are a blank flow and every example, each with words to choose by', async () => {
    const { request, ports } = await newServer();
    ports.templates = () => readTemplates(join(packageRoot(), 'examples'), catalogue);
    const { templates } = (await request('GET', '/api/templates')).json();
    const ids = templates.map((template: { id: string }) => template.id);
    expect(ids).toEqual(['blank', ...(await ports.templates()).map(({ id }) => id)]);
    expect(ids).toEqual(expect.arrayContaining(['reception-menu', 'opinion-survey']));
    for (const { title, summary, flow } of templates) {
      expect(title).toMatch(/\w{3}/);
      expect(summary).toMatch(/\w.{20}/);
      expect(flow.nodes.length).toBeGreaterThan(0);
    }
    for (const id of ids) {
      const made = await request('POST', '/api/flows', { template: id, name: `My ${id}` });
      expect([made.statusCode, made.json()]).toMatchObject([201, { id: `my-${id}`, name: `My ${id}` }]);
      const { flow } = (await request('GET', `/api/flows/my-${id}/draft`)).json();
      expect(flow).toMatchObject({ id: `my-${id}`, name: `My ${id}` });
    }
    const unknown = await request('POST', '/api/flows', { template: 'none', name: 'x' });
    expect([unknown.statusCode, unknown.json().code]).toEqual([404, 'template-unknown']);
  });

  it('bring their opening hours along, and leave those that are there', async () => {
    await mkdir(join(folder, 'with-hours'));
    const flow = smallFlow('with-hours', { name: 'With hours' });
    await writeFile(join(folder, 'with-hours', 'flow.json'), JSON.stringify(flow));
    await writeFile(join(folder, 'with-hours', 'hours.json'), JSON.stringify([office]));
    await mkdir(join(folder, 'of-the-future'));
    const future = smallFlow('of-the-future');
    future.nodes[1]!.step = 'no-such-step';
    await writeFile(join(folder, 'of-the-future', 'flow.json'), JSON.stringify(future));
    await writeFile(join(folder, 'notes.txt'), 'no folder');

    const { request, ports } = await newServer();
    ports.templates = () => readTemplates(folder, catalogue);
    expect((await ports.templates()).map(({ id }) => id)).toEqual(['with-hours']);
    const make = () => request('POST', '/api/flows', { template: 'with-hours', name: 'Desk' });
    expect((await make()).json().id).toBe('desk');
    expect((await request('GET', '/api/hours')).json().hours).toMatchObject([
      { id: 'office', name: 'Office', zone: Intl.DateTimeFormat().resolvedOptions().timeZone },
    ]);
    expect((await make()).json().id).toBe('desk-2');
    expect((await request('GET', '/api/hours')).json().hours).toHaveLength(1);
  });
});
