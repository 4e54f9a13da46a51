import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { AriRequester } from '#runtime/ari/transport';
import type { RuntimeConfig } from '#runtime/config';
import type { DialGate } from '#runtime/dial-gate/dial-gate';
import type { SipTap } from '#runtime/hep/sip-tap';
import { makeSipCopies } from '#runtime/sip-copies';
import type { Db } from '#runtime/store/database';
import { markTrunkPassed } from '#runtime/store/trunks';
import { openLadderLine, removeLeftTestTrunks } from '#runtime/trunks/ladder/ladder-line';
import { sipResolver } from '#runtime/trunks/ladder/sip-resolver';
import { TrunkTests } from '#runtime/trunks/ladder/trunk-tests';

/** Tests of connections, put together for `main`. */
export function wireTrunkTests(options: {
  readonly asterisk: NonNullable<RuntimeConfig['asterisk']>;
  readonly ari: AriRequester;
  readonly db: Db;
  readonly gate: Pick<DialGate, 'permit'>;
  readonly tap: SipTap | undefined;
  /** Registers a trunk once more, after a test that may have taken its place at the carrier. */
  readonly renew: (trunkId: string) => Promise<unknown>;
  readonly log: Logger;
}): TrunkTests {
  const { asterisk, ari, db, gate, tap, renew, log } = options;
  const { host } = asterisk;
  removeLeftTestTrunks(ari).catch((err) => log.warn({ err }, 'What old tests of trunks left could not be removed.'));
  const resolver = sipResolver();
  const authorities = async () =>
    host.tls === undefined ? undefined : readFile(host.tls.authoritiesFile, 'utf8').catch(() => undefined);
  return new TrunkTests({
    deps: () => ({
      host,
      resolver,
      authorities,
      tap,
      mayDial: async ({ to, from }) => {
        const permit = await gate.permit(to, from);
        return permit.ok ? { ok: true, release: () => permit.release() } : permit;
      },
      async openLine() {
        if (tap !== undefined) await makeSipCopies(ari, log);
        return openLadderLine(asterisk.ari, log);
      },
    }),
    onPassed: (trunkId, revision) => markTrunkPassed(db, trunkId, revision),
    onOver: async (trunkId) => void (await renew(trunkId)),
    onError: (err, message) => log.error({ err }, message),
  });
}
