import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Person } from '#asterisk-config/person';
import {
  isPersonEndpoint,
  isPhonePassword,
  personEndpoint,
  personPhoneObjects,
  personSecret,
  sipAddressObjects,
} from '#asterisk-config/person-phone';
import type { PjsipObject } from '#asterisk-config/pjsip-object';
import type { AriConnection } from '#runtime/ari/connection';
import { dynamicConfigOf } from '#runtime/ari/dynamic-config';
import type { RuntimeConfig } from '#runtime/config';
import { SecretError } from '#runtime/secrets/secret-error';
import type { PeoplePort } from '#runtime/server/ports';
import type { Db } from '#runtime/store/database';
import { listPeople } from '#runtime/store/people';
import { AppliedMemory } from '#runtime/trunks/applied-memory';
import { pushObjects } from '#runtime/trunks/push-objects';

export interface PeopleWiring {
  readonly port: PeoplePort;
  /** Something was changed in the database. */
  changed(): void;
  /** From now on Asterisk has the phones of the database. */
  start(ari: AriConnection): void;
}

/** An answer does not wait longer for Asterisk. */
const PATIENCE_MS = 2_000;

/** People and their telephones, put together for `main`. */
export function wirePeople(options: {
  readonly config: Pick<RuntimeConfig, 'stateFolder' | 'asterisk'>;
  readonly db: Db;
  readonly secret: (name: string) => Promise<string>;
  readonly log: Logger;
}): PeopleWiring {
  const { config, db, secret, log } = options;
  const host = config.asterisk?.host;
  const memory = new AppliedMemory(join(config.stateFolder, 'people-applied.json'));
  let ari: AriConnection | undefined;
  let applying: Promise<void> | undefined;
  let again = false;

  async function push(to: AriConnection): Promise<void> {
    const people = (await listPeople(db)).map(({ settings }) => settings);
    const wanted = [...sipAddressObjects, ...(await phonesOf(people, secret))];
    const { failures } = await pushObjects(to, { wanted, isOurs: isPersonEndpoint, memory });
    for (const { object, message } of failures)
      log.error({ object: object.id, message }, 'A phone is not in Asterisk.');
  }
  /** One run at a time; what is asked for during one makes another. */
  function apply(): Promise<void> {
    if (ari === undefined) return Promise.resolve();
    again = applying !== undefined;
    const to = ari;
    applying ??= push(to)
      // At the next connect, or the next change, it is tried again.
      .catch((err) => log.warn({ err }, 'The phones of people could not be brought to Asterisk.'))
      .then(() => {
        applying = undefined;
        return again ? apply() : undefined;
      });
    return applying;
  }

  return {
    port: {
      sip: host && { server: host.externalAddress ?? host.bindAddress, port: host.sipPort },
      async registered() {
        const names =
          ari === undefined
            ? []
            : await dynamicConfigOf(ari)
                .online()
                .catch(() => []);
        return new Set(names.filter(isPersonEndpoint));
      },
      apply: () => Promise.race([apply(), sleep(PATIENCE_MS, undefined, { ref: false })]),
    },
    changed: () => void apply(),
    start(connection) {
      ari = connection;
      ari.on('open', () => void apply());
      void apply();
    },
  };
}

/** A phone is in Asterisk once it has a password. */
async function phonesOf(
  people: readonly Person[],
  secret: (name: string) => Promise<string>,
): Promise<readonly PjsipObject[]> {
  const objects: PjsipObject[] = [];
  for (const { id, phones } of people)
    for (const phone of phones) {
      if (phone.kind !== 'sip') continue;
      const password = await secret(personSecret(id, phone.id)).catch((error) => {
        if (error instanceof SecretError) return undefined;
        throw error;
      });
      if (password !== undefined && isPhonePassword(password))
        objects.push(...personPhoneObjects(personEndpoint(id, phone.id), password));
    }
  return objects;
}
