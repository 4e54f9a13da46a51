import { sipWords } from '#asterisk-config/sip-words';
import type { SipTap } from '#runtime/hep/sip-tap';

export interface RegisterAnswer {
  readonly code: number;
  readonly reason: string;
  readonly words: string;
}

const MOST_ACCOUNTS = 1_000;

/** What carriers last answered to our registrations, by the account that registers: from the copies of SIP messages. */
export class RegisterAnswers {
  readonly #byAccount = new Map<string, RegisterAnswer>();
  readonly #listeners = new Set<() => void>();

  constructor(tap: Pick<SipTap, 'onExchange'>) {
    tap.onExchange(({ request, final }) => {
      const { status } = final.sip;
      if (request.sip.method !== 'REGISTER' || request.direction !== 'out' || status === undefined) return;
      const account = accountOf(request.sip.header('to') ?? '');
      // A first challenge is no refusal: what comes after it tells.
      const isChallenge = (status === 401 || status === 407) && request.sip.header('authorization') === undefined;
      if (isChallenge && request.sip.header('proxy-authorization') === undefined) return;
      this.#byAccount.delete(account);
      if (status >= 300) {
        const { means, fix } = sipWords(status, 'register');
        const reason = final.sip.reason.slice(0, 200);
        this.#byAccount.set(account, { code: status, reason, words: `${means} ${fix}`.slice(0, 500) });
      }
      if (this.#byAccount.size > MOST_ACCOUNTS) this.#byAccount.delete(this.#byAccount.keys().next().value ?? '');
      for (const listener of this.#listeners) listener();
    });
  }

  /** @param clientUri as AMI tells it, such as sip:alice@carrier.example */
  of(clientUri: string): RegisterAnswer | undefined {
    return this.#byAccount.get(accountOf(clientUri));
  }

  onAnswer(listener: () => void): void {
    this.#listeners.add(listener);
  }
}

/** `<sip:alice@carrier.example:5060>;tag=x` -> `alice@carrier.example:5060` */
const accountOf = (address: string): string => /sips?:([^<>;?\s]+)/i.exec(address)?.[1]?.toLowerCase() ?? '';
