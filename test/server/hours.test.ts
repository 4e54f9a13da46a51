import { describe, expect, it } from 'vitest';
import { listAudit } from '#runtime/store/audit';
import { publishRevision } from '#runtime/store/revisions';
import { useServer } from '../support/server.ts';
import { smallFlow } from '../support/store.ts';

const newServer = useServer();
const week = { mon: [{ from: '09:00', to: '17:30' }], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
const body = { name: 'Büro Öffnung', zone: 'Europe/Berlin', week, holidays: { country: 'DE', dates: [] } };
const now = () => Date.parse('2026-01-05T10:00:00+01:00');

const withHours = (id: string, hours: string) =>
  smallFlow(id, {
    nodes: [
      ...smallFlow(id).nodes,
      { id: 'when', step: 'opening-hours', stepVersion: 1, settings: { hours }, position: { x: 0, y: 160 } },
    ],
  });

describe('opening hours', () => {
  it('are made, listed with what they are now, changed and removed, and each change is in the audit', async () => {
    const { request, store } = await newServer({ now });
    const made = await request('POST', '/api/hours', body);
    expect(made.statusCode).toBe(201);
    expect(made.json()).toMatchObject({
      id: 'buro-offnung',
      override: null,
      updatedBy: 'Ada',
      now: { state: 'open', until: '2026-01-05T16:30:00.000Z', holiday: '' },
      usedBy: [],
    });
    expect((await request('POST', '/api/hours', body)).json().id).toBe('buro-offnung-2');
    const taken = await request('POST', '/api/hours', { ...body, id: 'buro-offnung' });
    expect([taken.statusCode, taken.json().code]).toEqual([409, 'hours-exists']);
    const changed = await request('PUT', '/api/hours/buro-offnung', { ...body, week: { ...week, mon: [] } });
    expect(changed.json()).toMatchObject({ now: { state: 'closed', until: null } });
    expect((await request('GET', '/api/hours')).json().hours).toHaveLength(2);
    expect((await request('DELETE', '/api/hours/buro-offnung')).statusCode).toBe(204);
    expect((await request('GET', '/api/hours/buro-offnung')).statusCode).toBe(404);
    expect((await request('PUT', '/api/hours/none', body)).json().code).toBe('hours-unknown');
    const actions = (await listAudit(store.db, 10)).map(({ action, target }) => `${action} ${target}`).reverse();
    expect(actions).toEqual([
      'hours.created buro-offnung',
      'hours.created buro-offnung-2',
      'hours.changed buro-offnung',
      'hours.removed buro-offnung',
    ]);
  });

  it('can be set for now, which a change of the week leaves as it is', async () => {
    const { request, store } = await newServer({ now });
    await request('POST', '/api/hours', body);
    const override = { state: 'closed', until: '2026-01-05T12:00:00Z', note: 'Fire drill' };
    const set = await request('PUT', '/api/hours/buro-offnung/override', { override });
    expect(set.json()).toMatchObject({ override, now: { state: 'closed', until: '2026-01-05T12:00:00.000Z' } });
    expect((await request('PUT', '/api/hours/buro-offnung', body)).json()).toMatchObject({ override });
    const back = await request('PUT', '/api/hours/buro-offnung/override', { override: null });
    expect(back.json()).toMatchObject({ override: null, now: { state: 'open' } });
    expect(await listAudit(store.db, 1)).toMatchObject([{ action: 'hours.overridden', details: { override: null } }]);
  });

  it('name the flows that use them, and stay while one does', async () => {
    const { request, store } = await newServer({ now });
    await request('POST', '/api/hours', { ...body, id: 'office' });
    await request('POST', '/api/flows', { flow: withHours('drafted', 'office') });
    await request('POST', '/api/flows', { flow: withHours('published', 'office') });
    await publishRevision(store.db, {
      flow: withHours('published', 'office'),
      pins: { flows: {}, steps: {}, assets: [] },
      note: '',
      by: store.owner.id,
    });
    await request('PUT', '/api/flows/published/draft', { flow: withHours('published', 'other'), basedOn: 1 });
    await request('POST', '/api/flows', { flow: withHours('binned', 'office') });
    await request('DELETE', '/api/flows/binned');
    expect((await request('GET', '/api/hours/office')).json().usedBy).toEqual([
      { flowId: 'drafted', draft: true, current: false },
      { flowId: 'published', draft: false, current: true },
    ]);
    const used = await request('DELETE', '/api/hours/office');
    expect([used.statusCode, used.json().code]).toEqual([409, 'hours-in-use']);
  });

  it('refuse what is no time, no zone or too much, and say where', async () => {
    const { request } = await newServer({ now });
    const fieldOf = async (change: object) => {
      const answer = await request('POST', '/api/hours', { ...body, ...change });
      return [answer.statusCode, answer.json().field];
    };
    expect(await fieldOf({ zone: 'Mars/Olympus' })).toEqual([400, 'zone']);
    expect(await fieldOf({ week: { ...week, tue: [{ from: '9', to: '10:00' }] } })).toEqual([400, 'week.tue.0.from']);
    expect(await fieldOf({ week: { ...week, tue: [{ from: '09:00', to: '09:00' }] } })).toEqual([400, 'week.tue.0']);
    expect(await fieldOf({ name: 'two\nlines' })).toEqual([400, 'name']);
    expect(await fieldOf({ more: 1 })).toEqual([400, 'more']);
  });
});

describe('public holidays', () => {
  it('are given for a country, a region and a year', async () => {
    const { request } = await newServer();
    const found = await request('GET', '/api/holidays?country=DE&region=BY&year=2027');
    expect(found.json().holidays).toContainEqual({ date: '2027-01-06', name: 'Heilige Drei Könige' });
    expect((await request('GET', '/api/holidays?country=DEU&year=2027')).statusCode).toBe(400);
    const { countries } = (await request('GET', '/api/holiday-countries')).json();
    expect(countries).toContainEqual(expect.objectContaining({ code: 'AT', name: 'Austria' }));
  });
});
