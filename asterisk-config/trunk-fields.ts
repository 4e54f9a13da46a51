import type { Trunk } from './trunk.ts';

/** Fields of a trunk that somebody fills in. */
export type TrunkField = Exclude<keyof Trunk, 'id'>;

/** Every field in plain words: for forms, for messages, and for whoever exports the configuration. */
export const trunkFields: Readonly<Record<TrunkField, { readonly label: string; readonly help: string }>> = {
  name: { label: 'Name', help: 'How you call this connection to a carrier (a trunk) in lists.' },
  carrier: { label: 'Carrier', help: 'The company that the number was bought from.' },
  kind: {
    label: 'How you know each other',
    help: 'Registration: Patchcord signs in at the carrier and stays signed in. Password on each call: calls out carry user name and password, calls in come from addresses that you list. Addresses: each side knows the other by its address alone. On my PBX: the connection exists in your own Asterisk.',
  },
  domain: {
    label: 'Server or SIP domain',
    help: 'The host name that calls out are sent to, without "sip:". The carrier names it; some give every customer one of his own.',
  },
  port: {
    label: 'Port',
    help: 'Leave it empty unless the carrier names one: 5060 is usual for UDP and TCP, 5061 for TLS.',
  },
  transport: {
    label: 'Transport',
    help: 'How the messages that set up calls travel. UDP works nearly everywhere; TCP where UDP messages get lost; TLS is encrypted.',
  },
  mediaEncryption: {
    label: 'Encrypted sound',
    help: 'SDES encrypts the sound (SRTP) with keys that are sent in the messages, so choose TLS with it. Both sides must have it on.',
  },
  verifyCertificate: {
    label: "Check the carrier's certificate",
    help: 'With TLS: refuse a server that cannot prove its name. Switch it off only for a test: without it anybody on the way can listen.',
  },
  username: {
    label: 'User name',
    help: 'The SIP user name of the account or trunk: often not the name that you sign in to the web site with.',
  },
  authUsername: {
    label: 'Name for signing in',
    help: 'Only if the carrier names a second one, as "auth user" or "authorization ID".',
  },
  password: {
    label: 'Password',
    help: 'The SIP password. It is stored encrypted, and nobody can read it here again.',
  },
  registrar: {
    label: 'Registrar',
    help: 'The server that Patchcord signs in at (registers), so that the carrier knows where to send calls. With :port if the carrier names one.',
  },
  outboundProxy: {
    label: 'Outbound proxy',
    help: 'A server through which all messages go. Only if the carrier names one beside the registrar.',
  },
  codecs: {
    label: 'Sound formats',
    help: 'In the order in which they are offered. alaw (Europe) and ulaw (America) are what telephone networks use.',
  },
  dtmf: {
    label: 'Key presses',
    help: 'How keys that callers press are sent. RFC 4733 is what nearly every carrier uses.',
  },
  callerId: {
    label: 'Number shown',
    help: 'Which number people see when you call, and where in the message it stands. Carriers refuse numbers that are not yours.',
  },
  leadingPlus: {
    label: 'Numbers with +',
    help: 'On: +4930123456. Off: 4930123456, for carriers that want no plus.',
  },
  techPrefix: {
    label: 'Tech prefix',
    help: 'Digits before every number that is called, if the carrier uses them to know you.',
  },
  headers: { label: 'More headers', help: 'Lines that are added to each message that starts a call.' },
  sourceAddresses: {
    label: "Carrier's addresses",
    help: "Where the carrier's calls come from. Calls from other addresses are refused. Take them from the carrier's page, all of them.",
  },
  calledNumber: {
    label: 'Where the called number stands',
    help: 'Normally in the address of the message (request URI). Some carriers put the account there and the number into To or a header.',
  },
  country: {
    label: 'Country',
    help: 'How numbers without a country code are read, such as 030 123456 in Germany.',
  },
  sessionTimers: {
    label: 'Session timers',
    help: 'A sign of life during long calls. "Accept" is right nearly always.',
  },
  sessionSeconds: { label: 'Session length', help: 'Seconds between two signs of life, 1800 being usual.' },
  qualifySeconds: {
    label: 'Ask whether it is there',
    help: 'Seconds between two OPTIONS messages that show whether the carrier answers. 0 sends none.',
  },
  reliableProvisional: {
    label: 'Confirm ringing (100rel)',
    help: 'Confirms messages such as "ringing". Leave it off unless the carrier asks for PRACK.',
  },
  maxCalls: { label: 'Calls at a time', help: 'What the carrier allows at once, in and out together.' },
  maxCallsPerSecond: { label: 'New calls a second', help: 'What the carrier allows; more would be refused.' },
  pbx: { label: 'On my PBX', help: 'The endpoint, and the context for calls out, that your own Asterisk has already.' },
};
