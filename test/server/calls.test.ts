import { describe, expect, it } from 'vitest';
import { parseKeys } from '#runtime/secrets/key';
import { seal } from '#runtime/secrets/seal';
import { assetHash } from '#runtime/store/assets';
import { endedCall, startedCall } from '../support/call-record.ts';
import { type TestServer, useServer } from '../support/server.ts';
import { smallFlow } from '../support/store.ts';

const newServer = useServer();
const audio = Buffer.from(Array.from({ length: 1_000 }, (_, n) => n % 256));

async function recorded({ calls, ports }: TestServer, callId: string): Promise<void> {
  calls.call(endedCall(callId));
  calls.recording({
    id: `${callId}-r`,
    callId,
    kind: 'step',
    nodeId: 'voicemail',
    nodeName: 'node-1',
    fileKey: `${callId}.wav`,
    mediaType: 'audio/wav',
    durationMs: 62,
    bytes: audio.length,
    sha256: 'a'.repeat(64),
    complete: true,
  });
  ports.files.set(`${callId}.wav`, audio);
  await calls.flush();
}

describe('calls', () => {
  it('are listed by pages that a cursor joins', async () => {
    const { request, calls } = await newServer();
    for (let n = 0; n < 7; n += 1) calls.call(endedCall(`c${n}`, { startedMs: 1_800_000_000_000 + n }));
    await calls.flush();
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { calls: { id: string }[]; nextCursor: string | null } = (
        await request('GET', `/api/calls?limit=3${cursor === null ? '' : `&cursor=${cursor}`}`)
      ).json();
      seen.push(...page.calls.map((call) => call.id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(['c6', 'c5', 'c4', 'c3', 'c2', 'c1', 'c0']);
    expect((await request('GET', '/api/calls?end=flow')).json().calls).toEqual([]);
    expect((await request('GET', '/api/calls?end=caller&test=false&direction=inbound')).json().calls).toHaveLength(7);
  });

  it('show their whole course, but no sensitive value, sealed or not', async () => {
    const { request, calls, key } = await newServer();
    const pin = seal(parseKeys(key, 'test'), 'call', '4711-canary');
    calls.call(endedCall('c1', { variables: { pin } }));
    await calls.flush();
    const answer = await request('GET', '/api/calls/c1');
    expect(answer.json()).toMatchObject({
      live: false,
      record: { id: 'c1', variables: { pin: { sealed: true } }, trace: [{ nodeId: 'start' }] },
      recordings: [],
    });
    expect(answer.body).not.toContain(pin.sealed);
    expect((await request('GET', '/api/calls/none')).json().code).toBe('call-unknown');
  });

  it('that are going on are listed apart, and can not be deleted', async () => {
    const { request, ports } = await newServer();
    ports.live = [startedCall('live1')];
    expect((await request('GET', '/api/calls/live')).json().calls).toMatchObject([{ id: 'live1', endedAt: null }]);
    expect((await request('GET', '/api/calls/live1')).json()).toMatchObject({ live: true, record: { id: 'live1' } });
    const deleted = await request('DELETE', '/api/calls/live1');
    expect([deleted.statusCode, deleted.json().code]).toEqual([409, 'call-in-use']);
  });

  it('give the audio of their recordings, whole or in ranges', async () => {
    const server = await newServer();
    await recorded(server, 'c1');
    const { request } = server;
    const { recordings } = (await request('GET', '/api/calls/c1')).json();
    expect(recordings).toMatchObject([{ id: 'c1-r', nodeId: 'voicemail', complete: true, durationMs: 62 }]);
    expect(JSON.stringify(recordings)).not.toContain('c1.wav');
    const get = async (range?: string) => {
      const answer = await request('GET', '/api/calls/c1/recordings/c1-r', undefined, range ? { range } : {});
      return [answer.statusCode, answer.headers['content-range'], answer.rawPayload] as const;
    };
    expect(await get()).toEqual([200, undefined, audio]);
    expect(await get('bytes=0-9')).toEqual([206, 'bytes 0-9/1000', audio.subarray(0, 10)]);
    expect(await get('bytes=990-')).toEqual([206, 'bytes 990-999/1000', audio.subarray(990)]);
    expect(await get('bytes=-5')).toEqual([206, 'bytes 995-999/1000', audio.subarray(995)]);
    expect(await get('bytes=990-5000')).toEqual([206, 'bytes 990-999/1000', audio.subarray(990)]);
    expect((await get('bytes=1000-'))[0]).toBe(416);
    expect((await get('bytes=5-2'))[0]).toBe(416);
    expect((await get('lines=1-2'))[0]).toBe(200);
    expect((await request('GET', '/api/calls/c2/recordings/c1-r')).json().code).toBe('recording-unknown');
    server.ports.files.clear();
    expect((await request('GET', '/api/calls/c1/recordings/c1-r')).json().code).toBe('recording-gone');
  });

  it('are deleted with their audio; when that fails, nothing is gone', async () => {
    const server = await newServer();
    await recorded(server, 'c1');
    const { request, ports } = server;
    const { remove } = ports.recordings;
    ports.recordings = { ...ports.recordings, remove: () => Promise.reject(new Error('disk is read-only')) };
    const failed = await request('DELETE', '/api/calls/c1');
    expect([failed.statusCode, failed.json().code]).toEqual([500, 'internal-error']);
    expect(failed.body).not.toContain('read-only');
    expect((await request('GET', '/api/calls/c1')).json().recordings).toHaveLength(1);
    ports.recordings = { ...ports.recordings, remove };
    expect((await request('DELETE', '/api/calls/c1')).statusCode).toBe(204);
    expect(ports.files.size).toBe(0);
    expect((await request('GET', '/api/calls/c1')).statusCode).toBe(404);
  });
});

describe('sounds', () => {
  const wav = Buffer.concat([Buffer.from('RIFF'), audio]);
  const upload = (server: TestServer, body: Buffer, type: string) =>
    server.request('POST', '/api/assets?name=hello.wav', body, { 'content-type': type });

  it('are uploaded as they are, kept by their hash, and played back', async () => {
    const server = await newServer();
    const made = await upload(server, wav, 'audio/wav');
    expect(made.statusCode).toBe(201);
    const hash = assetHash(wav);
    expect(made.json()).toMatchObject({ hash, bytes: wav.length, durationMs: 1_000, origin: { file: 'hello.wav' } });
    expect((await upload(server, wav, 'audio/wav')).json().hash).toBe(hash);
    expect((await server.request('GET', '/api/assets')).json().assets).toMatchObject([{ hash }]);
    const played = await server.request('GET', `/api/assets/${hash}`, undefined, { range: 'bytes=0-3' });
    expect([played.statusCode, played.body, played.headers['content-type']]).toEqual([206, 'RIFF', 'audio/wav']);
    expect((await server.request('GET', `/api/assets/${assetHash(audio)}`)).json().code).toBe('asset-unknown');
  });

  it('are refused by their content, their type, and above 20 MB', async () => {
    const server = await newServer();
    const wrong = await upload(server, Buffer.from('<svg onload=alert(1)>'), 'audio/wav');
    expect([wrong.statusCode, wrong.json()]).toEqual([
      422,
      { code: 'asset-not-wav', message: 'This is no WAV.', fix: 'Save it as WAV.' },
    ]);
    for (const type of ['image/svg+xml', 'application/json', 'text/html'])
      expect((await upload(server, wav, type)).statusCode, type).toBe(415);
    expect((await upload(server, Buffer.alloc(0), 'audio/wav')).statusCode).toBe(400);
    expect((await upload(server, Buffer.alloc(20_000_001), 'audio/wav')).statusCode).toBe(413);
    expect((await server.request('GET', '/api/assets')).json().assets).toEqual([]);
  });
});

describe('secrets', () => {
  const canary = 'canary-5b1e9c';

  it('go in and never come out: no answer of any route holds one', async () => {
    const server = await newServer();
    const { request, app, calls, ports } = server;
    const flow = smallFlow('a');
    flow.nodes[0]!.settings = { key: { secret: 'CRM' } };
    await request('POST', '/api/flows', { flow });
    expect((await request('PUT', '/api/secrets/CRM', { value: canary })).statusCode).toBe(204);
    await request('POST', '/api/flows/a/publish');
    const long = await request('PUT', '/api/secrets/LONG', { value: canary.repeat(2_000) });
    expect([long.statusCode, long.json().field]).toEqual([400, 'value']);
    await request('PUT', '/api/secrets/CRM', { value: { canary } });
    await request('PUT', '/api/secrets/CRM', `{"value":"${canary}`);
    calls.call(endedCall('c1'));
    await calls.flush();
    ports.live = [startedCall('c2')];
    const list = (await request('GET', '/api/secrets')).json();
    expect(list.secrets).toMatchObject([
      { name: 'CRM', readable: true, usedBy: [{ flowId: 'a', draft: true, current: true, revisions: [1] }] },
    ]);
    const inUse = await request('DELETE', '/api/secrets/CRM');
    expect([inUse.statusCode, inUse.json().code]).toEqual([409, 'secret-in-use']);

    const paths = Object.keys((await request('GET', '/api/openapi.json')).json().paths);
    for (const path of paths) {
      const url = path
        .replace('/api/calls/{id}', '/api/calls/c1')
        .replace('{id}', 'a')
        .replace('{number}', '1')
        .replace('{name}', 'CRM')
        .replace(/\{\w+\}/g, 'x');
      if (app.hasRoute({ method: 'GET', url: path.replace(/\{(\w+)\}/g, ':$1') })) await request('GET', url);
    }
    expect(server.answers.length).toBeGreaterThan(25);
    expect(server.answers.filter((answer) => answer.includes(canary))).toEqual([]);

    await request('PUT', '/api/flows/a/draft', { flow: smallFlow('a'), basedOn: 1 });
    await request('POST', '/api/flows/a/publish');
    expect((await request('DELETE', '/api/secrets/CRM')).statusCode).toBe(204);
    expect((await request('DELETE', '/api/secrets/CRM')).statusCode).toBe(404);
    const audit = await server.store.pool.query('select action, target, via from audit order by id');
    expect(audit.rows.map((row) => row.action)).toContain('secret.set');
    expect(JSON.stringify(audit.rows)).not.toContain(canary);
  });

  it('sealed with a lost key are marked, and can be set again', async () => {
    const first = await newServer();
    await first.request('PUT', '/api/secrets/CRM', { value: canary });
    const other = await newServer({ store: first.store, installation: first.store.url });
    const headers = { authorization: `Bearer ${other.cliToken}` };
    const list = await other.app.inject({ url: '/api/secrets', headers });
    expect(list.json().secrets).toMatchObject([{ name: 'CRM', readable: false }]);
    await other.app.inject({ method: 'PUT', url: '/api/secrets/CRM', headers, payload: { value: 'new' } });
    expect((await other.app.inject({ url: '/api/secrets', headers })).json().secrets[0].readable).toBe(true);
  });
});
