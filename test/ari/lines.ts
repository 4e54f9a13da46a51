import { afterEach } from 'vitest';
import { AriConnection, type AriConnectionOptions, type AriLog } from '#runtime/ari/connection';
import type { AriEvent, AriEventOf, AriEventType } from '#runtime/ari/events';
import type { AriServer } from '#runtime/ari/transport';
import type { PrivateAsteriskOptions } from '../support/asterisk.ts';

/** A private Asterisk whose context `test` answers Local channels: echo, tone, digits, quiet. */
export const asteriskWithTestDialplan: PrivateAsteriskOptions = {
  modules: ['app_echo', 'app_milliwatt', 'app_senddtmf'],
  amend: (files) => ({
    ...files,
    'extensions.conf': `${files['extensions.conf']}
[test]
exten = echo,1,Answer()
 same = n,Echo()
exten = tone,1,Answer()
 same = n,Milliwatt()
exten = digits,1,Answer()
 same = n,Wait(0.3)
 same = n,SendDTMF(5#)
 same = n,Wait(30)
exten = quiet,1,Wait(30)
`,
  }),
};

export interface Line {
  readonly connection: AriConnection;
  readonly events: AriEvent[];
  readonly warnings: string[];
  /** The first event of this type, past or coming within 5 s, that fits. */
  event<Type extends AriEventType>(type: Type, fits?: (event: AriEventOf<Type>) => boolean): Promise<AriEventOf<Type>>;
}

/** Opens connections that are closed after each test. */
export function useLines(): (options: Partial<AriConnectionOptions> & { server: AriServer }) => Promise<Line> {
  const open: AriConnection[] = [];
  afterEach(() => {
    for (const connection of open.splice(0)) connection.close();
  });
  return async (options) => {
    const line = newLine(options);
    open.push(line.connection);
    await line.connection.start();
    return line;
  };
}

/** A connection that is not started yet. */
export function newLine(options: Partial<AriConnectionOptions> & { server: AriServer }): Line {
  const warnings: string[] = [];
  const log: AriLog = { info() {}, warn: (_fields, message) => warnings.push(message) };
  const connection = new AriConnection({ app: 'patchcord', log, ...options });
  const events: AriEvent[] = [];
  connection.on('event', (event) => events.push(event));
  return {
    connection,
    events,
    warnings,
    async event(type, fits = () => true) {
      const isWanted = (event: AriEvent): event is AriEventOf<typeof type> =>
        event.type === type && fits(event as AriEventOf<typeof type>);
      return eventually(type, () => events.find(isWanted));
    },
  };
}

/** Asks every 10 ms until there is an answer; fails after `withinMs`. */
export async function eventually<Value>(
  what: string,
  ask: () => Value | undefined | Promise<Value | undefined>,
  withinMs = 5_000,
): Promise<Value> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const value = await ask();
    if (value !== undefined) return value;
    if (performance.now() > deadline) throw new Error(`No ${what} within ${withinMs} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
