import type { SipHost } from '#asterisk-config/host';
import type { E164 } from '#asterisk-config/sip-names';
import type { Trunk } from '#asterisk-config/trunk';
import type { Rung, RungId } from '#asterisk-config/trunk-test';
import type { SipTap } from '#runtime/hep/sip-tap';
import type { AnsweredCall } from './call-rung.ts';
import type { LadderLine } from './ladder-line.ts';
import type { CarrierPlace, SipResolver } from './sip-resolver.ts';
import { titles, type Verdict } from './verdict.ts';

/** What a test is asked to do beside looking whether the carrier is there. */
export interface ClimbRequest {
  /** The number to call. */
  readonly to?: E164;
  /** The number that is shown. */
  readonly from?: E164;
  /** Keep the call for 35 s. */
  readonly hold?: boolean;
  /** Wait for a call to this number. */
  readonly callMe?: { readonly number: E164 };
}

export interface LadderDeps {
  readonly host: SipHost;
  readonly resolver: SipResolver;
  /** Certificates of the authorities that Asterisk believes, PEM; those of Node without it. */
  authorities(): Promise<string | undefined>;
  /** Copies of Asterisk's SIP messages. Without them only Node's own rungs tell anything. */
  readonly tap?: Pick<SipTap, 'onMessage' | 'onExchange'>;
  /** The dial gate: a test is a call as any other. Released when it is over. */
  mayDial(call: {
    readonly to: E164;
    readonly from?: E164;
  }): Promise<{ readonly ok: true; release(): void } | ({ readonly ok: false } & Refusal)>;
  /** A line of its own to Asterisk, for one test. */
  openLine(): Promise<LadderLine>;
}
interface Refusal {
  readonly message: string;
  readonly fix: string;
}

/** What the rungs of one test share. */
export interface Climb {
  readonly trunk: Trunk;
  readonly request: ClimbRequest;
  readonly deps: LadderDeps;
  /** Value of the trunk's password. */
  readonly secretOf: (name: string) => string;
  /** The carrier's servers, once their name was looked up. */
  places: readonly CarrierPlace[];
  /** The temporary trunk in Asterisk, once there is one. */
  line: LadderLine | undefined;
  /** The call of the test, once it was answered. */
  call: AnsweredCall | undefined;
  /** What is undone when the test is over, whatever happened; the last first. */
  readonly undo: (() => Promise<unknown>)[];
}

export interface RungRun {
  /** Cancelled, or out of time. */
  readonly signal: AbortSignal;
  /** What can be said already while it goes on. */
  tell(seen: string): void;
}

export interface RungStep {
  readonly id: RungId;
  readonly run: (climb: Climb, run: RungRun) => Promise<Verdict>;
  /** 15 s by default. */
  readonly withinMs?: number;
}

const WITHIN_MS = 15_000;

/**
 * Runs the rungs from the bottom up; each change of a rung is told. Never rejects: a rung that throws has failed. What was
 * made in Asterisk is taken away before it settles.
 */
export async function climbLadder(
  climb: Climb,
  steps: readonly RungStep[],
  options: { readonly signal: AbortSignal; readonly onChange: (rung: Rung) => void },
): Promise<void> {
  let isStopped = false;
  let silent: Rung | undefined;
  try {
    for (const step of steps) {
      const base = { id: step.id, title: titles[step.id] };
      if (options.signal.aborted || isStopped) {
        options.onChange({ ...base, state: 'skipped', seen: '', means: skippedBecause(options.signal) });
        continue;
      }
      const begun = performance.now();
      options.onChange({ ...base, state: 'running', seen: '', means: '' });
      const verdict = await runOne(climb, step, options.signal, (seen) =>
        options.onChange({ ...base, state: 'running', seen, means: '' }),
      );
      const { stop, details, ...told } = verdict;
      isStopped = stop === true;
      const rung: Rung = {
        ...base,
        ...told,
        ...(details === undefined ? {} : { details: [...details] }),
        tookMs: Math.round(performance.now() - begun),
      };
      options.onChange(rung);
      if (step.id === 'options' && rung.state === 'failed') silent = rung;
      if (silent !== undefined && rung.state === 'ok') {
        const { fix: _fix, field: _field, ...seen } = silent;
        options.onChange({ ...seen, state: 'skipped', means: shy });
        silent = undefined;
      }
    }
  } finally {
    for (const undo of climb.undo.splice(0).reverse()) await undo().catch(() => {});
  }
}

async function runOne(climb: Climb, step: RungStep, cancel: AbortSignal, tell: RungRun['tell']): Promise<Verdict> {
  const withinMs = step.withinMs ?? WITHIN_MS;
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), withinMs);
  const signal = AbortSignal.any([cancel, over.signal]);
  try {
    return await Promise.race([step.run(climb, { signal, tell }), whenOver(signal)]);
  } catch (error) {
    if (cancel.aborted) return { state: 'skipped', seen: '', means: skippedBecause(cancel) };
    if (over.signal.aborted)
      return {
        state: 'failed',
        seen: `Nothing was decided within ${Math.round(withinMs / 1_000)} seconds.`,
        means: 'This took too long.',
        fix: 'Try again; then look at the rungs below.',
      };
    return {
      state: 'failed',
      seen: error instanceof Error ? error.message.slice(0, 300) : 'It failed.',
      means: 'The test itself could not be done.',
      fix: 'Look whether Asterisk runs (`patchcord status`), then try again.',
      stop: true,
    };
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}

function whenOver(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(new Error('over'));
    signal.addEventListener('abort', () => reject(new Error('over')), { once: true });
  });
}

/** Many servers answer only those whom they know. */
const shy = 'This carrier does not answer strangers. It works all the same, as the next rungs show.';

const skippedBecause = (cancel: AbortSignal): string =>
  cancel.aborted ? 'The test was cancelled.' : 'Left out: it needs what failed before.';
