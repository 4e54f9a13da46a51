import { z } from 'zod';
import { command, decode, end } from './command.ts';
import { ariPath } from './path.ts';
import type { AriRequester } from './transport.ts';

export type PjsipObject = 'auth' | 'aor' | 'endpoint' | 'identify' | 'registration';

const Endpoint = z.object({ resource: z.string() });

/**
 * Objects of PJSIP that are made while Asterisk runs (docs.asterisk.org, ARI Push Configuration). They need a sorcery
 * wizard that can be written; ours is the astdb, so they survive a restart of Asterisk. Values reach no parser.
 */
export function dynamicConfigOf(ari: AriRequester) {
  return {
    /** Made, or replaced. @throws AriRefused `ari-bad-value` where a field can't have its value */
    put: (type: PjsipObject, id: string, fields: Readonly<Record<string, string>>) =>
      command(ari, 'PUT', ariPath`asterisk/config/dynamic/res_pjsip/${type}/${id}`, {
        body: { fields: Object.entries(fields).map(([attribute, value]) => ({ attribute, value })) },
      }),

    /** False if it was gone already. */
    remove: (type: PjsipObject, id: string) =>
      end(ari, 'DELETE', ariPath`asterisk/config/dynamic/res_pjsip/${type}/${id}`),

    /** Names of all endpoints, those of the files too. */
    async endpoints(): Promise<readonly string[]> {
      const answer = await command(ari, 'GET', 'endpoints/PJSIP');
      return decode(z.array(Endpoint), answer, 'GET endpoints/PJSIP').map(({ resource }) => resource);
    },
  };
}
