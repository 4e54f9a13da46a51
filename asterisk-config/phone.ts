import { phoneContext, phonePrefix } from './dialplan.ts';

/** What a browser phone needs in Asterisk: objects that ARI pushes, in this order. */
export interface PhoneObject {
  readonly type: 'auth' | 'endpoint';
  readonly id: string;
  readonly fields: Readonly<Record<string, string>>;
}

const phoneName = /^phone-[0-9a-f]{32}$/;
const password = /^[A-Za-z0-9_-]{20,128}$/;

export const isPhoneName = (id: string): boolean => id.startsWith(phonePrefix);

/**
 * A phone in a browser, by WebRTC: keys of its own for each call (DTLS-SRTP), no registration, no calls to it. Sound as on
 * a telephone, without transcoding: what is heard here is what callers hear.
 */
export function phoneObjects(id: string, secret: string): readonly PhoneObject[] {
  if (!phoneName.test(id) || !password.test(secret))
    throw new Error('A browser phone has a made-up name and password.');
  return [
    { type: 'auth', id, fields: { auth_type: 'userpass', username: id, password: secret } },
    {
      type: 'endpoint',
      id,
      fields: {
        context: phoneContext,
        auth: id,
        identify_by: 'username',
        transport: 'transport-ws',
        webrtc: 'yes',
        disallow: 'all',
        allow: 'ulaw',
        dtmf_mode: 'rfc4733',
        direct_media: 'no',
        rtp_timeout: '30',
        rtp_timeout_hold: '300',
        trust_id_inbound: 'no',
        allow_transfer: 'no',
        allow_subscribe: 'no',
      },
    },
  ];
}
