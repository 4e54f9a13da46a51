import { describe, expect, it } from 'vitest';
import { writeWav } from '#runtime/speech/wav';
import { endedCall, startedCall } from '../support/call-record.ts';
import { type TestServer, useServer } from '../support/server.ts';
import { smallFlow } from '../support/store.ts';
import { tone } from '../support/tones.ts';

const newServer = useServer();
const START = 1_800_000_000_000;

async function withCalls(): Promise<TestServer> {
  const server = await newServer();
  const { request, calls } = server;
  await request('POST', '/api/flows', { flow: smallFlow('reception', { name: 'Front desk' }) });
  const call = (id: string, number: string, name: string, seconds: number, more = {}) =>
    calls.call(
      endedCall(id, {
        caller: { number, name },
        startedMs: START,
        endedMs: START + seconds * 1_000,
        ...more,
      }),
    );
  call('c1', '+4930123456', 'Ann', 5);
  call('c2', '+498999', 'Bob 100%', 60);
  call('c3', 'anonymous', 'Émile', 600, { flowId: 'gone', called: '200' });
  call('t1', '+4930123456', 'Tester', 7, { test: true });
  await calls.flush();
  return server;
}

describe('the call log', () => {
  const ids = async ({ request }: TestServer, query: string): Promise<string[]> =>
    (await request('GET', `/api/calls?${query}`)).json().calls.map((call: { id: string }) => call.id);

  it('shows names, the last node and how long a call took', async () => {
    const server = await withCalls();
    const { calls } = (await server.request('GET', '/api/calls')).json();
    expect(calls).toMatchObject([
      { id: 'c3', flowName: null, callerName: 'Émile', nodeId: 'start', durationMs: 600_000 },
      { id: 'c2', flowName: 'Front desk', durationMs: 60_000 },
      { id: 'c1', flowName: 'Front desk', callerName: 'Ann', caller: '+4930123456' },
    ]);
    server.ports.live = [startedCall('l1', { caller: { number: '1', name: 'Live' } })];
    expect((await server.request('GET', '/api/calls/live')).json().calls).toMatchObject([
      { id: 'l1', flowName: 'Front desk', callerName: 'Live', nodeId: null, durationMs: null },
    ]);
  });

  it.each([
    ['', ['c3', 'c2', 'c1']],
    ['test=false', ['c3', 'c2', 'c1']],
    ['test=true', ['t1']],
    ['test=all', ['t1', 'c3', 'c2', 'c1']],
    ['q=ann', ['c1']],
    ['q=3012', ['c1']],
    ['q=030%20123-45', ['c1']],
    ['q=200', ['c3']],
    ['q=%25', ['c2']],
    ['q=_', []],
    ['q=%C3%A9mile', ['c3']],
    ['minDurationMs=60000', ['c3', 'c2']],
    ['maxDurationMs=59999', ['c1']],
    ['minDurationMs=5000&maxDurationMs=60000', ['c2', 'c1']],
    ['flow=gone&q=200', ['c3']],
  ])('is searched and filtered by %s', async (query, expected) => {
    expect(await ids(await withCalls(), query)).toEqual(expected);
  });

  it('refuses filters that mean nothing', async () => {
    const { request } = await newServer();
    for (const [query, field] of [
      ['test=maybe', 'test'],
      ['minDurationMs=-1', 'minDurationMs'],
      ['q=', 'q'],
    ])
      expect((await request('GET', `/api/calls?${query}`)).json().field).toBe(field);
  });

  it('is a table for a spreadsheet, in which nothing that a caller chose is a formula', async () => {
    const { request, calls } = await newServer();
    const hostile = ['=1+1', '+1', '-1', '@SUM(A1)', ' =cmd', '\t=x', 'a"b,c', 'x;y', '|calc'];
    for (const [n, name] of hostile.entries())
      calls.call(endedCall(`c${n}`, { caller: { number: '=2+5', name }, startedMs: START + n }));
    calls.call(endedCall('test', { test: true }));
    await calls.flush();
    const answer = await request('GET', '/api/calls.csv');
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(answer.headers['content-disposition']).toContain('calls.csv');
    const [head, ...lines] = answer.body.trimEnd().split('\r\n');
    expect(head).toMatch(/^\uFEFFStarted,Answered,Ended,Seconds,Flow,/);
    expect(lines).toHaveLength(hostile.length);
    expect(answer.body).toContain(",'=2+5,");
    for (const line of lines) expect(line).not.toMatch(/(^|,)"?\s*[=+\-@|]/);
    expect(answer.body).toContain(',"a""b,c",');
    expect((await request('GET', '/api/calls.csv?q=SUM')).body.trimEnd().split('\r\n')).toHaveLength(2);
  });

  it('of more than a page is a table all the same', async () => {
    const { request, calls } = await newServer();
    for (let n = 0; n < 1_234; n += 1) calls.call(endedCall(`c${n}`, { startedMs: START + (n % 7) }));
    await calls.flush();
    while (calls.pending > 0) await calls.flush();
    const lines = (await request('GET', '/api/calls.csv')).body.trimEnd().split('\r\n').slice(1);
    expect(new Set(lines.map((line) => line.split(',').at(-1))).size).toBe(1_234);
  });
});

describe('the outline of a recording', () => {
  /** A second of silence, then a second of a tone, on the left; nothing on the right. */
  function stereo(seconds: number): Buffer {
    const samples = new Int16Array(8_000 * seconds * 2);
    const sound = tone(8_000, 400, (seconds * 1_000) / 2, 0.5).samples;
    for (const [at, sample] of sound.entries()) samples[8_000 * seconds + at * 2] = sample;
    const file = writeWav({ sampleRate: 8_000, samples });
    file.writeUInt16LE(2, 22);
    return file;
  }
  async function recorded({ calls, ports }: TestServer, file: Buffer, sha256 = 'a'): Promise<void> {
    calls.call(endedCall('c1'));
    calls.recording({
      id: 'c1',
      callId: 'c1',
      kind: 'call',
      nodeId: null,
      nodeName: 'node-1',
      fileKey: 'c1.wav',
      mediaType: 'audio/wav',
      durationMs: 2_000,
      bytes: file.length,
      sha256,
      complete: true,
    });
    ports.files.set('c1.wav', file);
    await calls.flush();
  }

  it('tells for each channel where it is loud', async () => {
    const server = await newServer();
    await recorded(server, stereo(2));
    const get = async (points: number) =>
      (await server.request('GET', `/api/calls/c1/recordings/c1/peaks?points=${points}`)).json();
    const { channels, durationMs } = await get(10);
    expect(durationMs).toBe(2_000);
    expect(channels).toEqual([[0, 0, 0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5], new Array(10).fill(0)]);
    expect((await get(4_000)).channels[0]).toHaveLength(4_000);
    expect((await get(5)).field).toBe('points');
    server.ports.files.clear();
    expect((await get(800)).code).toBe('recording-gone');
  });

  it('of half an hour is worked out in a moment, and of rubbish not at all', async () => {
    const server = await newServer();
    const long = stereo(1_800);
    await recorded(server, long);
    const get = () => server.request('GET', '/api/calls/c1/recordings/c1/peaks');
    const begun = performance.now();
    const { channels } = (await get()).json();
    const firstMs = performance.now() - begun;
    expect(channels[0].slice(0, 400).every((peak: number) => peak === 0)).toBe(true);
    expect(channels[0].slice(400).every((peak: number) => peak > 0.49)).toBe(true);
    expect(firstMs).toBeLessThan(5_000);
    await recorded(server, Buffer.from('no sound at all, but more than a header is long: so it could be one'), 'b');
    expect((await get()).json().code).toBe('recording-unreadable');
  });
});

describe('statistics', () => {
  it('count calls by day, flow and end in a zone, without tests', async () => {
    const now = new Date().setHours(12, 0, 0, 0);
    const { request, calls } = await newServer({ now: () => now });
    await request('POST', '/api/flows', { flow: smallFlow('reception', { name: 'Front desk' }) });
    const at = (text: string) => Date.parse(`${new Date(now).toISOString().slice(0, 10)}T${text}Z`);
    const call = (id: string, startedMs: number, more = {}) =>
      calls.call(endedCall(id, { startedMs, endedMs: startedMs + 10_000, ...more }));
    call('c1', at('10:00:00'));
    call('c2', at('02:00:00'), { flowId: 'gone', end: { by: 'flow' } });
    call('c3', at('10:00:00') - 3 * 86_400_000);
    call('c4', at('10:00:00') - 30 * 86_400_000);
    call('t1', at('10:00:00'), { test: true });
    await calls.flush();
    const get = async (query: string) => (await request('GET', `/api/statistics?${query}`)).json();
    const utc = await get('zone=UTC');
    expect(utc.total).toEqual({ calls: 3, answered: 3, durationMs: 30_000 });
    expect(utc.days.map((day: { calls: number }) => day.calls)).toEqual([0, 0, 0, 1, 0, 0, 2]);
    expect(utc.flows).toMatchObject([
      { flowId: 'reception', flowName: 'Front desk', calls: 2 },
      { flowId: 'gone', flowName: null, calls: 1 },
    ]);
    expect(utc.ends).toContainEqual({ end: 'flow', calls: 1, answered: 1, durationMs: 10_000 });
    // At two in the night in London it is yesterday in New York.
    const newYork = await get('zone=America/New_York&days=2');
    expect(newYork.days.map((day: { calls: number }) => day.calls)).toEqual([1, 1]);
    expect((await get('days=60&zone=UTC')).total.calls).toBe(4);
    expect((await get('zone=Nowhere/Else')).field).toBe('zone');
    expect((await get('zone=%2B02:00')).field).toBe('zone');
    expect((await get('')).days).toHaveLength(7);
  });
});
