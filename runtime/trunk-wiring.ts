import { join } from 'node:path';
import type { Logger } from 'pino';
import { inboundContext } from '#asterisk-config/dialplan';
import { SipHost } from '#asterisk-config/host';
import { findSettingsProblems } from '#asterisk-config/settings-problems';
import type { Trunk } from '#asterisk-config/trunk';
import { TrunkError } from '#asterisk-config/trunk-error';
import { trunkObjectId } from '#asterisk-config/trunk-names';
import { trunkObjects } from '#asterisk-config/trunk-objects';
import { AmiConnection } from '#runtime/ami/ami-connection';
import type { AriConnection } from '#runtime/ari/connection';
import { type AwayWiringOptions, wireAway } from '#runtime/away-wiring';
import type { RuntimeConfig } from '#runtime/config';
import type { SipTap } from '#runtime/hep/sip-tap';
import type { RevisionCache } from '#runtime/publishing/revision-cache';
import type { TrunkPort } from '#runtime/server/ports';
import type { Runnable } from '#runtime/session/live-calls';
import { makeSipCopies } from '#runtime/sip-copies';
import type { Db } from '#runtime/store/database';
import { listNumbers } from '#runtime/store/numbers';
import { listTrunks } from '#runtime/store/trunks';
import { countUnknownNumber } from '#runtime/store/unknown-numbers';
import { AppliedMemory } from '#runtime/trunks/applied-memory';
import { TrunkApplier } from '#runtime/trunks/apply-trunks';
import type { AwayKeeper } from '#runtime/trunks/away';
import { flowOfCall } from '#runtime/trunks/call-flow-finder';
import type { ArrivingCall } from '#runtime/trunks/inbound-calls';
import { pushObjects } from '#runtime/trunks/push-objects';
import { RegisterAnswers } from '#runtime/trunks/register-answers';
import { TrunkBook } from '#runtime/trunks/trunk-book';
import { TrunkStates } from '#runtime/trunks/trunk-states';
import { TrunkWatch } from '#runtime/trunks/trunk-watch';
import { writeObjects } from '#runtime/trunks/write-objects';

export interface TrunkWiringOptions {
  readonly config: Pick<RuntimeConfig, 'stateFolder' | 'asterisk' | 'trunksFile'>;
  readonly db: Db;
  readonly revisions: RevisionCache;
  readonly secret: (name: string) => Promise<string>;
  readonly log: Logger;
}

interface StartParts extends Pick<AwayWiringOptions, 'keep' | 'mayCall'> {
  readonly ari: AriConnection;
  /** Copies of SIP messages tell what carriers answer. */
  readonly tap: SipTap | undefined;
}

export interface TrunkWiring {
  readonly book: TrunkBook;
  readonly port: TrunkPort;
  /** The flow that answers a call. */
  flowFor(call: ArrivingCall): Promise<Runnable | undefined>;
  /** Registers a trunk once more, where it does: its carrier may have forgotten it. */
  renew(trunkId: string): Promise<unknown>;
  /** Something was changed in the database. */
  changed(): void;
  /** From now on Asterisk has the trunks of the database. */
  start(parts: StartParts): void;
  /** Undefined until the start, and on a machine without Asterisk. */
  readonly ami: AmiConnection | undefined;
  stop(): void;
}

/** On a machine without Asterisk settings can be looked at all the same. */
const nowhere = SipHost.parse({ sipPort: 5060, rtpFirstPort: 10_000, rtpLastPort: 11_999 });

/** Numbers and trunks, put together for `main`. */
export function wireTrunks({ config, db, revisions, secret, log }: TrunkWiringOptions): TrunkWiring {
  const host = config.asterisk?.host ?? nowhere;
  const states = new TrunkStates();
  const trunks = async () => (await listTrunks(db)).map(({ settings }) => settings);
  const book = new TrunkBook({
    trunks,
    numbers: async () => (await listNumbers(db)).map(({ settings }) => settings),
  });
  const memory = new AppliedMemory(join(config.stateFolder, 'trunks-applied.json'));
  const file = config.trunksFile;
  let applier: TrunkApplier | undefined;
  let ami: AmiConnection | undefined;
  let watch: TrunkWatch | undefined;
  let away: AwayKeeper | undefined;
  return {
    get ami() {
      return ami;
    },
    book,
    port: {
      state: (trunk) => states.of(trunk),
      problems: (trunk) => problemsOf(trunk, host),
      observe: (listener) => states.observe(listener),
    },
    flowFor: (call) =>
      flowOfCall<Runnable>(call, {
        book,
        ofExtension: (extension) => revisions.flowFor(extension),
        current: (flowId) => revisions.currentOf(flowId),
        onUnknown({ dialled, trunkId, number = null }) {
          log.warn({ trunkId, pii: { dialled } }, 'A number was called by a trunk that is nobody’s here.');
          countUnknownNumber(db, { dialled, trunkId, number }).catch((err) =>
            log.warn({ err }, 'An unknown number could not be kept.'),
          );
        },
      }),
    renew: async (trunkId) => ami?.action('PJSIPRegister', { Registration: trunkObjectId(trunkId) }),
    changed() {
      book.forget();
      void applier?.request();
      away?.changed();
    },
    start({ ari, tap, keep, mayCall }) {
      if (config.asterisk === undefined) return;
      ami = new AmiConnection({ server: config.asterisk.ami, log });
      watch = new TrunkWatch({ ami, states, answers: tap && new RegisterAnswers(tap) });
      away = wireAway({ ami, ari, book, db, recordingFolder: config.asterisk.recordingFolder, keep, mayCall, log });
      ami.start();
      applier = new TrunkApplier({
        trunks,
        secret,
        host,
        dialplanContext: inboundContext,
        states,
        async push(wanted, isOurs) {
          // Before the trunks: the answer to the first registration is to be seen.
          if (tap !== undefined && wanted.length > 0) await makeSipCopies(ari, log);
          return file === undefined || ami === undefined
            ? pushObjects(ari, { wanted, isOurs, memory })
            : writeObjects(ari, { wanted, file, ami });
        },
        onApplied: (applied) => watch?.follow(applied),
        log,
      });
      const anew = () => void applier?.request({ anew: true });
      ari.on('open', anew);
      // Only AMI can reload.
      if (file !== undefined) ami.on('open', anew);
      anew();
    },
    stop() {
      watch?.stop();
      away?.stop();
      ami?.close();
    },
  };
}

/** What will not work, by the settings alone; also where no configuration can be made of them. */
function problemsOf(trunk: Trunk, host: SipHost): ReturnType<TrunkPort['problems']> {
  const problems = findSettingsProblems(trunk);
  try {
    trunkObjects([trunk], { host, secretOf: () => 'unknown-here', dialplanContext: inboundContext });
    return problems;
  } catch (error) {
    if (!(error instanceof TrunkError)) throw error;
    const { code, field, message, fix } = error;
    if (problems.some((problem) => problem.severity === 'error' && problem.field === field)) return problems;
    return [...problems, { severity: 'error', code, field, message, fix }];
  }
}
