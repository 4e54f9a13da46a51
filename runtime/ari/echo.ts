import { randomBytes } from 'node:crypto';
import { ariPath } from './path.ts';
import type { AriRequester } from './transport.ts';

const ANSWER_MS = 1_000;

/**
 * Finds out whether Asterisk's events reach us. A WebSocket that is opened in the very moment in which an earlier one
 * of the application goes away may stay deaf: open, answering requests, and without an event for ever (measured on
 * 22.10.1: 1 in 150 when the second follows at once).
 */
export class Echo {
  #expected: { readonly name: string; readonly resolve: (came: true) => void } | undefined;

  /** True if the event is ours, and nobody else's business. */
  heard(eventName: string): boolean {
    if (eventName !== this.#expected?.name) return false;
    this.#expected.resolve(true);
    return true;
  }

  /** Sends the application an event through Asterisk; false if it does not come back. */
  async comesBack(ari: AriRequester, app: string): Promise<boolean> {
    const name = `patchcord-echo-${randomBytes(8).toString('hex')}`;
    const came = new Promise<true>((resolve) => {
      this.#expected = { name, resolve };
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(resolve, ANSWER_MS, false);
    });
    try {
      const { status } = await ari.request('POST', ariPath`events/user/${name}`, { query: { application: app } });
      return status < 300 && (await Promise.race([came, late]));
    } finally {
      clearTimeout(timer);
    }
  }
}
