import type { Trunk } from '#asterisk-config/trunk';
import { trunkObjectId, trunkOfEndpoint } from '#asterisk-config/trunk-names';
import type { TrunkState } from '#asterisk-config/trunk-state';
import type { AmiConnection } from '#runtime/ami/ami-connection';
import type { AmiMessage } from '#runtime/ami/ami-message';
import type { RegisterAnswers } from './register-answers.ts';
import type { TrunkStates } from './trunk-states.ts';

export interface TrunkWatchOptions {
  readonly ami: Pick<AmiConnection, 'list' | 'on' | 'off' | 'isOpen'>;
  readonly states: TrunkStates;
  /** AMI never tells the carrier's answer: it comes from copies of the SIP messages, where there are any. */
  readonly answers?: RegisterAnswers | undefined;
  readonly now?: () => number;
  /** How often all is looked at, besides what events tell. */
  readonly everyMs?: number;
}

type Registration = NonNullable<TrunkState['registration']>;

/** AMI says `Unregistered` before the first answer, and between two attempts. */
const registrationStates: Readonly<Record<string, Registration['state']>> = {
  Registered: 'registered',
  Unregistered: 'registering',
  Rejected: 'rejected',
  Stopped: 'stopped',
};

/** One change brings several events. */
const CALM_MS = 100;

/** Follows how the trunks are doing in Asterisk: registrations, and whether the carriers answer. */
export class TrunkWatch {
  readonly #options: TrunkWatchOptions;
  readonly #interval: NodeJS.Timeout;
  #trunks: readonly Trunk[] = [];
  #soon: NodeJS.Timeout | undefined;
  #looking = false;

  constructor(options: TrunkWatchOptions) {
    this.#options = options;
    options.ami.on('open', this.#lookSoon);
    options.ami.on('event', this.#heard);
    options.answers?.onAnswer(this.#lookSoon);
    this.#interval = setInterval(this.#lookSoon, options.everyMs ?? 30_000);
    this.#interval.unref();
  }

  /** These are in Asterisk now. */
  follow(trunks: readonly Trunk[]): void {
    this.#trunks = trunks;
    this.#lookSoon();
  }

  stop(): void {
    clearInterval(this.#interval);
    clearTimeout(this.#soon);
    this.#options.ami.off('open', this.#lookSoon);
    this.#options.ami.off('event', this.#heard);
  }

  readonly #lookSoon = (): void => {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      void this.#look();
    }, CALM_MS).unref();
  };

  readonly #heard = (event: AmiMessage): void => {
    if (event.event === 'Registry') this.#lookSoon();
    if (event.event !== 'ContactStatus') return;
    const trunk = this.#trunkOf(event.aor ?? '');
    if (trunk !== undefined) this.#contact(trunk, event.contactstatus ?? '', event.roundtripusec);
  };

  async #look(): Promise<void> {
    const { ami } = this.#options;
    if (!ami.isOpen || this.#looking) return;
    this.#looking = true;
    try {
      const registrations = await ami.list('PJSIPShowRegistrationsOutbound');
      for (const detail of registrations) this.#registration(detail);
      for (const contact of await ami.list('PJSIPShowContacts')) {
        const trunk = this.#trunkOf(contact.aor ?? (contact.objectname ?? '').split('@@')[0] ?? '');
        if (trunk !== undefined) this.#contact(trunk, contact.status ?? '', contact.roundtripusec);
      }
    } catch {
      // Looked at again when AMI is back, or by the clock.
    } finally {
      this.#looking = false;
    }
  }

  #registration(detail: AmiMessage): void {
    const { states, answers, now = Date.now } = this.#options;
    const trunk = this.#trunkOf(detail.objectname ?? '');
    const state = registrationStates[detail.status ?? ''];
    if (detail.event !== 'OutboundRegistrationDetail' || trunk === undefined || state === undefined) return;
    const nextMs = Number(detail.nextreg) * 1_000;
    // Not to the second: a state that differs only in this is no news.
    const nextAt = nextMs > 0 ? new Date(Math.ceil((now() + nextMs) / 60_000) * 60_000).toISOString() : undefined;
    const answer = state === 'registered' ? undefined : answers?.of(detail.clienturi ?? '');
    const registration: Registration = { state, ...answer, ...(nextAt === undefined ? {} : { nextAt }) };
    states.set(trunk, { registration });
  }

  #contact(trunk: Trunk, status: string, roundTripUs: string | undefined): void {
    const { states, now = Date.now } = this.#options;
    if (!/^(Reachable|Avail|Unreachable|Unavail)/i.test(status)) return;
    const ok = /^(Reachable|Avail)/i.test(status);
    const ms = Math.round(Number(roundTripUs) / 100) / 10;
    const before = states.of(trunk).reachable;
    // The time that one answer took is no news either, unless it is far from the last.
    const known = before?.ok === ok && Math.abs((before.roundTripMs ?? 0) - ms) < 20;
    if (known) return;
    states.set(trunk, {
      reachable: { ok, ...(ok && ms > 0 ? { roundTripMs: ms } : {}), at: new Date(now()).toISOString() },
    });
  }

  #trunkOf(objectId: string): Trunk | undefined {
    const id = trunkOfEndpoint(objectId);
    return this.#trunks.find((trunk) => trunk.id === id && trunkObjectId(trunk.id) === objectId);
  }
}
