import type { SipHost } from '#asterisk-config/host';
import type { PjsipObject } from '#asterisk-config/pjsip-object';
import { sourceGroups } from '#asterisk-config/source-groups';
import type { Trunk } from '#asterisk-config/trunk';
import { TrunkError } from '#asterisk-config/trunk-error';
import { isSharedEndpoint, sharedEndpointId, trunkObjectId, trunkOfEndpoint } from '#asterisk-config/trunk-names';
import { trunkObjects } from '#asterisk-config/trunk-objects';
import { AriUnavailable } from '#runtime/ari/ari-error';
import { digestOf } from './applied-memory.ts';
import type { Pushed } from './push-objects.ts';
import type { TrunkStates } from './trunk-states.ts';

export interface TrunkApplierOptions {
  /** All trunks, as the database has them. */
  readonly trunks: () => Promise<readonly Trunk[]>;
  /** Rejects with `code`, `message` and `fix` where it is missing or can't be opened. */
  readonly secret: (name: string) => Promise<string>;
  readonly host: SipHost;
  readonly dialplanContext: string;
  readonly states: TrunkStates;
  /** Brings objects into Asterisk, and takes out those of ours that are not among them. */
  readonly push: (wanted: readonly PjsipObject[], isOurs: (id: string) => boolean) => Promise<Pushed>;
  readonly onApplied?: (trunks: readonly Trunk[]) => void;
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
}

type Failure = NonNullable<ReturnType<TrunkStates['of']>['error']>;

/** Objects of tests of trunks, which remove them themselves. */
const TEST_PREFIX = 'pc-test-';
/** Several changes at once are one. */
const CALM_MS = 50;

/**
 * Keeps Asterisk's trunks as the database has them. `request` may be called at any time: after a change, and whenever
 * Asterisk was connected to. A trunk that can't be applied says why, and keeps no other from it.
 */
export class TrunkApplier {
  readonly #options: TrunkApplierOptions;
  #running: Promise<void> | undefined;
  #again = false;
  #applied: string | undefined;
  /** What Asterisk refused of it. */
  #refused: ReadonlyMap<string, Failure> = new Map();

  constructor(options: TrunkApplierOptions) {
    this.#options = options;
  }

  /** Settles when Asterisk has what the database had, or it is known why not. */
  request({ anew = false } = {}): Promise<void> {
    // Asterisk may be another one than before.
    if (anew) this.#applied = undefined;
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #run(): Promise<void> {
    while (this.#again) {
      await new Promise((resolve) => setTimeout(resolve, CALM_MS));
      this.#again = false;
      try {
        await this.#apply();
      } catch (err) {
        // Asked for again when the connection, or the database, is back.
        if (!(err instanceof AriUnavailable)) this.#options.log.warn({ err }, 'Trunks could not be applied.');
      }
    }
  }

  async #apply(): Promise<void> {
    const { states, push, log, onApplied } = this.#options;
    const trunks = await this.#options.trunks();
    states.keep(new Set(trunks.map(({ id }) => id)));
    const failures = new Map<string, Failure>();
    const secrets = await this.#secrets(trunks, failures);
    const wanted = this.#objects(trunks, secrets, failures);
    const digest = digestOf([wanted, [...failures.keys()]]);
    if (digest !== this.#applied) {
      if (this.#applied === undefined) for (const trunk of trunks) states.set(trunk, { applied: 'pending' });
      this.#applied = undefined;
      const pushed = await push(wanted, (id) => isOurs(id, failures));
      const { made, removed } = pushed;
      this.#refused = refusals(pushed, trunks);
      if (made + removed > 0) log.info({ made, removed, failed: failures.size }, 'Trunks were applied to Asterisk.');
      this.#applied = digest;
    }
    for (const [id, failure] of this.#refused) if (!failures.has(id)) failures.set(id, failure);
    for (const trunk of trunks) {
      const error = failures.get(trunk.id);
      const registration = trunk.kind === 'registration' ? states.of(trunk).registration : null;
      states.set(trunk, { applied: error === undefined ? 'yes' : 'failed', error, registration });
    }
    onApplied?.(trunks);
  }

  async #secrets(trunks: readonly Trunk[], failures: Map<string, Failure>): Promise<ReadonlyMap<string, string>> {
    const values = new Map<string, string>();
    for (const { id, password } of trunks) {
      if (password === undefined || values.has(password.secret)) continue;
      try {
        values.set(password.secret, await this.#options.secret(password.secret));
      } catch (error) {
        const { code = 'secret-unreadable', message, fix } = error as Error & { code?: string; fix?: string };
        if (!code.startsWith('secret-')) throw error;
        failures.set(id, { code, message, field: 'password', ...(fix === undefined ? {} : { fix }) });
      }
    }
    return values;
  }

  /** Of all trunks that objects can be made of. */
  #objects(
    trunks: readonly Trunk[],
    secrets: ReadonlyMap<string, string>,
    failures: Map<string, Failure>,
  ): readonly PjsipObject[] {
    const { host, dialplanContext } = this.#options;
    for (;;) {
      const good = trunks.filter(({ id }) => !failures.has(id));
      try {
        return trunkObjects(good, { host, dialplanContext, secretOf: (name) => secrets.get(name) ?? '' });
      } catch (error) {
        if (!(error instanceof TrunkError) || failures.has(error.trunkId)) throw error;
        const { code, message, fix, field } = error;
        failures.set(error.trunkId, { code, message, fix, field });
      }
    }
  }
}

function refusals({ failures }: Pushed, trunks: readonly Trunk[]): ReadonlyMap<string, Failure> {
  const refused = new Map<string, Failure>();
  for (const { object, code, message, field } of failures)
    for (const { id } of trunksOf(object.id, trunks))
      refused.set(id, {
        code,
        message: message.slice(0, 500),
        ...(field === undefined ? {} : { field }),
        fix: 'Compare the settings with what the carrier gave; if they are right, report this.',
      });
  return refused;
}

/** An object's id is that of its endpoint, with something behind it where the endpoint has several. */
function trunksOf(objectId: string, trunks: readonly Trunk[]): readonly Trunk[] {
  const [endpoint = ''] = objectId.split('_');
  if (!isSharedEndpoint(endpoint)) return trunks.filter(({ id }) => trunkObjectId(id) === endpoint);
  const groups = sourceGroups(trunks.filter(({ kind }) => kind !== 'pbx'));
  return groups.find((group) => sharedEndpointId(group.map(({ id }) => id)) === endpoint) ?? [];
}

/** What a trunk that fails now had before stays: it may still carry calls. */
function isOurs(objectId: string, failures: ReadonlyMap<string, unknown>): boolean {
  if (objectId.startsWith(TEST_PREFIX)) return false;
  const endpoint = objectId.split('_')[0] ?? '';
  const trunkId = trunkOfEndpoint(endpoint);
  return isSharedEndpoint(endpoint) || (trunkId !== undefined && !failures.has(trunkId));
}
