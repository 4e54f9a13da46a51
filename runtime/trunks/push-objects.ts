import type { PjsipObject, PjsipType } from '#asterisk-config/pjsip-object';
import { AriRefused } from '#runtime/ari/ari-error';
import { dynamicConfigOf } from '#runtime/ari/dynamic-config';
import type { AriRequester } from '#runtime/ari/transport';
import { type AppliedMemory, digestOf } from './applied-memory.ts';
import { differingField } from './read-back.ts';

/** Why an object is not in Asterisk as it should be. Never holds a value. */
export interface PushFailure {
  readonly object: PjsipObject;
  readonly code: 'trunk-refused' | 'trunk-not-as-set';
  readonly message: string;
  readonly field?: string;
}

export interface Pushed {
  readonly failures: readonly PushFailure[];
  readonly made: number;
  readonly removed: number;
}

/** What refers to others comes after them; removing goes the other way. */
const order: readonly PjsipType[] = ['auth', 'aor', 'endpoint', 'identify', 'registration'];

const keyOf = ({ type, id }: Pick<PjsipObject, 'type' | 'id'>): string => `${type}/${id}`;
const isRegistrationOf = (key: string): string | undefined => /^(?:auth|aor|endpoint)\/(.*)$/.exec(key)?.[1];

export interface PushOptions {
  /** What Asterisk shall have, in the order of making. */
  readonly wanted: readonly PjsipObject[];
  /** Whether an object that is there and not wanted shall be removed. */
  readonly isOurs: (id: string) => boolean;
  /** Objects that Asterisk is known to hold besides those that were pushed from here. */
  readonly found?: readonly Pick<PjsipObject, 'type' | 'id'>[];
  readonly memory: AppliedMemory;
}

/**
 * Makes Asterisk have these objects and no others of ours, touching only what differs, and reads back what it made. No
 * reload: that would try every refused registration again. @throws AriUnavailable
 */
export async function pushObjects(ari: AriRequester, options: PushOptions): Promise<Pushed> {
  const config = dynamicConfigOf(ari);
  const { wanted, memory } = options;
  const known = await memory.all();
  const failures: PushFailure[] = [];
  const changed = new Set<string>();
  const failed = new Set<string>();
  let [made, removed] = [0, 0];
  for (const object of wanted) {
    const key = keyOf(object);
    // What it needs is not there.
    if (failed.has(object.id)) continue;
    const told = digestOf(object.fields);
    const held = await config.get(object.type, object.id);
    const before = known.get(key);
    const isSame = held !== undefined && before?.told === told && before.held === digestOf(sorted(held));
    const mustRetry = object.type === 'registration' && changed.has(object.id);
    if (isSame && !mustRetry) continue;
    known.delete(key);
    try {
      // Asterisk goes on with a registration whose own fields are the same, and would not use the new password.
      if (mustRetry && held !== undefined) await config.remove(object.type, object.id);
      await config.put(object.type, object.id, object.fields);
      made += 1;
      const now = (await config.get(object.type, object.id)) ?? [];
      const field = differingField(object.fields, now);
      if (field !== undefined) {
        failed.add(object.id);
        const message = `Asterisk does not hold '${field}' of ${key} as it was told.`;
        failures.push({ object, code: 'trunk-not-as-set', message, field });
        continue;
      }
      known.set(key, { told, held: digestOf(sorted(now)) });
      const id = isRegistrationOf(key);
      if (id !== undefined) changed.add(id);
    } catch (error) {
      if (!(error instanceof AriRefused)) throw error;
      failed.add(object.id);
      failures.push({ object, code: 'trunk-refused', message: `Asterisk refused the ${key}: ${saidBy(error)}` });
    }
  }
  const keep = new Set(wanted.map(keyOf));
  for (const { type, id } of unwanted(keep, known.keys(), await config.endpoints(), options)) {
    if (await config.remove(type, id)) removed += 1;
    known.delete(keyOf({ type, id }));
  }
  await memory.keep();
  return { failures, made, removed };
}

function unwanted(
  keep: ReadonlySet<string>,
  known: Iterable<string>,
  endpoints: readonly string[],
  { isOurs, found = [] }: PushOptions,
): readonly Pick<PjsipObject, 'type' | 'id'>[] {
  const there = new Set([...known, ...endpoints.map((id) => `endpoint/${id}`), ...found.map(keyOf)]);
  const gone = [...there].filter((key) => !keep.has(key)).map((key) => key.split('/') as [PjsipType, string]);
  return [...order]
    .reverse()
    .flatMap((type) => gone.filter(([of, id]) => of === type && isOurs(id)).map(([, id]) => ({ type, id })));
}

const sorted = (fields: PjsipObject['fields']) => [...fields].sort(([a], [b]) => (a < b ? -1 : 1));

/** `Asterisk refused PUT ...: 400 Creation of object 'pc-x' failed field value validation` */
const saidBy = ({ message }: AriRefused): string => message.replace(/^.*?: /, '').slice(0, 200);
