import type { Dialled, DialOptions, Leg, NotReached } from '#runtime/flow/call';
import { CallerGone } from '#runtime/flow/call';
import { destinationText } from '#runtime/flow/destination';
import type { Json } from '#runtime/flow/json';
import type { Party } from '#runtime/flow/record';
import type { StepLog } from '#runtime/flow/step';
import type { CallDriver } from './call-driver.ts';
import type { Clock } from './clock.ts';
import { DialLine } from './dial-line.ts';
import type { DialLeg, Release } from './dial-plan.ts';
import { LEGS, type Legs } from './legs.ts';
import type { Operation, Operations } from './operations.ts';
import type { SessionPorts } from './ports.ts';
import { reservationsOf } from './restored-legs.ts';
import { mostTelling } from './sip-answer.ts';
import type { Waiter } from './waiter.ts';
import { startWaitingSound } from './waiting-sound.ts';

/** Why the dial gate let nothing out. */
export interface DialRefusal {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** The parts of a session that dialling works on. */
export interface DialHost {
  readonly callId: string;
  readonly driver: CallDriver;
  readonly clock: Clock;
  readonly waiter: Waiter;
  readonly legs: Legs;
  readonly leg: Leg;
  readonly ports: Pick<SessionPorts, 'route' | 'releaseOf' | 'seal' | 'open'>;
  /** Of a call that was started from outside: a trunk to be used, and no other. */
  readonly dialBy: string | undefined;
  /** Told of each call out: it goes, or why not. */
  dialled(refusal: DialRefusal | undefined): void;
  /** The call had no leg: this one is it. */
  connected(legId: string): void;
}

export interface Dialling extends DialOptions {
  readonly kind: 'dial' | 'transfer';
}

/** Rings whoever the route names, all at once; the first who picks up is taken, and the others stop ringing. */
export function dial(host: DialHost, operations: Operations, log: StepLog, options: Dialling): Promise<Dialled> {
  return operations.run<Dialled>('dial', async (operation) => {
    if (operation.resumed) return pickUp(host, operation, log, options);
    const route = await host.ports.route({
      to: options.to,
      callId: host.callId,
      kind: options.kind,
      ...numbers(host, options),
      ...(options.headers === undefined || options.headers.length === 0 ? {} : { headers: options.headers }),
    });
    if (!route.ok) {
      host.dialled(route);
      return { kind: 'refused', code: route.code, message: `${route.message} ${route.fix}`.trim() };
    }
    if (host.leg === 'ended') {
      route.release({ kind: 'cancelled', talkMs: 0 });
      throw new CallerGone();
    }
    operation.begin({
      to: destinationText(options.to),
      ringing: route.legs.map(({ label }) => label),
      plan: host.ports.seal(route.legs as unknown as Json),
    });
    host.dialled(undefined);
    const lines = route.legs.map((leg, index) => new DialLine(host, log, `${operation.id}:l${index}`, leg, options));
    return untilAnswered(host, operation, lines, options, route.release);
  });
}

/** Who dials, and what the callee shall see. */
export function numbers({ driver, dialBy }: Pick<DialHost, 'driver' | 'dialBy'>, { from, callerId }: DialOptions) {
  const ours = from ?? (driver.direction === 'inbound' ? driver.called : driver.caller.number);
  const caller: Party = driver.caller;
  return {
    ...(/^\+[1-9][0-9]{5,14}$/.test(ours) ? { from: ours } : {}),
    ...(callerId === undefined ? {} : { callerId }),
    ...(dialBy === undefined ? {} : { trunkId: dialBy }),
    ...(driver.direction === 'inbound' ? { caller } : {}),
  };
}

/** The runtime died while it rang: what Asterisk still has goes on, and nothing is dialled a second time. */
async function pickUp(host: DialHost, operation: Operation, log: StepLog, options: Dialling): Promise<Dialled> {
  const { plan } = (operation.details ?? {}) as { plan?: Json };
  const legs = plan === undefined ? [] : (host.ports.open(plan) as unknown as readonly DialLeg[]);
  const release: Release = host.ports.releaseOf?.(reservationsOf(legs)) ?? (() => {});
  const lines = legs.map((leg, index) => new DialLine(host, log, `${operation.id}:l${index}`, leg, options));
  for (const line of lines) await line.pickUp(operation.startedMs);
  return untilAnswered(host, operation, lines, options, release);
}

async function untilAnswered(
  host: DialHost,
  operation: Operation,
  lines: readonly DialLine[],
  options: Dialling,
  release: Release,
): Promise<Dialled> {
  const { clock, waiter } = host;
  const sound = startWaitingSound(host, operation.id, options.waiting ?? 'ringing');
  let outcome: Dialled | undefined;
  try {
    for (const line of lines) await line.start();
    while (outcome === undefined) {
      for (const line of lines) await line.advance();
      const [winner] = lines.filter((line) => line.answered).sort((a, b) => a.order - b.order);
      if (winner !== undefined) {
        outcome = { kind: 'answered', legId: winner.id, ...winner.trunk };
        break;
      }
      if (host.leg === 'ended') throw new CallerGone();
      const going = lines.filter((line) => line.result === undefined);
      if (going.length === 0) {
        outcome = mostTelling(lines.flatMap(({ result }) => result ?? [])) ?? NOBODY;
        break;
      }
      const [only] = going;
      if (going.length === 1 && only?.early) await sound.give(only.id);
      const dueMs = Math.min(...going.map((line) => line.dueMs));
      const woken = await waiter.wait({ target: LEGS, keys: false, ms: Math.max(0, dueMs - clock.now()) });
      if (woken === 'gone') throw new CallerGone();
    }
  } finally {
    const won = outcome?.kind === 'answered' ? outcome.legId : undefined;
    const over = lines.flatMap((line) => (line.id === won || line.result !== undefined ? [] : [line.id]));
    await Promise.all([
      sound.stop(won),
      ...over.map((id) => host.legs.hangUp(id, won === undefined ? 'normal' : 'answeredElsewhere')),
    ]);
    const leg = won === undefined ? undefined : host.legs.get(won);
    if (leg === undefined || leg.state === 'gone')
      release({ kind: outcome === undefined || outcome.kind === 'refused' ? 'cancelled' : outcome.kind, talkMs: 0 });
    else {
      leg.released = release;
      leg.trunkId = outcome?.kind === 'answered' ? outcome.trunkId : undefined;
    }
  }
  if (outcome.kind === 'answered' && host.leg === 'none') {
    host.connected(outcome.legId);
  }
  return outcome;
}

const NOBODY: NotReached = {
  kind: 'unreachable',
  code: 'interrupted',
  message: 'Patchcord restarted while it dialled, and dials nobody twice.',
};
