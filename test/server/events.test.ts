import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { CallEvent } from '#runtime/flow/record';
import { closeCodes } from '#runtime/server/open-sockets';
import { type TestServer, useServer } from '../support/server.ts';

const newServer = useServer();
const answered = (callId: string): CallEvent => ({ type: 'call.answered', callId, atMs: 1 });

async function listening(server: TestServer): Promise<string> {
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  const address = server.app.server.address();
  return `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

function watch(host: string, query: string, headers: Record<string, string>): { socket: WebSocket; got: CallEvent[] } {
  const socket = new WebSocket(`ws://${host}/api/events${query}`, { headers });
  const got: CallEvent[] = [];
  socket.on('message', (data) => got.push(JSON.parse(String(data))));
  return { socket, got };
}

/** The HTTP status of an upgrade that was refused. */
function refusal(host: string, headers: Record<string, string>, query = ''): Promise<number | undefined> {
  const { socket } = watch(host, query, headers);
  return new Promise((resolve, reject) => {
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode);
      socket.terminate();
    });
    socket.on('error', () => {});
    socket.on('open', () => reject(new Error('It opened.')));
  });
}

describe('the WebSocket of call events', () => {
  it('gives each watcher the events it asked for, and asks nothing of calls that nobody watches', async () => {
    const server = await newServer();
    const host = await listening(server);
    const headers = { cookie: server.cookie, origin: `http://${host}` };
    expect(server.ports.listeners.size).toBe(0);
    const all = watch(host, '', headers);
    const call = watch(host, '?call=c1', headers);
    const flow = watch(host, '?flow=sales', headers);
    await Promise.all([all, call, flow].map(({ socket }) => once(socket, 'open')));
    await vi.waitFor(() => expect(server.ports.listeners.size).toBe(1));
    await vi.waitFor(async () => expect((await server.request('GET', '/api/status')).json().watchers).toBe(3));
    server.ports.emit(answered('c1'), 'sales');
    server.ports.emit(answered('c2'), 'sales');
    server.ports.emit(
      { type: 'variable.set', callId: 'c3', atMs: 1, seq: 1, nodeId: 'n', name: 'pin', value: { sealed: 'v1.a.b' } },
      'other',
    );
    await vi.waitFor(() => expect(all.got).toHaveLength(3));
    expect(all.got[0]).toEqual(answered('c1'));
    expect(all.got[2]).toMatchObject({ value: { sealed: true } });
    await vi.waitFor(() => expect(flow.got.map((event) => event.callId)).toEqual(['c1', 'c2']));
    expect(call.got.map((event) => event.callId)).toEqual(['c1']);
    for (const { socket } of [all, call, flow]) socket.close();
    await vi.waitFor(() => expect(server.ports.listeners.size).toBe(0));
  });

  it('opens only with a session or token, and only from our own pages', async () => {
    const server = await newServer();
    const host = await listening(server);
    const { cookie } = server;
    expect(await refusal(host, { origin: `http://${host}` })).toBe(401);
    expect(await refusal(host, { cookie })).toBe(403);
    expect(await refusal(host, { cookie, origin: 'http://evil.example' })).toBe(403);
    expect(await refusal(host, { cookie, origin: 'http://127.0.0.1:1' })).toBe(403);
    expect(await refusal(host, { cookie, origin: `http://${host}` }, '?flow=Not%20One')).toBe(400);
    const { token } = (await server.request('POST', '/api/tokens', { name: 'ci' })).json();
    const { socket } = watch(host, '', { authorization: `Bearer ${token}` });
    await once(socket, 'open');
    socket.close();
  });

  it('closes when its token is revoked', async () => {
    const server = await newServer();
    const host = await listening(server);
    const { id, token } = (await server.request('POST', '/api/tokens', { name: 'ci' })).json();
    const { socket } = watch(host, '', { authorization: `Bearer ${token}` });
    await once(socket, 'open');
    await vi.waitFor(() => expect(server.ports.listeners.size).toBe(1));
    const closing = once(socket, 'close');
    await server.request('DELETE', `/api/tokens/${id}`);
    const [code] = await closing;
    expect(code).toBe(closeCodes.signedOut);
  });

  it('drops a reader that is too slow with a code, while others get everything', async () => {
    const server = await newServer();
    const host = await listening(server);
    const headers = { cookie: server.cookie, origin: `http://${host}` };
    const fast = watch(host, '', headers);
    const slow = watch(host, '', headers);
    await Promise.all([once(fast.socket, 'open'), once(slow.socket, 'open')]);
    await vi.waitFor(async () => expect((await server.request('GET', '/api/status')).json().watchers).toBe(2));
    slow.socket.pause();
    const big: CallEvent = {
      type: 'log.written',
      callId: 'c1',
      atMs: 1,
      seq: 1,
      nodeId: 'n',
      level: 'info',
      message: 'm',
      fields: { text: 'x'.repeat(100_000) },
    };
    let sent = 0;
    while ((await server.request('GET', '/api/status')).json().watchers === 2 && sent < 500) {
      server.ports.emit(big, 'f');
      sent += 1;
    }
    expect(sent).toBeGreaterThan(10);
    expect(sent).toBeLessThan(500);
    await vi.waitFor(() => expect(fast.got).toHaveLength(sent));
    slow.socket.resume();
    const [code] = await once(slow.socket, 'close');
    expect(code).toBe(closeCodes.tooSlow);
    fast.socket.close();
  });

  it('lets the server stop while clients are connected, also those that say nothing', async () => {
    const server = await newServer();
    const host = await listening(server);
    const headers = { cookie: server.cookie, origin: `http://${host}` };
    const { socket } = watch(host, '', headers);
    await once(socket, 'open');
    const mute = connect(Number(host.split(':')[1]), '127.0.0.1');
    await once(mute, 'connect');
    mute.on('error', () => {});
    const paused = watch(host, '', headers).socket;
    await once(paused, 'open');
    paused.pause();
    const closing = once(socket, 'close');
    const before = Date.now();
    await server.app.close();
    expect(Date.now() - before).toBeLessThan(4_000);
    expect((await closing)[0]).toBe(closeCodes.goingAway);
    mute.destroy();
    paused.terminate();
  });
});
