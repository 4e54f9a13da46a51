import { z } from 'zod';
import { command, decode, end, find } from './command.ts';
import { ariPath } from './path.ts';
import type { AriRequester } from './transport.ts';

type PjsipType = 'auth' | 'aor' | 'endpoint' | 'identify' | 'registration';

/** Names may repeat (`match`). */
type PjsipFields = ReadonlyArray<readonly [name: string, value: string]>;

const Endpoint = z.object({ resource: z.string(), state: z.string().optional() });
const Fields = z.array(z.object({ attribute: z.string(), value: z.string() }));

/**
 * Objects of PJSIP that are made while Asterisk runs (docs.asterisk.org, ARI Push Configuration). They need a sorcery
 * wizard that can be written; ours is the astdb, so they survive a restart of Asterisk. Values reach no parser.
 */
export function dynamicConfigOf(ari: AriRequester) {
  return {
    /** Made, or replaced. @throws AriRefused `ari-bad-value` where a field can't have its value */
    put: (type: PjsipType, id: string, fields: PjsipFields | Readonly<Record<string, string>>) =>
      command(ari, 'PUT', ariPath`asterisk/config/dynamic/res_pjsip/${type}/${id}`, {
        body: {
          fields: (Array.isArray(fields) ? (fields as PjsipFields) : Object.entries(fields)).map(
            ([attribute, value]) => ({ attribute, value }),
          ),
        },
      }),

    /** All fields as Asterisk holds them, with its defaults, passwords among them; undefined where there is none. */
    async get(type: PjsipType, id: string): Promise<PjsipFields | undefined> {
      const found = await find(ari, ariPath`asterisk/config/dynamic/res_pjsip/${type}/${id}`, Fields);
      return found?.map(({ attribute, value }) => [attribute, value] as const);
    },

    /** False if it was gone already. */
    remove: (type: PjsipType, id: string) =>
      end(ari, 'DELETE', ariPath`asterisk/config/dynamic/res_pjsip/${type}/${id}`),

    /** Names of all endpoints, those of the files too. */
    async endpoints(): Promise<readonly string[]> {
      const answer = await command(ari, 'GET', 'endpoints/PJSIP');
      return decode(z.array(Endpoint), answer, 'GET endpoints/PJSIP').map(({ resource }) => resource);
    },

    /** Names of those that could be called now: a phone has registered, a carrier answers. */
    async online(): Promise<readonly string[]> {
      const answer = await command(ari, 'GET', 'endpoints/PJSIP');
      const all = decode(z.array(Endpoint), answer, 'GET endpoints/PJSIP');
      return all.filter(({ state }) => state === 'online').map(({ resource }) => resource);
    },
  };
}
