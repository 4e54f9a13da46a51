import { command, find } from './command.ts';
import { ariPath } from './path.ts';
import { Application } from './resources.ts';
import type { AriRequester } from './transport.ts';

/** Applications of Asterisk: ours, and what it holds (docs.asterisk.org, Applications REST API). */
export function applicationsOf(ari: AriRequester) {
  return {
    get: (app: string) => find(ari, ariPath`applications/${app}`, Application),

    /**
     * Lets only these events through. RESTResponse is always among them: it is subject to the filter too, and without it
     * every request over the WebSocket stays without an answer. Asterisk keeps the filter across connections.
     */
    allowEvents: (app: string, types: readonly string[]) =>
      command(ari, 'PUT', ariPath`applications/${app}/eventFilter`, {
        body: { allowed: [...types, 'RESTResponse'].map((type) => ({ type })) },
      }),
  };
}
