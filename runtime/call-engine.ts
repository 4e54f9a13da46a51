import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { phoneContext, referContext, referTarget } from '#asterisk-config/dialplan';
import { bridgesOf } from '#runtime/ari/bridges';
import { channelsOf } from '#runtime/ari/channels';
import { AriConnection } from '#runtime/ari/connection';
import type { AriEventType } from '#runtime/ari/events';
import { playbacksOf } from '#runtime/ari/playbacks';
import { recordingsOf } from '#runtime/ari/recordings';
import type { AriServer } from '#runtime/ari/transport';
import { StepFailed } from '#runtime/flow/call';
import type { Json } from '#runtime/flow/json';
import type { CallEvent } from '#runtime/flow/record';
import type { Step } from '#runtime/flow/step';
import { parseAllowList } from '#runtime/http/allow-list';
import { guardedHttp } from '#runtime/http/guarded-http';
import { PhoneSessions } from '#runtime/phone/phone-sessions';
import type { Keyring } from '#runtime/secrets/key';
import { openSealed, seal } from '#runtime/secrets/seal';
import { CallJournals } from '#runtime/session/call-journals';
import type { Runnable } from '#runtime/session/live-calls';
import { LiveCalls } from '#runtime/session/live-calls';
import { playableSounds } from '#runtime/session/playable-sounds';
import type { SessionPorts } from '#runtime/session/ports';
import type { Sounds } from '#runtime/sounds';
import type { ArrivingCall } from '#runtime/trunks/inbound-calls';

/** The Stasis application of the generated dialplan. */
export const APPLICATION = 'patchcord';

export interface CallEngineOptions {
  readonly ari: AriServer;
  readonly nodeName: string;
  /** Journals are kept here. */
  readonly stateFolder: string;
  /** Where Asterisk keeps stored recordings. */
  readonly recordingFolder: string;
  readonly sounds: Sounds;
  readonly steps: ReadonlyMap<string, Step>;
  readonly keyring: Keyring;
  /** The flow that answers a call; `header` reads one of its request's headers. */
  readonly flowFor: (call: ArrivingCall) => Promise<Runnable | undefined>;
  readonly revisionOf: (flowId: string, revision: number) => Promise<Runnable | undefined>;
  readonly keep: (events: readonly CallEvent[]) => Promise<void>;
  readonly observe: (event: CallEvent, flowId: string) => void;
  readonly hours: SessionPorts['hours'];
  readonly secret: SessionPorts['secret'];
  /** The dial gate and the ways out; without it nothing is dialled. */
  readonly route?: SessionPorts['route'];
  readonly releaseOf?: SessionPorts['releaseOf'];
  /** Reaches the open internet only, without it. */
  readonly http?: SessionPorts['http'];
  /** Without it, as on a line for one call, jobs are logged and left. */
  readonly afterwards?: SessionPorts['afterwards'];
  readonly log: Logger;
}

export interface CallEngine {
  readonly calls: LiveCalls;
  readonly phones: PhoneSessions;
  readonly connection: AriConnection;
  readonly journals: CallJournals;
  /** Leaves Asterisk's calls alone: the next start goes on with them. */
  stop(): Promise<void>;
}

/** Asterisk, speech and sessions put together: everything of a call but the database and the network's doors. */
export async function startCallEngine(options: CallEngineOptions): Promise<CallEngine> {
  const { stateFolder, log, keyring } = options;
  const { prompts, assets } = options.sounds;
  const journals = new CallJournals(join(stateFolder, 'journal'), (err) =>
    log.error({ err }, 'The journal of calls can not be written.'),
  );
  const durations = {
    speak: (request: { text: string; voice: string; language: string }) => prompts.renderSpeech(request),
    asset: async (hash: string) => {
      const asset = await assets.get(hash);
      if (asset === undefined) throw new StepFailed('asset-missing', `There is no sound ${hash}.`);
      return { path: await assets.playable(hash), durationMs: asset.durationMs };
    },
  };
  let calls: LiveCalls | undefined;
  const connection = new AriConnection({
    server: options.ari,
    app: APPLICATION,
    log,
    events: CALL_EVENTS,
    onConnect: async (requester) => {
      await calls?.reconcile(requester);
      await phones.align(requester);
    },
  });
  const phones = new PhoneSessions({
    ari: connection,
    socketUrl: sipSocketUrl(options.ari),
    onError: (err, message) => log.warn({ err }, message),
  });
  const ports: SessionPorts = {
    steps: options.steps,
    playable: playableSounds(durations, options.recordingFolder),
    hours: options.hours,
    http: options.http ?? guardedHttp({ allow: parseAllowList('') }),
    route: options.route ?? (async () => NO_WAY_OUT),
    releaseOf: options.releaseOf,
    secret: options.secret,
    afterwards: options.afterwards ?? (async ({ name }) => log.warn({ job: name }, 'A job is left undone here.')),
    seal: (value) => seal(keyring, SEAL_PURPOSE, value) as unknown as Json,
    open: (value) => openSealed(keyring, SEAL_PURPOSE, value),
    observe: (event, flowId) => {
      phones.observe(event);
      options.observe(event, flowId);
    },
  };
  const ari = {
    app: APPLICATION,
    bridges: bridgesOf(connection),
    channels: channelsOf(connection),
    playbacks: playbacksOf(connection),
    recordings: recordingsOf(connection),
    refer: { context: referContext, extension: 'refer', variable: referTarget },
  };
  calls = new LiveCalls({
    ari,
    instance: instanceOf(options.nodeName),
    journals,
    ports,
    flowFor: async (extension, channel) =>
      channel.dialplan.context === phoneContext
        ? phones.flowFor(channel)
        : options.flowFor({
            channelName: channel.name,
            extension,
            // Asterisk answers with an error where the request has no such header.
            header: (name) => ari.channels.getVariable(channel.id, `PJSIP_HEADER(read,${name})`).catch(() => undefined),
          }),
    revisionOf: options.revisionOf,
    keep: options.keep,
    onError: (error, message, callId) => log.error({ err: error, callId }, message),
  });
  connection.on('event', (event) => calls.handle(event));
  connection.on('replaced', () =>
    log.error('Another process took over the calls of this Asterisk; this one stops acting.'),
  );
  await connection.start();
  return {
    calls,
    phones,
    connection,
    journals,
    stop: async () => {
      await phones.stop();
      connection.close();
      journals.close();
    },
  };
}

/** SIP over WebSocket is served beside ARI, by the same HTTP server of Asterisk. */
function sipSocketUrl({ url }: AriServer): string {
  const address = new URL('/ws', url);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  return address.href;
}

/** What the session listens to. Each more would cost Asterisk and Node CPU in every call, and tells nothing new. */
const CALL_EVENTS: readonly AriEventType[] = [
  'StasisStart',
  'ChannelDtmfReceived',
  'PlaybackFinished',
  'RecordingFinished',
  'RecordingFailed',
  // Comes before what a hang-up ends: without it the end of a prompt would lead on to the next node.
  'ChannelHangupRequest',
  'ChannelDestroyed',
  // How a call out is doing. No inbound call ever causes one, so that it costs only where something is dialled.
  'Dial',
  'ApplicationReplaced',
];

const NO_WAY_OUT = {
  ok: false,
  code: 'dial-impossible',
  message: 'No call can leave here.',
  fix: 'Use a running instance with a trunk.',
} as const;

/** Sensitive values of calls are sealed for this purpose: nothing else of Patchcord opens them. */
export const SEAL_PURPOSE = 'call';

const instanceOf = (nodeName: string): string => createHash('sha256').update(nodeName).digest('hex').slice(0, 6);
