import { refused } from './ari-error.ts';
import { ariPath } from './path.ts';
import type { AriRequester } from './transport.ts';

/** Loads a module of Asterisk (docs.asterisk.org, Asterisk REST API), unless it is loaded already. @throws AriRefused */
export async function loadModule(ari: AriRequester, name: string): Promise<void> {
  const path = ariPath`asterisk/modules/${`${name}.so`}`;
  const response = await ari.request('POST', path);
  // 409: it is there.
  if (response.status >= 300 && response.status !== 409) throw refused(`POST ${path}`, response.status, response.body);
}
