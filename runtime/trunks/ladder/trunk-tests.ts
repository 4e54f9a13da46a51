import { randomBytes } from 'node:crypto';
import { Trunk } from '#asterisk-config/trunk';
import type { Rung, TrunkTest } from '#asterisk-config/trunk-test';
import { type Climb, type ClimbRequest, climbLadder, type LadderDeps } from './climb.ts';
import { ladder } from './ladder.ts';
import { newTestTrunkId } from './ladder-line.ts';
import { titles } from './verdict.ts';

/** Settings as they are, or as somebody is about to save them. */
export interface TrunkTestRequest extends ClimbRequest {
  /** Of settings that are stored: passing is written down for them. */
  readonly stored?: { readonly trunkId: string; readonly revision: number };
  readonly settings: unknown;
  readonly secretOf: (name: string) => string;
}

export interface TrunkTestsOptions {
  readonly deps: () => LadderDeps | Promise<LadderDeps>;
  readonly onPassed: (trunkId: string, revision: number) => Promise<void>;
  /** After a test of a stored trunk that registers: its carrier may have forgotten the registration in use. */
  readonly onOver?: (trunkId: string) => Promise<void>;
  readonly onError: (error: unknown, message: string) => void;
}

/** Too many at once would look like an attack to a carrier, and cost this machine its calls. */
const MOST_RUNNING = 4;
const MOST_KEPT = 100;

export class TrunkTestRefused extends Error {
  readonly code = 'trunk-tests-busy';
  readonly fix = 'Wait until one of them is over, or cancel one.';

  constructor() {
    super(`${MOST_RUNNING} tests are running already.`);
    this.name = 'TrunkTestRefused';
  }
}

interface Running {
  test: TrunkTest;
  readonly cancel: AbortController;
  done: Promise<void>;
}

/** Tests of connections that run or have run in this process; a restart forgets them, and their ends clean up after them. */
export class TrunkTests {
  readonly #options: TrunkTestsOptions;
  readonly #tests = new Map<string, Running>();

  constructor(options: TrunkTestsOptions) {
    this.#options = options;
  }

  /** @throws TrunkTestRefused */
  start(request: TrunkTestRequest): TrunkTest {
    const running = [...this.#tests.values()].filter(({ test }) => test.state === 'running').length;
    if (running >= MOST_RUNNING) throw new TrunkTestRefused();
    const rungs = ladder.map(({ id }): Rung => ({ id, title: titles[id], state: 'waiting', seen: '', means: '' }));
    const id = randomBytes(8).toString('hex');
    const one: Running = {
      test: { id, state: 'running', rungs, startedAt: Date.now() },
      cancel: new AbortController(),
      done: Promise.resolve(),
    };
    this.#tests.set(id, one);
    for (const [old, { test }] of this.#tests)
      if (this.#tests.size > MOST_KEPT && test.state !== 'running') this.#tests.delete(old);
    one.done = this.#run(one, request).catch((error) => {
      this.#options.onError(error, 'A test of a trunk failed.');
      one.test = { ...one.test, state: 'failed' };
    });
    return one.test;
  }

  get(id: string): TrunkTest | undefined {
    return this.#tests.get(id)?.test;
  }

  /** Settles when nothing of it is left; false if it is not known. */
  async cancel(id: string): Promise<boolean> {
    const one = this.#tests.get(id);
    one?.cancel.abort();
    await one?.done;
    return one !== undefined;
  }

  /** When it is over. */
  async ended(id: string): Promise<TrunkTest | undefined> {
    await this.#tests.get(id)?.done;
    return this.get(id);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#tests.keys()].map((id) => this.cancel(id)));
  }

  async #run(one: Running, request: TrunkTestRequest): Promise<void> {
    const { stored, settings, secretOf, ...wanted } = request;
    const change = (rung: Rung) => {
      const rungs = one.test.rungs.map((known) => (known.id === rung.id ? rung : known));
      one.test = { ...one.test, rungs };
    };
    const parsed = Trunk.safeParse({ ...Object(settings), id: newTestTrunkId() });
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      change({
        id: 'settings',
        title: titles.settings,
        state: 'failed',
        seen: issue?.message ?? 'The settings are not complete.',
        means: 'No connection can be made of these settings.',
        fix: 'Fill the field in as it says.',
        field: String(issue?.path[0] ?? 'name'),
      });
      this.#skipRest(one);
      one.test = { ...one.test, state: 'failed' };
      return;
    }
    const climb: Climb = {
      trunk: parsed.data,
      request: wanted,
      deps: await this.#options.deps(),
      secretOf,
      places: [],
      line: undefined,
      call: undefined,
      undo: [],
    };
    await climbLadder(climb, ladder, { signal: one.cancel.signal, onChange: change });
    const isFailed = one.test.rungs.some(({ state }) => state === 'failed');
    const state = one.cancel.signal.aborted ? 'cancelled' : isFailed ? 'failed' : 'passed';
    if (stored !== undefined) {
      if (state === 'passed') await this.#options.onPassed(stored.trunkId, stored.revision);
      if (climb.trunk.kind === 'registration' && climb.line !== undefined) await this.#options.onOver?.(stored.trunkId);
    }
    one.test = { ...one.test, state };
  }

  #skipRest(one: Running): void {
    const means = 'Left out: it needs what failed before.';
    const rungs = one.test.rungs.map(
      (rung): Rung => (rung.state === 'waiting' ? { ...rung, state: 'skipped', means } : rung),
    );
    one.test = { ...one.test, rungs };
  }
}
