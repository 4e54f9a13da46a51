import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { steps } from '#plugins/index';
import { catalogueOf } from '#runtime/flow/catalogue';
import { serverPorts } from '#runtime/server-ports';
import { openSounds, type Sounds } from '#runtime/sounds';
import { measure } from '#runtime/speech/measure';
import { readWav, writeWav } from '#runtime/speech/wav';
import { fliteLibraries } from '../support/flite-libraries.ts';
import { type TestServer, useServer } from '../support/server.ts';
import { tone } from '../support/tones.ts';

const newServer = useServer();
const stops: (() => Promise<unknown>)[] = [];
let sounds: Sounds;
let silent: Sounds;
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'speech-'));
  sounds = openSounds({ stateFolder: join(folder, 'a'), fliteLibraries: fliteLibraries() });
  silent = openSounds({ stateFolder: join(folder, 'b'), fliteLibraries: join(folder, 'nothing') });
  stops.push(sounds.stop, silent.stop, () => rm(folder, { recursive: true, force: true }));
});
afterAll(async () => {
  for (const stop of stops) await stop();
});

/** A server of a machine without Asterisk, with the real voice. */
async function speakingServer(voice: Sounds): Promise<TestServer> {
  const server = await newServer();
  const { convertSound, voices, speak } = serverPorts({
    config: {
      nodeName: 'n',
      stateFolder: '',
      databaseUrl: '',
      http: { host: '', port: 1, isPortWish: false },
      tokenFile: '',
    },
    db: server.store.db,
    catalogue: catalogueOf(steps),
    engine: undefined,
    calling: undefined,
    trunkTests: undefined,
    sounds: voice,
    choices: async () => undefined,
    simulator: server.ports.simulator,
    trunks: server.ports.trunks,
    sipHost: undefined,
    dialGate: server.ports.dialGate,
    people: server.ports.people,
    diagnosis: server.ports.diagnosis,
    listeners: new Set(),
    recordingFolder: '',
    jobs: server.ports.jobs,
    secret: async () => '',
  });
  Object.assign(server.ports, { convertSound, voices, speak });
  return server;
}

describe('a prompt', () => {
  it('is heard at once, as a WAV file that a browser plays', async () => {
    const { request } = await speakingServer(sounds);
    const { voices } = (await request('GET', '/api/voices')).json();
    expect(voices).toContainEqual({ id: 'local:slt', title: 'Slt, US English', languages: ['en'] });
    const heard = await request('POST', '/api/speech', { text: 'For sales, press 1.', voice: 'local:slt' });
    expect([heard.statusCode, heard.headers['content-type']]).toEqual([200, 'audio/wav']);
    const sound = measure(readWav(heard.rawPayload), { mergeMs: 2_000 });
    expect(sound.segments).toHaveLength(1);
    expect(sound.durationMs).toBeGreaterThan(1_000);
    // The same words again are not spoken again, and are the same sound.
    const again = await request('POST', '/api/speech', { text: 'For sales, press 1.', voice: 'local:slt' });
    expect(again.rawPayload).toEqual(heard.rawPayload);
    const en = await request('POST', '/api/speech', { text: 'Hello', language: 'en-GB' });
    expect(en.statusCode).toBe(200);
  });

  it('leaves out what is known only in a call', async () => {
    const { request } = await speakingServer(sounds);
    const speak = async (text: string) => (await request('POST', '/api/speech', { text })).rawPayload;
    expect(await speak('{{ caller.name }} hello {{ vars.x }}')).toEqual(await speak('hello'));
    const nothing = await request('POST', '/api/speech', { text: '{{ vars.x }}' });
    expect([nothing.statusCode, nothing.json().code]).toEqual([422, 'nothing-to-say']);
  });

  it('that can not be spoken says why, and what to do', async () => {
    const { request } = await speakingServer(sounds);
    const refused = async (body: object) => {
      const { statusCode, body: text } = await request('POST', '/api/speech', body);
      const { code, fix, field } = JSON.parse(text);
      return [statusCode, code ?? fix, field];
    };
    expect(await refused({ text: 'Guten Tag', language: 'de' })).toEqual([422, 'no-voice-for-language', 'language']);
    expect(await refused({ text: 'x', voice: 'local:none' })).toEqual([422, 'unknown-voice', undefined]);
    expect(await refused({ text: '' })).toEqual([400, 'request-invalid', 'text']);
    expect(await refused({ text: 'a'.repeat(4_001) })).toEqual([400, 'request-invalid', 'text']);
    const { request: ask } = await speakingServer(silent);
    const answer = await ask('POST', '/api/speech', { text: 'Hello' });
    expect([answer.statusCode, answer.json()]).toMatchObject([422, { code: 'speech-not-installed', fix: /\w+/ }]);
  });

  it('is spoken at most 60 times a minute for one person', async () => {
    const { request } = await newServer();
    const codes = new Set<number>();
    for (let n = 0; n < 60; n += 1) codes.add((await request('POST', '/api/speech', { text: 'Hello' })).statusCode);
    expect([...codes]).toEqual([422]);
    const last = await request('POST', '/api/speech', { text: 'Hello' });
    expect([last.statusCode, last.json().code]).toEqual([429, 'too-many-requests']);
    expect((await request('GET', '/api/voices')).statusCode).toBe(200);
  });
});

describe('an uploaded sound', () => {
  const upload = ({ request }: TestServer, body: Buffer, type: string) =>
    request('POST', '/api/assets', body, { 'content-type': type });

  it('of any WAV is kept as one channel of 16 bit, whatever its type is called', async () => {
    const server = await speakingServer(sounds);
    const recorded = writeWav(tone(48_000, 700, 1_000, 0.5));
    for (const type of ['audio/wav', 'audio/x-wav', 'application/octet-stream']) {
      const made = await upload(server, recorded, type);
      expect([made.statusCode, made.json()]).toMatchObject([201, { mediaType: 'audio/wav', durationMs: 1_000 }]);
      const kept = await server.request('GET', `/api/assets/${made.json().hash}`);
      expect(readWav(kept.rawPayload)).toMatchObject({ sampleRate: 16_000, samples: { length: 16_000 } });
    }
  });

  it.each([
    ['audio/mpeg', 'ID3\x04', 'an MP3 file'],
    ['audio/webm', '\x1aE\xdf\xa3', 'a WebM file'],
    ['audio/ogg', 'OggS', 'an Ogg file'],
    ['audio/mp4', '\0\0\0\x20ftypM4A', 'an M4A or MP4 file'],
    ['audio/wav', '<svg onload=alert(1)>', 'not a WAV file'],
  ])('of %s is refused with what it is, and what is taken', async (type, bytes, what) => {
    const server = await speakingServer(sounds);
    const refused = await upload(server, Buffer.from(`${bytes}${'\0'.repeat(50)}`, 'latin1'), type);
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'asset-not-wav']);
    expect(refused.json().message).toContain(what);
    expect(refused.json().fix).toContain('WAV file: any sample rate, 8 to 32 bit');
  });
});
