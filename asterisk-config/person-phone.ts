import { inboundContext } from './dialplan.ts';
import type { PjsipObject } from './pjsip-object.ts';

const prefix = 'person-';
const names = /^person-[a-z][a-z0-9-]{0,39}-[a-z0-9]{4,20}$/;
const password = /^[A-Za-z0-9_-]{20,128}$/;

/** The name of a person's desk phone or softphone in Asterisk, and what it registers as. */
export const personEndpoint = (personId: string, phoneId: string): string => `${prefix}${personId}-${phoneId}`;

/** That of a person's phone, or of the endpoint that SIP addresses are called by. */
export const isPersonEndpoint = (id: string): boolean => id.startsWith(prefix) || id === sipAddressEndpoint;

/** Calls to SIP addresses leave by it. Nobody can call in by it: it has no password, and is told by no address. */
export const sipAddressEndpoint = 'sip-address';

const media = [
  ['disallow', 'all'],
  ['allow', 'alaw,ulaw,g722'],
  ['dtmf_mode', 'auto'],
  ['direct_media', 'no'],
  ['rtp_symmetric', 'yes'],
  ['force_rport', 'yes'],
  ['rewrite_contact', 'yes'],
  ['rtp_keepalive', '15'],
  ['rtp_timeout', '60'],
  ['rtp_timeout_hold', '300'],
  // What the other side asks for by REFER would be a call that nobody let out.
  ['allow_transfer', 'no'],
  ['allow_subscribe', 'no'],
  ['trust_id_inbound', 'no'],
  // As for trunks: the astdb takes every number for unknown without it.
  ['callerid', 'asreceived'],
] as const;

/** Passwords that are made here look so; one that somebody put in its place is not used. */
export const isPhonePassword = (text: string): boolean => password.test(text);

/** A phone that registers here with a name and password: objects that ARI pushes, in this order. */
export function personPhoneObjects(name: string, secret: string): readonly PjsipObject[] {
  if (!names.test(name) || !isPhonePassword(secret))
    throw new Error("A person's phone has a made-up name and password.");
  return [
    {
      type: 'auth',
      id: name,
      fields: [
        ['auth_type', 'userpass'],
        ['username', name],
        ['password', secret],
      ],
    },
    {
      type: 'aor',
      id: name,
      fields: [
        // A phone that comes back from elsewhere takes its own place.
        ['max_contacts', '1'],
        ['remove_existing', 'yes'],
        ['minimum_expiration', '60'],
        ['default_expiration', '300'],
        ['qualify_frequency', '30'],
        ['support_path', 'no'],
      ],
    },
    {
      type: 'endpoint',
      id: name,
      fields: [
        ['context', inboundContext],
        ['auth', name],
        ['aors', name],
        ['identify_by', 'username'],
        ...media,
        ['send_pai', 'yes'],
      ],
    },
  ];
}

export const sipAddressObjects: readonly PjsipObject[] = [
  { type: 'endpoint', id: sipAddressEndpoint, fields: [['context', inboundContext], ['identify_by', 'ip'], ...media] },
];

/** The secret that holds a phone's password: such a name has 64 letters at most. */
export const personSecret = (personId: string, phoneId: string): string => `sip-${personId.slice(0, 39)}-${phoneId}`;
