import { describe, expect, it } from 'vitest';
import { keptWav } from '#runtime/speech/kept-wav';
import { writeWav } from '#runtime/speech/wav';
import { assetHash } from '#runtime/store/assets';
import { endedCall, startedCall } from '../support/call-record.ts';
import { type TestServer, useServer } from '../support/server.ts';
import { smallFlow } from '../support/store.ts';
import { tone } from '../support/tones.ts';

const newServer = useServer();

describe('a flow', () => {
  it('is renamed, which is a save of its draft, and moved, which is none', async () => {
    const { request } = await newServer();
    await request('POST', '/api/flows', { flow: smallFlow('a') });
    const renamed = await request('PATCH', '/api/flows/a', { name: 'Front desk' });
    expect([renamed.statusCode, renamed.json()]).toMatchObject([200, { name: 'Front desk', draftVersion: 2 }]);
    expect((await request('GET', '/api/flows/a/draft')).json()).toMatchObject({
      version: 2,
      flow: { name: 'Front desk' },
    });
    const moved = await request('PATCH', '/api/flows/a', { folder: ' Sales / Night//' });
    expect(moved.json()).toMatchObject({ folder: 'Sales/Night', draftVersion: 2 });
    expect((await request('PATCH', '/api/flows/a', { folder: '' })).json().folder).toBe('');
    expect((await request('PATCH', '/api/flows/a', { name: '' })).json().field).toBe('name');
    expect((await request('PATCH', '/api/flows/none', { name: 'x' })).statusCode).toBe(404);
    // Somebody who has the flow open hears of it.
    const conflict = await request('PUT', '/api/flows/a/draft', { flow: smallFlow('a'), basedOn: 1 });
    expect([conflict.statusCode, conflict.json().details.saves[0].changes.other]).toEqual([409, ['name']]);
  });

  it('is copied with its draft and folder, under a name and an id of its own', async () => {
    const { request } = await newServer();
    await request('POST', '/api/flows', { flow: smallFlow('a', { name: 'Desk' }), folder: 'Front' });
    const copy = await request('POST', '/api/flows/a/duplicate');
    expect([copy.statusCode, copy.json()]).toMatchObject([
      201,
      { id: 'desk-copy', name: 'Desk (copy)', folder: 'Front', revision: null },
    ]);
    expect((await request('POST', '/api/flows/a/duplicate')).json().id).toBe('desk-copy-2');
    expect((await request('POST', '/api/flows/a/duplicate', { name: 'Other' })).json().id).toBe('other');
    const { flow } = (await request('GET', '/api/flows/other/draft')).json();
    expect(flow).toEqual(smallFlow('other', { name: 'Other' }));
  });

  it('tells whether its draft differs from what callers hear', async () => {
    const { request } = await newServer();
    const changed = async () => (await request('GET', '/api/flows/a')).json().changed;
    await request('POST', '/api/flows', { flow: smallFlow('a') });
    expect(await changed()).toBe(true);
    await request('POST', '/api/flows/a/publish');
    expect(await changed()).toBe(false);
    await request('PUT', '/api/flows/a/draft', { flow: smallFlow('a', { name: 'b' }), basedOn: 1 });
    expect(await changed()).toBe(true);
    expect((await request('GET', '/api/flows')).json().flows).toMatchObject([{ id: 'a', changed: true }]);
    await request('PUT', '/api/flows/a/draft', { flow: smallFlow('a'), basedOn: 2 });
    expect(await changed()).toBe(false);
  });

  it('counts its calls of today and those going on, tests left out', async () => {
    const noon = new Date().setHours(12, 0, 0, 0);
    const { request, calls, ports } = await newServer({ now: () => noon });
    for (const id of ['a', 'b']) await request('POST', '/api/flows', { flow: smallFlow(id) });
    const call = (id: string, flowId: string, startedMs: number, test = false) =>
      calls.call(endedCall(id, { flowId, startedMs, test }));
    call('c1', 'a', noon - 3_600_000);
    call('c2', 'a', noon - 13 * 3_600_000);
    call('c3', 'a', noon - 60_000, true);
    call('c4', 'b', noon - 60_000);
    await calls.flush();
    ports.live = [
      startedCall('l1', { flowId: 'a', startedMs: noon - 1_000 }),
      startedCall('l2', { flowId: 'a', startedMs: noon - 1_000, test: true }),
    ];
    const { flows } = (await request('GET', '/api/flows')).json();
    expect(flows.map((flow: { calls: object }) => flow.calls)).toEqual([
      { today: 2, live: 1 },
      { today: 1, live: 0 },
    ]);
    expect((await request('GET', '/api/flows/a')).json().calls).toEqual({ today: 2, live: 1 });
  });

  it('in the bin is deleted for good; one that is used is not', async () => {
    const { request, ports, calls } = await newServer();
    await request('POST', '/api/flows', { flow: smallFlow('a') });
    await request('POST', '/api/flows/a/publish');
    await request('PUT', '/api/flows/a/draft', { flow: smallFlow('a', { name: 'b' }), basedOn: 1 });
    calls.call(endedCall('c1', { flowId: 'a' }));
    await calls.flush();
    const kept = await request('DELETE', '/api/flows/a/forever');
    expect([kept.statusCode, kept.json().code]).toEqual([409, 'flow-in-use']);
    await request('DELETE', '/api/flows/a');
    ports.live = [startedCall('l1', { flowId: 'a' })];
    expect((await request('DELETE', '/api/flows/a/forever')).json().message).toContain('A call is still running');
    ports.live = [];
    expect((await request('DELETE', '/api/flows/a/forever')).statusCode).toBe(204);
    expect((await request('GET', '/api/flows/a')).statusCode).toBe(404);
    expect((await request('DELETE', '/api/flows/a/forever')).statusCode).toBe(404);
    expect((await request('GET', '/api/calls/c1')).statusCode).toBe(200);
    expect((await request('POST', '/api/flows', { flow: smallFlow('a') })).statusCode).toBe(201);
  });
});

describe('a flow as a file', () => {
  const sound = writeWav(tone(16_000, 500, 300));
  const hash = assetHash(sound);
  const withSound = (id: string) => {
    const flow = smallFlow(id, { name: 'With sound' });
    flow.nodes[1]!.settings = { prompt: { languages: { de: { asset: hash }, en: { say: 'Hello' } } } };
    return flow;
  };
  async function serverWithSound(): Promise<TestServer> {
    const server = await newServer();
    server.ports.convertSound = async (bytes) => {
      return { content: await keptWav(bytes), mediaType: 'audio/wav', durationMs: 300 };
    };
    return server;
  }

  it('goes to another Patchcord with the sounds it plays', async () => {
    const one = await serverWithSound();
    const uploaded = await one.request('POST', '/api/assets', sound, { 'content-type': 'audio/wav' });
    expect(uploaded.json().hash).toBe(hash);
    await one.request('POST', '/api/flows', { flow: withSound('a') });
    const exported = await one.request('GET', '/api/flows/a/export');
    expect(exported.headers['content-disposition']).toBe('attachment; filename="a.patchcord.json"');
    expect(exported.json()).toMatchObject({ patchcord: 1, flow: withSound('a'), assets: [{ hash }] });

    const two = await serverWithSound();
    const made = await two.request('POST', '/api/flows/import', { file: exported.json(), folder: 'In' });
    expect([made.statusCode, made.json()]).toMatchObject([
      201,
      { flow: { id: 'a', name: 'With sound', folder: 'In' }, issues: [] },
    ]);
    expect((await two.request('GET', `/api/assets/${hash}`)).rawPayload).toEqual(sound);
    const again = await two.request('POST', '/api/flows/import', { file: exported.json() });
    expect(again.json().flow).toMatchObject({ id: 'a-2', name: 'With sound' });
    expect((await two.request('GET', '/api/flows/a-2/draft')).json().flow).toEqual(withSound('a-2'));
  });

  it('is the draft, or the revision that is asked for', async () => {
    const { request } = await newServer();
    await request('POST', '/api/flows', { flow: smallFlow('a', { name: 'first' }) });
    await request('POST', '/api/flows/a/publish');
    await request('PUT', '/api/flows/a/draft', { flow: smallFlow('a', { name: 'second' }), basedOn: 1 });
    const name = async (query: string) => (await request('GET', `/api/flows/a/export${query}`)).json().flow?.name;
    expect([await name(''), await name('?revision=1')]).toEqual(['second', 'first']);
    expect((await request('GET', '/api/flows/a/export?revision=9')).json().code).toBe('revision-unknown');
  });

  it('may be a bare flow; what it lacks is told as an issue', async () => {
    const { request } = await newServer();
    const made = await request('POST', '/api/flows/import', { file: withSound('a') });
    expect([made.statusCode, made.json().issues]).toMatchObject([201, [{ code: 'asset-missing' }]]);
  });

  it.each<[string, unknown, number, string]>([
    ['no flow', { patchcord: 1, flow: { name: 'x' } }, 400, 'flow-invalid'],
    ['something else', { hello: 1 }, 400, 'flow-invalid'],
    ['a later version', { patchcord: 2, flow: smallFlow('a') }, 400, 'file-invalid'],
    [
      'a damaged sound',
      { patchcord: 1, flow: withSound('a'), assets: [{ hash, mediaType: 'audio/wav', base64: 'AAAA' }] },
      422,
      'asset-corrupt',
    ],
  ])('with %s is refused, and nothing is made', async (_what, file, status, code) => {
    const { request } = await serverWithSound();
    const answer = await request('POST', '/api/flows/import', { file });
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect((await request('GET', '/api/flows')).json().flows).toEqual([]);
  });

  it('can not bring in something that is no sound under the hash of a sound', async () => {
    const { request } = await serverWithSound();
    const page = Buffer.from('<html>');
    const flow = smallFlow('a');
    flow.nodes[1]!.settings = { prompt: { asset: assetHash(page) } };
    const asset = { hash: assetHash(page), mediaType: 'text/html', base64: page.toString('base64') };
    const answer = await request('POST', '/api/flows/import', { file: { patchcord: 1, flow, assets: [asset] } });
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'asset-not-wav']);
    expect((await request('GET', `/api/assets/${assetHash(page)}`)).statusCode).toBe(404);
  });
});
