import { isAway } from '#runtime/store/store-error';
import { mayShow } from './caller-id.ts';
import type { DialCounters } from './dial-counters.ts';
import type { DialPage, DialSource } from './dial-source.ts';
import { extensionLeg, personLegs } from './inside-leg.ts';
import { mayDialNumber, type Refusal, refuse } from './may-dial.ts';
import { mayDialSip } from './may-dial-sip.ts';
import { numberLeg, type OutsideLeg, sipLeg } from './outside-leg.ts';
import type { Destination, DialLeg, Release, Route, RouteRequest } from './route.ts';

export interface DialGateOptions {
  readonly source: DialSource;
  readonly counters: Pick<DialCounters, 'reserve' | 'release'>;
  readonly onError: (error: unknown, message: string) => void;
}

type Checked = { readonly allowed: true } | Refusal;

/**
 * Stands before every call out, whoever asks for it: a step, a transfer, the API, a test. It alone makes the strings that
 * Asterisk dials, out of parts that it has checked; and whatever goes wrong in it, nothing is dialled.
 */
export class DialGate {
  readonly #options: DialGateOptions;

  constructor(options: DialGateOptions) {
    this.#options = options;
  }

  /** Whether a destination may be called, from this number; how much is dialled already is not looked at. */
  async check(to: Destination, from?: string): Promise<Checked> {
    const { source, onError } = this.#options;
    const { rules, numbers } = await source.page();
    const shown = from === undefined ? undefined : mayShow(rules, new Set(numbers.keys()), from);
    if (shown?.allowed === false) return shown;
    if ('number' in to) return mayDialNumber(rules, to.number);
    if ('sip' in to) return mayDialSip(rules, to.sip);
    const route = await new DialGate({ source, counters: uncounted, onError }).route({ to, callId: '', kind: 'dial' });
    return route.ok ? { allowed: true } : refuse(route.code, route.message, route.fix);
  }

  /** A call that is no flow's and goes its own way, such as a test of a trunk: checked and counted as any other. */
  async permit(
    number: string,
    from?: string,
  ): Promise<{ readonly ok: true; readonly number: string; release(talkMs?: number): void } | Refused> {
    try {
      const { rules, numbers } = await this.#options.source.page();
      const shown = from === undefined ? undefined : mayShow(rules, new Set(numbers.keys()), from);
      if (shown?.allowed === false) return refusedBy(shown);
      const allowed = mayDialNumber(rules, number);
      if (!allowed.allowed) return refusedBy(allowed);
      const { counters } = this.#options;
      const set = await counters.reserve({ callId: '', number: allowed.number, trunks: [], isHeld: true });
      if (!set.ok) return set;
      return { ok: true, number: allowed.number, release: (talkMs) => counters.release([set.id], talkMs) };
    } catch (error) {
      this.#options.onError(error, 'A call out could not be looked at, and was not made.');
      return isAway(error) ? storeAway : broken(error);
    }
  }

  /** The ways to a destination, or why there is none. Never rejects. */
  async route(request: RouteRequest): Promise<Route> {
    try {
      const found = await this.#legs(request);
      if ('allowed' in found) return refusedBy(found);
      return { ok: true, legs: found, release: this.releaseOf(reservationsOf(found)) };
    } catch (error) {
      this.#options.onError(error, 'A call out could not be looked at, and was not made.');
      return isAway(error) ? storeAway : broken(error);
    }
  }

  /** Ends what an earlier runtime was given as well. */
  releaseOf(reservations: readonly string[]): Release {
    let isReleased = false;
    return ({ talkMs }) => {
      if (isReleased || reservations.length === 0) return;
      isReleased = true;
      const [first, ...others] = reservations;
      // Of several telephones one was answered; which of them makes no difference to the day.
      if (first !== undefined) this.#options.counters.release([first], talkMs);
      this.#options.counters.release(others, 0);
    };
  }

  async #legs(request: RouteRequest): Promise<readonly DialLeg[] | Refusal> {
    const { source } = this.#options;
    const { to, ...rest } = request;
    const page = await source.page();
    if ('number' in to) return this.#outside(numberLeg(page, to.number, rest), to.number, rest);
    if ('sip' in to) return this.#outside(sipLeg(page, to.sip, rest), to.sip, rest);
    if (rest.kind === 'refer')
      return refuse(
        'refer-inside',
        'A carrier can hand a call to a number or SIP address only.',
        'Connect the two here instead.',
      );
    if ('extension' in to) {
      const leg = await extensionLeg(source, page, to.extension, rest);
      return 'allowed' in leg ? leg : [leg];
    }
    return this.#person(page, to.person, rest);
  }

  async #person(page: DialPage, id: string, request: Omit<RouteRequest, 'to'>): Promise<readonly DialLeg[] | Refusal> {
    const { source } = this.#options;
    const person = await source.person(id);
    if (person === undefined) return refuse('person-missing', `There is no person '${id}'.`, 'Choose another person.');
    if (person.paused)
      return refuse('person-paused', `${person.name} takes no calls for now.`, 'Call somebody else, or later.');
    const { inside, others } = personLegs(person, request);
    const legs = [...inside];
    let refused: Refusal | undefined;
    for (const phone of others) {
      const found =
        phone.kind === 'number'
          ? await this.#outside(numberLeg(page, phone.number, request), `${person.name}, ${phone.number}`, request)
          : phone.kind === 'extension'
            ? await extensionLeg(source, page, phone.extension, request)
            : [];
      if ('allowed' in found) refused ??= found;
      else legs.push(...('attempts' in found ? [found] : found));
    }
    if (legs.length > 0) return legs;
    return (
      refused ??
      refuse('person-no-phone', `${person.name} has no telephone that can be called.`, 'Add one to the person.')
    );
  }

  async #outside(
    leg: OutsideLeg | Refusal,
    label: string,
    { callId }: Omit<RouteRequest, 'to'>,
  ): Promise<readonly DialLeg[] | Refusal> {
    if (!('attempts' in leg)) return leg;
    const set = await this.#options.counters.reserve({ callId, number: leg.number, trunks: leg.trunks });
    if (!set.ok) return refuse(set.code, set.message, set.fix);
    try {
      const attempts = leg.attempts(set.trunkIds).map((attempt) => ({ ...attempt, reservation: set.id }));
      return [{ attempts, label }];
    } catch (error) {
      this.#options.counters.release([set.id], 0);
      throw error;
    }
  }
}

const reservationsOf = (legs: readonly DialLeg[]): readonly string[] => [
  ...new Set(legs.flatMap(({ attempts }) => attempts.flatMap(({ reservation }) => reservation ?? []))),
];

const uncounted: DialGateOptions['counters'] = {
  reserve: async ({ trunks }) => ({ ok: true, id: '', trunkIds: trunks.map(({ trunkId }) => trunkId) }),
  release: () => {},
};

type Refused = Extract<Route, { readonly ok: false }>;

const refusedBy = ({ code, message, fix }: Refusal): Refused => ({ ok: false, code, message, fix });

const storeAway = {
  ok: false,
  code: 'dial-store-away',
  message: 'The database can not be reached, so nothing is dialled.',
  fix: 'Try again when the database is back.',
} as const;

/** Settings of a trunk that can't be dialled by say so with a code; all else is ours. */
function broken(error: unknown): Refused {
  const { code, fix } = error as { code?: unknown; fix?: unknown };
  if (error instanceof Error && typeof code === 'string' && /^[a-z]+(-[a-z]+)+$/.test(code) && typeof fix === 'string')
    return { ok: false, code, message: error.message, fix };
  return {
    ok: false,
    code: 'dial-gate-failed',
    message: 'Patchcord could not decide about this call, so it is not made.',
    fix: 'The log says what went wrong.',
  };
}
