import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { steps } from '#plugins/index';
import { bridgesOf } from '#runtime/ari/bridges';
import { channelsOf } from '#runtime/ari/channels';
import { playbacksOf } from '#runtime/ari/playbacks';
import { recordingsOf } from '#runtime/ari/recordings';
import type { AriRequester } from '#runtime/ari/transport';
import { actorAt } from '#runtime/compile/actor-at';
import { compileFlow } from '#runtime/compile/compile';
import { catalogueOf } from '#runtime/flow/catalogue';
import { CallJournals } from '#runtime/session/call-journals';
import { LiveCalls } from '#runtime/session/live-calls';
import { ivrFlow } from '../ivr.ts';

// The heap that calls waiting in a menu hold: all of a live call but Asterisk, which is taken to say yes to everything.
// Run with --expose-gc.

const CALLS = 2_000;
const folder = mkdtempSync(join(tmpdir(), 'pc-bench-'));
const compiled = compileFlow(ivrFlow(`sha256:${'0'.repeat(64)}`), catalogueOf(steps));
if (!compiled.ok) throw new Error('The flow does not compile.');
const { machine, nodes } = compiled.compiled;
const menuId = [...nodes.values()].find(({ entry }) => entry.type === 'menu')?.id ?? '';

let lastPlayback = '';
const asterisk: AriRequester = {
  async request(_method, path) {
    lastPlayback = /\/play\/(.+)$/.exec(path)?.[1] ?? lastPlayback;
    return { status: 204, body: '' };
  },
};
const unused = () => Promise.reject(new Error('The flow does not use this.'));
const calls = new LiveCalls({
  ari: {
    app: 'bench',
    bridges: bridgesOf(asterisk),
    channels: channelsOf(asterisk),
    playbacks: playbacksOf(asterisk),
    recordings: recordingsOf(asterisk),
    refer: { context: '', extension: '', variable: '' },
  },
  instance: 'bench',
  journals: new CallJournals(folder, (error) => {
    throw error;
  }),
  ports: {
    steps: new Map(steps.map((step) => [step.type, step])),
    playable: () => ({ media: 'sound:prompt', durationMs: 500 }),
    http: unused,
    hours: unused,
    route: unused,
    secret: unused,
    afterwards: unused,
    seal: (value) => value,
    open: (value) => value,
    observe() {},
  },
  flowFor: async () => ({ compiled: compiled.compiled, revision: 1 }),
  revisionOf: async () => undefined,
  keep: async () => {},
  onError(error) {
    throw error;
  },
});

await begin(0, 100);
const before = await heapBytes();
await begin(100, CALLS);
const perCallBytes = ((await heapBytes()) - before) / CALLS;

const actors: unknown[] = [];
const beforeActors = await heapBytes();
for (let count = 0; count < CALLS; count++) {
  // In the same node as the calls.
  const call = { enter() {}, errorMayBeHandled: () => false };
  actors.push(actorAt(machine, menuId, call).start());
}
const machineBytes = ((await heapBytes()) - beforeActors) / CALLS;
if (calls.size !== CALLS + 100 || actors.length !== CALLS) throw new Error('Not all calls wait.');
rmSync(folder, { recursive: true, force: true });
process.send?.({ calls: CALLS, perCallBytes, machineBytes }, () => process.exit(0));

/** Brings calls into the menu, to where the prompt is over and no key has come. */
async function begin(first: number, count: number): Promise<void> {
  for (let index = first; index < first + count; index++) {
    const channel = {
      id: `1700000000.${index}`,
      name: `PJSIP/loopback-${index}`,
      state: 'Ring',
      caller: { name: '', number: `+4930${index}` },
      connected: { name: '', number: '' },
      dialplan: { context: 'patchcord-inbound', exten: '100', app_name: 'Stasis', app_data: 'bench' },
    };
    const common = { application: 'bench' };
    calls.handle({ ...common, type: 'StasisStart', args: [], channel });
    const shown = lastPlayback;
    while (lastPlayback === shown) await new Promise((resolve) => setImmediate(resolve));
    const playback = {
      id: decodeURIComponent(lastPlayback),
      media_uri: 'sound:prompt',
      target_uri: `channel:${channel.id}`,
      state: 'done',
    };
    calls.handle({ ...common, type: 'PlaybackFinished', playback });
  }
}

async function heapBytes(): Promise<number> {
  for (let round = 0; round < 5; round++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return process.memoryUsage().heapUsed;
}
