import { z } from 'zod';
import { refused } from './ari-error.ts';
import { command, create, decode, end, find } from './command.ts';
import { ariPath } from './path.ts';
import { Channel, RtpStatistics } from './resources.ts';
import type { AriRequester } from './transport.ts';

export type HangupReason =
  | 'normal'
  | 'busy'
  | 'congestion'
  | 'no_answer'
  | 'timeout'
  | 'rejected'
  | 'unallocated'
  | 'normal_unspecified'
  | 'number_incomplete'
  | 'codec_mismatch'
  | 'interworking'
  | 'failure'
  | 'answered_elsewhere';

export interface NewChannel {
  /** Our id, 149 characters at most; for a Local channel `otherId` names its second half. */
  readonly id: string;
  readonly otherId?: string;
  /** Such as PJSIP/trunk/sip:+4930123456@carrier: built from checked parts only, never from user text. */
  readonly endpoint: string;
  readonly app: string;
  readonly appArgs?: readonly string[];
  readonly callerId?: string;
  readonly originator?: string;
  readonly formats?: readonly string[];
  /** Channel variables and, as PJSIP_HEADER(add,...), SIP headers. Never user text as a name: it may be a function. */
  readonly variables?: Readonly<Record<string, string>>;
}

export interface Snoop {
  readonly id: string;
  readonly app: string;
  readonly appArgs?: readonly string[];
  readonly spy?: 'none' | 'both' | 'in' | 'out';
  readonly whisper?: 'none' | 'both' | 'in' | 'out';
}

export interface ExternalMedia {
  readonly id: string;
  readonly app: string;
  /** `INCOMING` with connectionType server: we connect to Asterisk's /media/... */
  readonly externalHost: string;
  readonly format: string;
  readonly encapsulation?: 'rtp' | 'audiosocket' | 'none';
  readonly transport?: 'udp' | 'tcp' | 'websocket';
  readonly connectionType?: 'client' | 'server';
  /** Options of the channel driver, such as f(json) of chan_websocket. */
  readonly transportData?: string;
}

/** Channels of Asterisk (docs.asterisk.org, Channels REST API). Unless said otherwise, calls throw AriRefused. */
export type Channels = ReturnType<typeof channelsOf>;

export function channelsOf(ari: AriRequester) {
  const post = (path: string) => command(ari, 'POST', path);
  const drop = (path: string) => command(ari, 'DELETE', path);
  const get = (id: string) => find(ari, ariPath`channels/${id}`, Channel);

  return {
    get,
    list: async () => decode(z.array(Channel), await command(ari, 'GET', 'channels'), 'GET channels'),

    /** Calls out; the application gets the channel when it is answered. False if the id exists already. */
    originate: (channel: NewChannel & { readonly timeoutSeconds?: number }) =>
      create(ari, 'channels', {
        query: { ...newChannelQuery(channel), callerId: channel.callerId, timeout: channel.timeoutSeconds },
        body: { variables: channel.variables ?? {} },
      }),

    /** Makes a channel that is silent in the application: once its StasisStart has come, `dial` makes it ring. */
    create: (channel: Omit<NewChannel, 'callerId'>) =>
      create(ari, 'channels/create', {
        query: newChannelQuery(channel),
        body: { variables: channel.variables ?? {} },
      }),

    dial: (id: string, options: { readonly caller?: string; readonly timeoutSeconds?: number } = {}) =>
      command(ari, 'POST', ariPath`channels/${id}/dial`, {
        query: { caller: options.caller, timeout: options.timeoutSeconds },
      }),

    answer: (id: string) => post(ariPath`channels/${id}/answer`),
    ring: (id: string) => post(ariPath`channels/${id}/ring`),
    stopRinging: (id: string) => drop(ariPath`channels/${id}/ring`),
    hold: (id: string) => post(ariPath`channels/${id}/hold`),
    unhold: (id: string) => drop(ariPath`channels/${id}/hold`),
    startSilence: (id: string) => post(ariPath`channels/${id}/silence`),
    stopSilence: (id: string) => drop(ariPath`channels/${id}/silence`),
    startMusic: (id: string, mohClass?: string) =>
      command(ari, 'POST', ariPath`channels/${id}/moh`, { query: { mohClass } }),
    stopMusic: (id: string) => drop(ariPath`channels/${id}/moh`),

    /** False if it was gone already. */
    hangUp: (id: string, reason: HangupReason = 'normal') =>
      end(ari, 'DELETE', ariPath`channels/${id}`, { query: { reason } }),

    /** Digits 0-9, *, #, A-D; durations in ms. */
    sendDigits: (
      id: string,
      dtmf: string,
      timing: { readonly betweenMs?: number; readonly durationMs?: number } = {},
    ) =>
      command(ari, 'POST', ariPath`channels/${id}/dtmf`, {
        query: { dtmf, between: timing.betweenMs, duration: timing.durationMs },
      }),

    /** Back to the dialplan. */
    continueInDialplan: (id: string, to: { readonly context?: string; readonly extension?: string } = {}) =>
      command(ari, 'POST', ariPath`channels/${id}/continue`, {
        query: { context: to.context, extension: to.extension },
      }),

    /** `variable` may be a dialplan function, so it is never user text. undefined if unset or gone. */
    async getVariable(id: string, variable: string): Promise<string | undefined> {
      const path = ariPath`channels/${id}/variable`;
      const response = await ari.request('GET', path, { query: { variable } });
      if (response.status === 404) return undefined;
      if (response.status !== 200) throw refused(`GET ${path}`, response.status, response.body);
      return decode(z.object({ value: z.string() }), response, path).value;
    },

    /** Counts of its RTP packets; undefined where it has none, or is gone. */
    rtpStatistics: (id: string) => find(ari, ariPath`channels/${id}/rtp_statistics`, RtpStatistics),

    /** Takes effect a moment later (up to 0.2 s) on older Asterisks. */
    setVariable: (id: string, variable: string, value: string) =>
      command(ari, 'POST', ariPath`channels/${id}/variable`, { query: { variable, value } }),

    /** A channel that hears, or is heard by, another. False if the id exists already: Asterisk says 500, not 409. */
    async snoop(id: string, snoop: Snoop): Promise<boolean> {
      const path = ariPath`channels/${id}/snoop/${snoop.id}`;
      const { app, appArgs, spy, whisper } = snoop;
      const response = await ari.request('POST', path, { query: { app, appArgs, spy, whisper } });
      if (response.status < 300) return true;
      if (response.status >= 500 && (await get(snoop.id)) !== undefined) return false;
      throw refused(`POST ${path}`, response.status, response.body);
    },

    /** A media leg of ours. The existing one if the id exists already. */
    async externalMedia(media: ExternalMedia): Promise<Channel> {
      const response = await ari.request('POST', 'channels/externalMedia', {
        query: {
          channelId: media.id,
          app: media.app,
          external_host: media.externalHost,
          format: media.format,
          encapsulation: media.encapsulation,
          transport: media.transport,
          connection_type: media.connectionType,
          transport_data: media.transportData,
        },
      });
      if (response.status === 200) return decode(Channel, response, 'POST channels/externalMedia');
      const existing = response.status >= 409 ? await get(media.id) : undefined;
      if (existing !== undefined) return existing;
      throw refused('POST channels/externalMedia', response.status, response.body);
    },
  };
}

function newChannelQuery(channel: Omit<NewChannel, 'callerId'>) {
  const { endpoint, app, appArgs, originator, formats } = channel;
  return { endpoint, app, appArgs, originator, formats, channelId: channel.id, otherChannelId: channel.otherId };
}
