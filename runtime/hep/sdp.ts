/** What a description says of the audio: where it is to be sent, in which codecs, and whether encrypted. */
export interface AudioDescription {
  readonly address: string;
  readonly port: number;
  /** `RTP/AVP`, `RTP/SAVP`, `UDP/TLS/RTP/SAVPF`, ... */
  readonly profile: string;
  readonly codecs: readonly string[];
  readonly direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
  /** A `crypto` line (SDES, RFC 4568) or a `fingerprint` (DTLS). */
  readonly hasCrypto: boolean;
  readonly hasFingerprint: boolean;
}

/** Payload types that need no `rtpmap` (RFC 3551). */
const fixed: Readonly<Record<string, string>> = {
  '0': 'PCMU',
  '3': 'GSM',
  '4': 'G723',
  '8': 'PCMA',
  '9': 'G722',
  '18': 'G729',
};

/** Reads the first audio of an SDP; undefined where there is none. Hostile text: nothing throws, all is capped. */
export function readAudio(body: string): AudioDescription | undefined {
  const lines = body.split(/\r?\n/, 500);
  const start = lines.findIndex((line) => /^m=audio /.test(line));
  if (start < 0) return undefined;
  const next = lines.findIndex((line, index) => index > start && line.startsWith('m='));
  const own = lines.slice(start, next < 0 ? undefined : next);
  const session = lines.slice(
    0,
    lines.findIndex((line) => line.startsWith('m=')),
  );
  const [, port = '0', profile = '', ...types] = (own[0] ?? '').slice(2).split(' ', 64);
  const names = new Map(
    own.flatMap((line) => {
      const map = /^a=rtpmap:(\d{1,3}) ([A-Za-z0-9-]{1,32})\//.exec(line);
      return map === null ? [] : [[map[1], map[2]] as const];
    }),
  );
  const either = (test: RegExp): string | undefined => [...own, ...session].find((line) => test.test(line));
  return {
    address: /^c=IN IP[46] (\S{1,64})/.exec(either(/^c=/) ?? '')?.[1] ?? '',
    port: Number(port.split('/')[0]) || 0,
    profile: profile.slice(0, 40),
    codecs: types.map((type) => names.get(type) ?? fixed[type] ?? type.slice(0, 8)),
    direction: (either(/^a=(sendrecv|sendonly|recvonly|inactive)$/)?.slice(2) ??
      'sendrecv') as AudioDescription['direction'],
    hasCrypto: own.some((line) => line.startsWith('a=crypto:')),
    hasFingerprint: either(/^a=fingerprint:/) !== undefined,
  };
}
