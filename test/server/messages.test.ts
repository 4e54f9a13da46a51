import { describe, expect, it } from 'vitest';
import { listAudit } from '#runtime/store/audit';
import { getCall } from '#runtime/store/calls';
import { type NewMessage, putMessage } from '#runtime/store/messages';
import { recordingsOf } from '#runtime/store/recordings';
import { endedCall } from '../support/call-record.ts';
import { type TestServer, useServer } from '../support/server.ts';

const newServer = useServer();
const WAV = Buffer.from('RIFF....the words of a caller');

/** A message as it is delivered: with its call, and with its recording in a file. */
async function leave({ store, calls, ports }: TestServer, n: number, more: Partial<NewMessage> = {}): Promise<string> {
  const callId = `call-${n}`;
  const id = `${callId}:2:2`;
  calls.call(endedCall(callId));
  calls.recording({
    id,
    callId,
    kind: 'step',
    nodeId: 'box',
    nodeName: 'node-1',
    fileKey: `${callId}.wav`,
    mediaType: 'audio/wav',
    durationMs: 4_000,
    bytes: WAV.length,
    sha256: '0',
    complete: true,
  });
  await calls.flush();
  ports.files.set(`${callId}.wav`, WAV);
  await putMessage(store.db, {
    id,
    mailbox: 'Main',
    callId,
    flowId: 'reception',
    nodeId: 'box',
    callerNumber: '+4930123',
    callerName: '<b>Ann</b>',
    createdAt: new Date(Date.UTC(2030, 0, 7, 9, n)),
    durationMs: 4_000,
    emailState: 'none',
    ...more,
  });
  return id;
}

describe('messages', () => {
  it('are listed by mailbox, newest first, a page at a time, with what each mailbox holds', async () => {
    const server = await newServer();
    const { request } = server;
    for (let n = 1; n <= 3; n++) await leave(server, n);
    await leave(server, 4, { mailbox: 'Sales', emailState: 'waiting' });
    const ids = (answer: { messages: { id: string }[] }) => answer.messages.map(({ id }) => id);
    const first = (await request('GET', '/api/messages?mailbox=Main&limit=2')).json();
    expect(ids(first)).toEqual(['call-3:2:2', 'call-2:2:2']);
    expect(first.messages[0]).toEqual({
      id: 'call-3:2:2',
      mailbox: 'Main',
      callId: 'call-3',
      flowId: 'reception',
      nodeId: 'box',
      caller: { number: '+4930123', name: '<b>Ann</b>' },
      createdAt: '2030-01-07T09:03:00.000Z',
      durationMs: 4_000,
      readAt: null,
      emailed: { state: 'none' },
    });
    expect(first.mailboxes).toEqual([
      { name: 'Main', unread: 3, total: 3 },
      { name: 'Sales', unread: 1, total: 1 },
    ]);
    const next = (await request('GET', `/api/messages?mailbox=Main&limit=2&cursor=${first.nextCursor}`)).json();
    expect([ids(next), next.nextCursor]).toEqual([['call-1:2:2'], null]);
    expect(ids((await request('GET', '/api/messages')).json())).toHaveLength(4);
    expect((await request('GET', '/api/messages?cursor=x')).statusCode).toBe(400);
  });

  it('are one however often they are stored', async () => {
    const server = await newServer();
    await leave(server, 1);
    await leave(server, 1, { mailbox: 'Other' });
    expect((await server.request('GET', '/api/messages')).json().mailboxes).toEqual([
      { name: 'Main', unread: 1, total: 1 },
    ]);
  });

  it('are marked as read and unread', async () => {
    const server = await newServer();
    const { request } = server;
    const id = await leave(server, 1);
    const read = (await request('PATCH', `/api/messages/${id}`, { read: true })).json();
    expect(Date.parse(read.readAt)).toBeGreaterThan(0);
    expect((await request('PATCH', `/api/messages/${id}`, { read: true })).json().readAt).toBe(read.readAt);
    const unread = (await request('GET', '/api/messages?unread=true')).json();
    expect([unread.messages, unread.mailboxes]).toEqual([[], [{ name: 'Main', unread: 0, total: 1 }]]);
    expect((await request('PATCH', `/api/messages/${id}`, { read: false })).json().readAt).toBe(null);
    expect((await request('PATCH', '/api/messages/none', { read: true })).json().code).toBe('message-unknown');
  });

  it('are heard, also in part', async () => {
    const server = await newServer();
    const id = await leave(server, 1);
    const all = await server.request('GET', `/api/messages/${id}/audio`);
    expect([all.statusCode, all.headers['content-type'], all.rawPayload]).toEqual([200, 'audio/wav', WAV]);
    const part = await server.request('GET', `/api/messages/${id}/audio`, undefined, { range: 'bytes=4-7' });
    expect([part.statusCode, part.body, part.headers['content-range']]).toEqual([
      206,
      '....',
      `bytes 4-7/${WAV.length}`,
    ]);
    server.ports.files.clear();
    expect((await server.request('GET', `/api/messages/${id}/audio`)).json().code).toBe('recording-gone');
  });

  it('are deleted with their audio, and the call stays', async () => {
    const server = await newServer();
    const id = await leave(server, 1);
    expect((await server.request('DELETE', `/api/messages/${id}`)).statusCode).toBe(204);
    expect(server.ports.files.size).toBe(0);
    expect(await recordingsOf(server.store.db, 'call-1')).toEqual([]);
    expect((await server.request('DELETE', `/api/messages/${id}`)).statusCode).toBe(404);
    expect(await getCall(server.store.db, 'call-1')).toBeDefined();
    expect(await listAudit(server.store.db, 1)).toMatchObject([{ action: 'message.deleted', target: id }]);
  });

  it('go with their call when that is deleted', async () => {
    const server = await newServer();
    await leave(server, 1);
    expect((await server.request('DELETE', '/api/calls/call-1')).statusCode).toBe(204);
    expect((await server.request('GET', '/api/messages')).json()).toMatchObject({ messages: [], mailboxes: [] });
  });
});
