import type { NotReached } from '#runtime/flow/call';
import type { Destination } from '#runtime/flow/destination';
import { type DialHost, dial } from './dialling.ts';
import { Operations } from './operations.ts';

export interface FirstRing {
  readonly to: Destination;
  readonly timeoutMs: number;
}

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Dials before there is a step to do it; undefined once somebody has picked up. Not gone on with after a restart. */
export async function ringFirst(host: DialHost, { to, timeoutMs }: FirstRing): Promise<NotReached | undefined> {
  const operations = new Operations(
    {
      clock: host.clock,
      aborted: false,
      keysTaken: 0,
      seal: host.ports.seal,
      open: host.ports.open,
      write: () => {},
      flush: () => {},
    },
    `${host.callId}:0`,
    undefined,
  );
  const dialled = await dial(host, operations, SILENT, { to, timeoutMs, kind: 'dial' });
  return dialled.kind === 'answered' ? undefined : dialled;
}
