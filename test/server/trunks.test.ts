import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { TrunkState } from '#asterisk-config/trunk-state';
import { listAudit } from '#runtime/store/audit';
import { createFlow } from '#runtime/store/manage-flows';
import { publishRevision } from '#runtime/store/revisions';
import { countUnknownNumber } from '#runtime/store/unknown-numbers';
import { useServer } from '../support/server.ts';
import { smallFlow } from '../support/store.ts';

const newServer = useServer();
const canary = 'canary-hunter2';
const body = {
  name: 'Acme Telecom',
  carrier: 'generic-registration',
  kind: 'registration',
  domain: 'sip.acme.example',
  username: 'u123',
  password: { value: canary },
};
const number = { number: '+4930123456', name: 'Berlin', trunkId: 'acme-telecom' };

describe('a trunk', () => {
  it('is added, changed, restored and removed, and each change is in the audit', async () => {
    const { request, store } = await newServer();
    const made = await request('POST', '/api/trunks', body);
    expect(made.statusCode).toBe(201);
    expect(made.json()).toMatchObject({
      id: 'acme-telecom',
      name: 'Acme Telecom',
      transport: 'udp',
      password: { secret: 'trunk-acme-telecom-password' },
      revision: 1,
      updatedBy: 'Ada',
      numbers: [],
      problems: [],
      state: { applied: 'pending' },
    });
    const changed = await request('PUT', '/api/trunks/acme-telecom', {
      ...body,
      password: { secret: 'trunk-acme-telecom-password' },
      transport: 'tcp',
    });
    expect(changed.json()).toMatchObject({ revision: 2, transport: 'tcp' });
    const { revisions } = (await request('GET', '/api/trunks/acme-telecom/revisions')).json();
    expect(revisions).toMatchObject([
      { number: 2, createdBy: 'Ada', passedAt: null },
      { number: 1, settings: { transport: 'udp' } },
    ]);
    const restored = await request('POST', '/api/trunks/acme-telecom/restore', { revision: 1 });
    expect(restored.json()).toMatchObject({ revision: 3, transport: 'udp' });
    expect((await request('POST', '/api/trunks/acme-telecom/restore', { revision: 9 })).statusCode).toBe(404);
    expect((await request('DELETE', '/api/trunks/acme-telecom')).statusCode).toBe(204);
    expect((await request('GET', '/api/trunks/acme-telecom')).statusCode).toBe(404);
    expect((await request('GET', '/api/secrets')).json().secrets).toEqual([]);
    const actions = (await listAudit(store.db, 10)).map(({ action }) => action).reverse();
    expect(actions).toEqual(['trunk.created', 'trunk.changed', 'trunk.restored', 'trunk.removed']);
  });

  it("keeps its password as a secret, which never comes out and can't be removed while it is used", async () => {
    const { request, answers } = await newServer();
    await request('POST', '/api/trunks', body);
    await request('PUT', '/api/trunks/acme-telecom', { ...body, password: { value: `${canary}-2` } });
    await request('GET', '/api/trunks');
    await request('GET', '/api/trunks/acme-telecom/revisions');
    await request('PUT', '/api/trunks/acme-telecom', { ...body, password: canary });
    await request('PUT', '/api/trunks/acme-telecom', { ...body, password: { value: canary, more: canary } });
    const { secrets } = (await request('GET', '/api/secrets')).json();
    expect(secrets).toMatchObject([{ name: 'trunk-acme-telecom-password', trunks: ['acme-telecom'] }]);
    const used = await request('DELETE', '/api/secrets/trunk-acme-telecom-password');
    expect([used.statusCode, used.json().code]).toEqual([409, 'secret-in-use']);
    expect(answers.join()).not.toContain('hunter2');
  });

  it('gets an id of its name that means nothing else, and never takes over that of another', async () => {
    const { request } = await newServer();
    const idOf = async (name: string) => (await request('POST', '/api/trunks', { ...body, name })).json().id;
    expect(await idOf('Acme')).toBe('acme');
    expect(await idOf('Acme')).toBe('acme-2');
    expect(await idOf('1und1')).toBe('trunk-1und1');
    expect(await idOf('Test 5')).toBe('trunk-test-5');
    expect(await idOf('in-deadbeef')).toBe('trunk-in-deadbeef');
    expect(await idOf('☎')).toBe('trunk');
  });

  it('says which field is wrong', async () => {
    const { request } = await newServer();
    for (const [wrong, field] of [
      [{ domain: 'sip:acme example' }, 'domain'],
      [{ sourceAddresses: ['300.1.1.1'] }, 'sourceAddresses.0'],
      [{ username: 'a\r\nb' }, 'username'],
      [{ more: 1 }, 'more'],
    ] as const) {
      const answer = await request('POST', '/api/trunks', { ...body, ...wrong });
      expect([answer.statusCode, answer.json().field]).toEqual([400, field]);
    }
  });

  it('tells of each change of its state over the events, but not to who watches one call', async () => {
    const { app, ports, cookie } = await newServer();
    const host = (await app.listen({ port: 0, host: '127.0.0.1' })).replace('http://', '');
    const headers = { cookie, origin: `http://${host}` };
    const [all, one] = ['', '?call=c1'].map((query) => new WebSocket(`ws://${host}/api/events${query}`, { headers }));
    if (all === undefined || one === undefined) throw new Error('There are two.');
    await Promise.all([once(all, 'open'), once(one, 'open')]);
    await vi.waitFor(() => expect(ports.trunkListeners.size).toBe(1));
    const heard: string[] = [];
    one.on('message', () => heard.push('one'));
    const message = once(all, 'message');
    const state: TrunkState = { applied: 'yes', registration: null, reachable: null, updatedAt: 'now' };
    for (const listener of ports.trunkListeners) listener('acme', state);
    expect(JSON.parse(String((await message)[0]))).toEqual({ type: 'trunk.state', trunkId: 'acme', state });
    expect(heard).toEqual([]);
    all.terminate();
    one.terminate();
  });
});

describe('a number', () => {
  it('is added at a trunk, assigned to a flow, and removed', async () => {
    const { request, store } = await newServer();
    await request('POST', '/api/trunks', body);
    await createFlow(store.db, smallFlow('reception'), { by: store.owner.id });
    const made = await request('POST', '/api/numbers', { ...number, inboundFlow: 'reception' });
    expect(made.statusCode).toBe(201);
    expect(made.json()).toMatchObject({
      ...number,
      trunkName: 'Acme Telecom',
      inboundFlow: 'reception',
      inboundFlowName: 'reception',
      whenAway: { kind: 'unavailable' },
      updatedBy: 'Ada',
    });
    const again = await request('POST', '/api/numbers', number);
    expect([again.statusCode, again.json().code]).toEqual([409, 'number-exists']);
    const whenAway = { kind: 'mailbox', mailbox: 'Main' };
    const { number: _, ...settings } = number;
    const changed = await request('PUT', `/api/numbers/${encodeURIComponent('+4930123456')}`, {
      ...settings,
      whenAway,
    });
    expect(changed.json()).toMatchObject({ whenAway });
    expect(changed.json().inboundFlow).toBeUndefined();
    expect((await request('GET', '/api/trunks/acme-telecom')).json().numbers).toEqual(['+4930123456']);
    const used = await request('DELETE', '/api/trunks/acme-telecom');
    expect([used.statusCode, used.json().code]).toEqual([409, 'trunk-in-use']);
    expect((await request('DELETE', '/api/numbers/+4930123456')).statusCode).toBe(204);
    expect((await request('GET', '/api/numbers')).json()).toEqual({ numbers: [], unknown: [] });
  });

  it('can not be at a trunk or lead to a flow that does not exist', async () => {
    const { request, store } = await newServer();
    const lost = await request('POST', '/api/numbers', number);
    expect([lost.statusCode, lost.json().code]).toEqual([404, 'trunk-unknown']);
    await request('POST', '/api/trunks', body);
    const flow = await request('POST', '/api/numbers', { ...number, inboundFlow: 'nowhere' });
    expect([flow.statusCode, flow.json().code, flow.json().field]).toEqual([422, 'flow-missing', 'inboundFlow']);
    await createFlow(store.db, smallFlow('sales'), { by: store.owner.id });
    await publishRevision(store.db, {
      flow: smallFlow('sales'),
      pins: { flows: {}, steps: {}, assets: [] },
      note: '',
      by: store.owner.id,
    });
    expect((await request('POST', '/api/numbers', { ...number, outboundFlow: 'sales' })).statusCode).toBe(201);
  });

  it('that was called and is not here is shown with its count, and goes away when it is added or forgotten', async () => {
    const { request, store } = await newServer();
    await request('POST', '/api/trunks', body);
    const called = { dialled: '004930123456', trunkId: 'acme-telecom', number: '+4930123456' };
    for (let n = 0; n < 3; n += 1) await countUnknownNumber(store.db, called);
    const hostile = { dialled: '<script>alert(1)</script>', trunkId: 'acme-telecom', number: null };
    await countUnknownNumber(store.db, hostile);
    const { unknown } = (await request('GET', '/api/numbers')).json();
    expect(unknown).toMatchObject([
      { dialled: hostile.dialled, count: 1 },
      { ...called, count: 3 },
    ]);
    await request('POST', '/api/numbers', number);
    const path = `/api/unknown-numbers/${encodeURIComponent(hostile.dialled)}`;
    expect((await request('DELETE', path)).statusCode).toBe(204);
    expect((await request('DELETE', path)).statusCode).toBe(404);
    expect((await request('GET', '/api/numbers')).json().unknown).toEqual([]);
  });

  it('that nobody has is remembered for the 500 that were called last', async () => {
    const { store, request } = await newServer();
    for (let n = 0; n < 505; n += 1)
      await countUnknownNumber(store.db, { dialled: String(n), trunkId: 'acme', number: null });
    const { unknown } = (await request('GET', '/api/numbers')).json();
    expect(unknown).toHaveLength(500);
    const dialled = unknown.map((one: { dialled: string }) => one.dialled);
    expect([dialled.includes('504'), dialled.includes('0')]).toEqual([true, false]);
  });
});
