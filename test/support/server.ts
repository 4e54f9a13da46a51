import { createHash } from 'node:crypto';
import { afterEach } from 'vitest';
import * as z from 'zod';
import type { TrunkState } from '#asterisk-config/trunk-state';
import { connectionPorts } from '#runtime/connections/connection-ports';
import { smtp } from '#runtime/connections/smtp';
import { catalogueOf } from '#runtime/flow/catalogue';
import type { CallEvent, CallRecord } from '#runtime/flow/record';
import { defineStep } from '#runtime/flow/step';
import { holidayCountries, publicHolidays } from '#runtime/hours/public-holidays';
import { hoursAt } from '#runtime/hours/resolved-hours';
import { parseKeys } from '#runtime/secrets/key';
import type { App } from '#runtime/server/context';
import type { FlowIssue, Prepared, ServerPorts } from '#runtime/server/ports';
import { bytesOf } from '#runtime/server/send-bytes';
import { buildServer, type ServerOptions } from '#runtime/server/server';
import { CallWriter } from '#runtime/store/call-writer';
import { openSession } from '#runtime/store/sessions';
import { newToken } from '#runtime/store/token';
import { type TestStore, useStore } from './store.ts';

const incomingCall = defineStep({
  type: 'incoming-call',
  version: 1,
  title: 'Incoming call',
  group: 'call',
  icon: 'phone-incoming',
  summary: 'A call comes in.',
  settings: z.strictObject({}),
  exits: { next: {} },
  traits: { entry: 'call' },
  run: async (ctx) => ctx.exit('next'),
});

/** The neighbours of the server, under the hand of a test. */
export class TestPorts implements ServerPorts {
  readonly catalogue = catalogueOf([incomingCall]);
  issues: FlowIssue[] = [];
  live: CallRecord[] = [];
  files = new Map<string, Buffer>();
  readonly listeners = new Set<(event: CallEvent, flowId: string) => void>();

  validate: ServerPorts['validate'] = () => this.issues;
  prepare = async (): Promise<Prepared> =>
    this.issues.some((issue) => issue.severity === 'error')
      ? { ok: false, issues: this.issues }
      : { ok: true, pins: { flows: {}, steps: { 'incoming-call': 1 }, assets: [] }, warnings: this.issues };
  liveCalls = () => this.live;
  liveCall = (id: string) => this.live.find((call) => call.id === id);
  convertSound = async (bytes: Buffer, mediaType: string) => {
    if (bytes.toString('latin1', 0, 4) !== 'RIFF')
      throw Object.assign(new Error('This is no WAV.'), { code: 'asset-not-wav', fix: 'Save it as WAV.' });
    return { content: bytes, mediaType, durationMs: 1_000 };
  };
  voices = () => [{ id: 'local:rms', title: 'Rms', languages: ['en'] }];
  speak: ServerPorts['speak'] = async () => {
    throw Object.assign(new Error('There is no voice here.'), { code: 'speech-not-installed', fix: 'Install it.' });
  };
  templates: ServerPorts['templates'] = async () => [];
  choices: ServerPorts['choices'] = async () => undefined;
  recordings: ServerPorts['recordings'] = {
    open: async ({ fileKey }) => {
      const file = this.files.get(fileKey);
      return file && bytesOf(file);
    },
    remove: async ({ fileKey }) => void this.files.delete(fileKey),
  };
  connections: ServerPorts['connections'] = connectionPorts([smtp], async (name) => this.secrets.get(name) ?? '');
  secrets = new Map<string, string>();
  jobs: ServerPorts['jobs'] = {
    pending: 0,
    failed: async () => [],
    retry: async () => false,
    remove: async () => false,
  };
  hoursAt = hoursAt;
  publicHolidays = publicHolidays;
  holidayCountries = holidayCountries;
  observe = (listener: (event: CallEvent, flowId: string) => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
  phone: ServerPorts['phone'] = undefined;
  calling: ServerPorts['calling'] = undefined;
  trunkState: TrunkState = { applied: 'pending', registration: null, reachable: null, updatedAt: '' };
  readonly trunkListeners = new Set<(trunkId: string, state: TrunkState) => void>();
  registeredPhones = new Set<string>();
  people: ServerPorts['people'] = {
    sip: { server: '192.0.2.1', port: 5060 },
    registered: async () => this.registeredPhones,
    apply: async () => {},
  };
  dialGate: ServerPorts['dialGate'] = { check: async () => ({ allowed: true }) };
  export: ServerPorts['export'] = {
    preview: async () => ({ files: [], collisions: [] }),
    write: async () => ({ files: [], collisions: [] }),
    diff: async () => undefined,
  };
  diagnosis: ServerPorts['diagnosis'] = {
    sip: async () => ({ peers: [], messages: [] }),
    pcap: async () => Buffer.alloc(24),
    isCarrierAddress: async (_trunk, address) => address === '192.0.2.77',
  };
  sipHost: ServerPorts['sipHost'] = undefined;
  trunks: ServerPorts['trunks'] = {
    state: () => this.trunkState,
    problems: () => [],
    observe: (listener) => {
      this.trunkListeners.add(listener);
      return () => void this.trunkListeners.delete(listener);
    },
  };
  trunkTests: ServerPorts['trunkTests'] = undefined;
  simulator: ServerPorts['simulator'] = {
    run: () => Promise.reject(new Error('This test has no simulator.')),
    start: () => {
      throw new Error('This test has no simulator.');
    },
  };
  status = () => ({ asterisk: 'up' });

  emit(event: CallEvent, flowId: string): void {
    for (const listener of this.listeners) listener(event, flowId);
  }
}

export interface TestServer {
  readonly app: App;
  readonly store: TestStore;
  readonly ports: TestPorts;
  readonly calls: CallWriter;
  readonly cliToken: string;
  readonly key: string;
  readonly cookie: string;
  /** As the owner's browser does it: cookie and Origin. Every answer is kept in `answers`. */
  request(method: Method, url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  readonly answers: string[];
}
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type Answer = Awaited<ReturnType<App['inject']>>;

export const origin = 'http://localhost:80';

/** A server with a database of its own for each test, with the owner signed in. */
export function useServer(): (options?: Partial<ServerOptions>, add?: (app: App) => void) => Promise<TestServer> {
  const newStore = useStore();
  const running: App[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((app) => app.close()));
  });
  return async (options = {}, add) => {
    const store = await newStore();
    const ports = new TestPorts();
    const calls = new CallWriter({ pool: store.pool, log: { warn: () => {}, error: () => {} } });
    const cliToken = newToken();
    const key = Buffer.from(newToken().slice(0, 32)).toString('base64');
    const keyring = parseKeys(key, 'test');
    const app = await buildServer({ store, keyring, calls, ports, cliToken, installation: store.url, ...options }, add);
    running.push(app);
    const session = await openSession(store.db, store.owner.id, Date.now());
    const name = `patchcord-${createHash('sha256').update(store.url).digest('hex').slice(0, 8)}`;
    const cookie = `${name}=${session}`;
    const answers: string[] = [];
    const request: TestServer['request'] = async (method, url, body, headers = {}) => {
      const raw = typeof body === 'string' || Buffer.isBuffer(body);
      const answer = await app.inject({
        method,
        url,
        headers: {
          cookie,
          origin,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: raw ? body : JSON.stringify(body) }),
      });
      answers.push(`${JSON.stringify(answer.headers)}${answer.body}`);
      return answer;
    };
    return { app, store, ports, calls, cliToken, key, cookie, request, answers };
  };
}
