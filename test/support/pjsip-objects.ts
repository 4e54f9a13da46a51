import type { PjsipObject } from '#asterisk-config/pjsip-object';
import type { RunningAsterisk } from '#runtime/supervisor/asterisk';

type Ari = RunningAsterisk['ari'];
type Name = Pick<PjsipObject, 'type' | 'id'>;

/** An object as ARI gives it back, with the fields that have defaults: names repeat. Undefined if there is none. */
export async function objectIn(ari: Ari, name: Name): Promise<readonly (readonly [string, string])[] | undefined> {
  const response = await asked(ari, 'GET', name);
  if (response.status === 404) return undefined;
  const tuples = (await response.json()) as { attribute: string; value: string }[];
  return tuples.map(({ attribute, value }) => [attribute, value] as const);
}

/** Pushes an object by ARI; what Asterisk said if it took it not. */
export async function pushObject(ari: Ari, object: PjsipObject): Promise<string | undefined> {
  const fields = object.fields.map(([attribute, value]) => ({ attribute, value }));
  const response = await asked(ari, 'PUT', object, JSON.stringify({ fields }));
  return response.ok ? undefined : `${response.status} ${await response.text()}`;
}

function asked(ari: Ari, method: string, { type, id }: Name, body?: string): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`${ari.username}:${ari.password}`).toString('base64')}`;
  return fetch(`${ari.url}/asterisk/config/dynamic/res_pjsip/${type}/${id}`, {
    method,
    body,
    headers: { authorization, 'content-type': 'application/json' },
  });
}

/** The fields that Asterisk holds otherwise than it was told, `name: told -> held`. */
export function misread(object: PjsipObject, read: Awaited<ReturnType<typeof objectIn>>): string[] {
  if (read === undefined) return [`there is no ${object.type} ${object.id}`];
  // Asterisk writes an address with its netmask, and codecs in brackets.
  const told = object.fields.filter(([name]) => name !== 'match' && name !== 'allow');
  const held = new Map(read);
  const plain = (value: string | undefined) => ({ true: 'yes', false: 'no' })[value ?? ''] ?? value;
  return told.flatMap(([name, value]) =>
    plain(held.get(name)) === value ? [] : [`${name}: ${value} -> ${held.get(name)}`],
  );
}

export const removeObject = (ari: Ari, name: Name): Promise<Response> => asked(ari, 'DELETE', name);
