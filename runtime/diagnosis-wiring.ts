import { Resolver } from 'node:dns/promises';
import type { Logger } from 'pino';
import type { SipHost } from '#asterisk-config/host';
import { channelsOf } from '#runtime/ari/channels';
import type { AriConnection } from '#runtime/ari/connection';
import { CallWatch, type CallWatchOptions, type RefusedCall, type WatchedCall } from '#runtime/diagnosis/call-watch';
import { isCarrierAddress } from '#runtime/diagnosis/carrier-address';
import { pcapOf } from '#runtime/diagnosis/pcap';
import { packTrace, unpackTrace } from '#runtime/diagnosis/sip-trace';
import { sipView } from '#runtime/diagnosis/sip-view';
import type { CallEvent } from '#runtime/flow/record';
import type { SipTap } from '#runtime/hep/sip-tap';
import type { TappedMessage } from '#runtime/hep/tapped-message';
import type { DiagnosisPort } from '#runtime/server/ports';
import type { Db } from '#runtime/store/database';
import { putFindings } from '#runtime/store/findings';
import { putRefusedCall } from '#runtime/store/refused-calls';
import { getSipTrace, putSipTrace } from '#runtime/store/sip-traces';

export interface DiagnosisOptions {
  readonly db: Db;
  /** Copies of SIP messages; without them no call can be explained. */
  readonly tap: SipTap | undefined;
  readonly settings: CallWatchOptions['settings'];
  readonly host: SipHost | undefined;
  readonly log: Logger;
}

export interface DiagnosisWiring {
  readonly port: DiagnosisPort;
  takeCallEvent(event: CallEvent): void;
  /** From now on the channels of this Asterisk are known. */
  start(ari: AriConnection): void;
  close(): void;
}

/** What watches calls and says why they failed, put together for `main`. */
export function wireDiagnosis({ db, tap, settings, host, log }: DiagnosisOptions): DiagnosisWiring {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  let channels: ReturnType<typeof channelsOf> | undefined;
  const watch = new CallWatch({
    settings,
    ...(host && { audioPorts: { first: host.rtpFirstPort, last: host.rtpLastPort } }),
    async readCounts(channelId) {
      const counts = await channels?.rtpStatistics(channelId);
      if (counts === undefined) return undefined;
      const { txcount: sent, rxcount: received, txploss, rtt } = counts;
      return { sent, received, lostThere: rtt > 0 || txploss > 0 ? txploss : undefined };
    },
    readCallId: async (id) => channels?.getVariable(id, 'CHANNEL(pjsip,call-id)'),
    onCall: (call) => keepCall(db, call),
    onRefused: (call) => keepRefused(db, call),
    onError: (err, message) => log.warn({ err }, message),
  });
  const stop = tap?.onMessage((message) => watch.takeMessage(message));
  const messagesOf = async (callId: string): Promise<readonly TappedMessage[]> => {
    const live = watch.messagesOf(callId);
    if (live !== undefined) return live;
    const packed = await getSipTrace(db, callId);
    return packed === undefined ? [] : unpackTrace(packed);
  };
  return {
    port: {
      sip: async (callId) => sipView(await messagesOf(callId)),
      pcap: async (callId) => pcapOf(await messagesOf(callId)),
      isCarrierAddress: (trunk, address) =>
        isCarrierAddress(trunk, address, {
          addressesOf: (host) => resolver.resolve4(host),
          namesOf: (one) => resolver.reverse(one),
        }),
    },
    takeCallEvent: (event) => watch.takeCallEvent(event),
    start(ari) {
      channels = channelsOf(ari);
      ari.on('event', (event) => watch.takeAriEvent(event));
    },
    close() {
      stop?.();
      watch.close();
    },
  };
}

async function keepCall(db: Db, { callId, number, findings, messages }: WatchedCall): Promise<void> {
  if (messages.length > 0) await putSipTrace(db, callId, await packTrace(messages));
  await putFindings(db, { id: callId, number }, findings);
}

const keepRefused = (db: Db, { messages: _messages, from, number, trunkId, ...call }: RefusedCall): Promise<void> =>
  putRefusedCall(db, { ...call, caller: from, number: number ?? null, trunkId: trunkId ?? null });
