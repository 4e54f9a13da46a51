/** What the other side said about its audio. */
export interface AudioOffer {
  readonly address: string;
  readonly port: number;
  readonly profile: string;
  readonly payloads: readonly number[];
  readonly direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
  readonly hasCrypto: boolean;
}

export function audioOf(sdp: string): AudioOffer | undefined {
  const media = /^m=audio (\d+) (\S+) (.*)$/m.exec(sdp);
  if (media === null) return undefined;
  const [, port, profile = '', payloads = ''] = media;
  const direction = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m.exec(sdp)?.[1] ?? 'sendrecv';
  return {
    address: /^c=IN IP4 (\S+)/m.exec(sdp)?.[1] ?? '',
    port: Number(port),
    profile,
    payloads: payloads.trim().split(/\s+/).map(Number),
    direction: direction as AudioOffer['direction'],
    hasCrypto: /^a=crypto:/m.test(sdp),
  };
}

export type CarrierCodec = 'PCMU' | 'PCMA' | 'G722';
export const payloadOf: Readonly<Record<CarrierCodec, number>> = { PCMU: 0, PCMA: 8, G722: 9 };

export interface OwnAudio {
  readonly address: string;
  readonly port: number;
  readonly codecs: readonly CarrierCodec[];
  readonly direction?: AudioOffer['direction'];
}

export function audioSdp({ address, port, codecs, direction = 'sendrecv' }: OwnAudio): string {
  return [
    'v=0',
    `o=carrier 1 1 IN IP4 ${address}`,
    's=-',
    `c=IN IP4 ${address}`,
    't=0 0',
    `m=audio ${port} RTP/AVP ${codecs.map((codec) => payloadOf[codec]).join(' ')} 101`,
    ...codecs.map((codec) => `a=rtpmap:${payloadOf[codec]} ${codec}/8000`),
    'a=rtpmap:101 telephone-event/8000',
    'a=fmtp:101 0-16',
    `a=${direction}`,
    '',
  ].join('\r\n');
}
