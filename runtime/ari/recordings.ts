import { AriRefused } from './ari-error.ts';
import { create, end, find } from './command.ts';
import { ariPath } from './path.ts';
import { LiveRecording, StoredRecording } from './resources.ts';
import type { AriRequester } from './transport.ts';

export interface NewRecording {
  /** From `recordingName`. */
  readonly name: string;
  readonly on: { readonly channel: string } | { readonly bridge: string };
  /** A file format of Asterisk: wav (8 kHz, 16 bit), wav16, ulaw ... */
  readonly format: string;
  /** 0: no limit. */
  readonly maxDurationSeconds?: number;
  readonly maxSilenceSeconds?: number;
  readonly beep?: boolean;
  readonly terminateOn?: 'none' | 'any' | '*' | '#';
}

/**
 * The recording name for an operation's id. Asterisk takes the name as a path under its spool folder, so only plain
 * names are let through; colons become dashes, which ids do not have, because other systems' file names can't hold them.
 */
export function recordingName(id: string): string {
  if (!/^[A-Za-z0-9_:]{1,140}$/.test(id)) {
    throw new AriRefused('ari-bad-value', 0, `Not an id for a recording: ${JSON.stringify(id.slice(0, 60))}`);
  }
  return id.replaceAll(':', '-');
}

/** Recordings of Asterisk (docs.asterisk.org, Recordings REST API). Unless said otherwise, calls throw AriRefused. */
export type Recordings = ReturnType<typeof recordingsOf>;

export function recordingsOf(ari: AriRequester) {
  return {
    /** Records; false if there is one of this name, running or stored. A channel in a bridge can't: `ari-conflict`. */
    async start(recording: NewRecording): Promise<boolean> {
      const { name, on, format, maxDurationSeconds, maxSilenceSeconds, beep, terminateOn } = recording;
      const path = 'channel' in on ? ariPath`channels/${on.channel}/record` : ariPath`bridges/${on.bridge}/record`;
      return create(ari, path, {
        query: { name, format, maxDurationSeconds, maxSilenceSeconds, beep, terminateOn, ifExists: 'fail' },
      });
    },

    /** undefined unless it is running. */
    getLive: (name: string) => find(ari, ariPath`recordings/live/${name}`, LiveRecording),
    /** Stops and keeps it; false if it was not running. */
    stop: (name: string) => end(ari, 'POST', ariPath`recordings/live/${name}/stop`),
    /** Stops and throws it away; false if it was not running. */
    cancel: (name: string) => end(ari, 'DELETE', ariPath`recordings/live/${name}`),
    pause: (name: string) => end(ari, 'POST', ariPath`recordings/live/${name}/pause`),
    resume: (name: string) => end(ari, 'DELETE', ariPath`recordings/live/${name}/pause`),

    getStored: (name: string) => find(ari, ariPath`recordings/stored/${name}`, StoredRecording),
    removeStored: (name: string) => end(ari, 'DELETE', ariPath`recordings/stored/${name}`),
  };
}

/** The path of a stored recording's bytes, for `fetchFile`. */
export function recordingFilePath(name: string): string {
  return ariPath`recordings/stored/${name}/file`;
}
