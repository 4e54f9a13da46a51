import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { closeCodes } from '#runtime/server/open-sockets';
import type { Phone, PhonePort } from '#runtime/server/ports';
import { type TestServer, useServer } from '../support/server.ts';
import { smallFlow } from '../support/store.ts';

const newServer = useServer();

/** Browser phones without an Asterisk; `opened` holds what was asked for. */
class TestPhones implements PhonePort {
  readonly opened: (Parameters<PhonePort['open']>[0] & Phone)[] = [];
  readonly sockets: WebSocket[] = [];
  async open(test: Parameters<PhonePort['open']>[0]): Promise<Phone> {
    const id = String(this.opened.length).repeat(32);
    const phone = { id, account: { name: `phone-${id}`, password: 'secret' }, expiresMs: Date.now() + 1_000 };
    this.opened.push({ ...test, ...phone, callId: 'c1' });
    return { ...phone, callId: undefined };
  }
  find = (id: string, owner: string) => this.opened.find((one) => one.id === id && one.owner === owner);
  connect = (_id: string, socket: WebSocket) => void this.sockets.push(socket);
  close = async (id: string) =>
    void this.opened.splice(
      this.opened.findIndex((one) => one.id === id),
      1,
    );
}

async function withPhones(): Promise<TestServer & { phones: TestPhones; host: string }> {
  const server = await newServer();
  const phones = new TestPhones();
  server.ports.phone = phones;
  await server.request('POST', '/api/flows', { flow: smallFlow('sales') });
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  const address = server.app.server.address();
  return { ...server, phones, host: `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` };
}

const asked = { flowId: 'sales', flow: smallFlow('sales') };

/** The HTTP status of an upgrade that was refused. */
function refusal(url: string, headers: Record<string, string>): Promise<number | undefined> {
  const socket = new WebSocket(url, 'sip', { headers });
  socket.on('error', () => {});
  return new Promise((resolve, reject) => {
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode);
      socket.terminate();
    });
    socket.on('open', () => reject(new Error('It opened.')));
  });
}

describe('the browser phone', () => {
  it('is made for the draft in the request, and says where to connect and what to call', async () => {
    const { request, phones } = await withPhones();
    await request('PUT', '/api/extensions/200', { flowId: 'sales' });
    const more = { caller: { number: '+491', name: 'Ada' }, at: '2031-12-24T23:00:00+01:00' };
    const answer = await request('POST', '/api/phone/sessions', { ...asked, ...more });
    expect(answer.statusCode).toBe(201);
    const id = '0'.repeat(32);
    expect(answer.json()).toMatchObject({
      id,
      socket: `/phone?session=${id}`,
      username: `phone-${id}`,
      password: 'secret',
      target: `sip:phone-${id}@patchcord.invalid`,
    });
    expect(phones.opened[0]).toMatchObject({
      caller: more.caller,
      called: '200',
      startsAtMs: Date.parse(more.at),
      flow: { id: 'sales' },
    });
    expect((await request('GET', `/api/phone/sessions/${id}`)).json()).toMatchObject({ callId: 'c1' });
    expect((await request('DELETE', `/api/phone/sessions/${id}`)).statusCode).toBe(204);
    expect((await request('GET', `/api/phone/sessions/${id}`)).json()).toMatchObject({ code: 'phone-unknown' });
  });

  it('calls the saved draft when the request has none; of an unknown flow there is no phone', async () => {
    const { request, phones } = await withPhones();
    expect((await request('POST', '/api/phone/sessions', { flowId: 'sales' })).statusCode).toBe(201);
    expect(phones.opened[0]).toMatchObject({ flow: { id: 'sales' }, called: 'test' });
    expect((await request('POST', '/api/phone/sessions', { flowId: 'other' })).statusCode).toBe(404);
    const mixed = { flowId: 'sales', flow: smallFlow('other') };
    expect((await request('POST', '/api/phone/sessions', mixed)).json()).toMatchObject({ field: 'flow.id' });
  });

  it('is refused with the issues of a flow that has errors', async () => {
    const { request, ports, phones } = await withPhones();
    ports.issues = [{ severity: 'error', code: 'exit-unwired', nodeId: 'start', message: 'No.', fix: 'Draw.' }];
    const answer = await request('POST', '/api/phone/sessions', asked);
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({
      code: 'flow-has-errors',
      details: { issues: [{ code: 'exit-unwired', nodeId: 'start' }] },
    });
    expect(phones.opened).toEqual([]);
  });

  it('needs an Asterisk, and a person: an API token has no phone', async () => {
    const { request, ports, app, phones } = await withPhones();
    const { token } = (await request('POST', '/api/tokens', { name: 'ci' })).json();
    const byToken = await app.inject({
      method: 'POST',
      url: '/api/phone/sessions',
      headers: { authorization: `Bearer ${token}` },
      payload: asked,
    });
    expect(byToken.statusCode).toBe(403);
    expect(phones.opened).toEqual([]);
    ports.phone = undefined;
    expect((await request('POST', '/api/phone/sessions', asked)).json()).toMatchObject({ code: 'asterisk-missing' });
  });

  it('connects only from our own pages, with the session of whoever made it', async () => {
    const { request, host, cookie, phones } = await withPhones();
    const { socket: path } = (await request('POST', '/api/phone/sessions', asked)).json();
    const url = `ws://${host}${path}`;
    const from = `http://${host}`;
    expect(await refusal(url, { origin: from })).toBe(401);
    expect(await refusal(url, { cookie })).toBe(403);
    expect(await refusal(url, { cookie, origin: 'http://evil.example' })).toBe(403);
    expect(await refusal(`ws://${host}/phone`, { cookie, origin: from })).toBe(400);
    expect(await refusal(`ws://${host}/phone?session=${'9'.repeat(32)}`, { cookie, origin: from })).toBe(404);
    const socket = new WebSocket(url, 'sip', { headers: { cookie, origin: from } });
    await once(socket, 'open');
    expect(socket.protocol).toBe('sip');
    await vi.waitFor(() => expect(phones.sockets).toHaveLength(1));
    const closing = once(socket, 'close');
    expect(
      (await request('POST', '/sign-out', '', { 'content-type': 'application/x-www-form-urlencoded' })).statusCode,
    ).toBe(303);
    expect((await closing)[0]).toBe(closeCodes.signedOut);
  });
});
