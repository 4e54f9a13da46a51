import { type CarrierPreset, nothing } from './preset.ts';

export const twilio: CarrierPreset = {
  ...nothing,
  id: 'twilio',
  title: 'Twilio Elastic SIP Trunking',
  kinds: ['digest', 'ip'],
  source: [
    'https://www.twilio.com/docs/sip-trunking',
    'https://www.twilio.com/docs/sip-trunking/sending-sip-to-twilio-best-practices',
    'https://www.twilio.com/docs/sip-trunking/ip-addresses',
  ],
  verifiedAt: '2026-11-24',
  unverified: ["The addresses are of lists by others than Twilio: compare them with Twilio's page of IP addresses."],
  defaults: {
    digest: { transport: 'tls', mediaEncryption: 'sdes' },
    ip: { transport: 'tls', mediaEncryption: 'sdes' },
  },
  fields: {
    digest: ['domain', 'username', 'password', 'sourceAddresses', 'transport', 'mediaEncryption'],
    ip: ['domain', 'sourceAddresses', 'transport', 'mediaEncryption'],
  },
  words: {
    domain: {
      label: 'Termination URI',
      help: 'The name of your trunk at Twilio: yours.pstn.twilio.com, or yours.pstn.frankfurt.twilio.com for one of its places. Twilio knows your trunk by it.',
    },
    username: { label: 'Credential user name', help: 'Of the credential list that the trunk has under Termination.' },
  },
  checklist: [
    { text: 'Make a trunk under Elastic SIP Trunking.' },
    {
      text: 'Termination: choose a Termination SIP URI, and enter it here.',
      detail: 'Termination is what Twilio calls your calls out.',
    },
    {
      text: 'Termination: add a credential list, or the address of this machine to an IP access control list.',
      value: 'publicAddress',
    },
    {
      text: 'Origination: add this URI.',
      detail: 'Origination is what Twilio calls your calls in.',
      value: 'originationUri',
    },
    { text: 'General: switch on Secure Trunking for TLS and encrypted sound, or choose UDP and no encryption here.' },
    { text: 'Numbers: assign your numbers to the trunk.' },
  ],
  sourceAddresses: [
    '54.172.60.0/30',
    '54.244.51.0/30',
    '54.171.127.192/30',
    '35.156.191.128/30',
    '54.65.63.192/30',
    '54.169.127.128/30',
    '54.252.254.64/30',
    '177.71.206.192/30',
  ],
  notes: [
    'Twilio has no registrar: nothing registers. Calls in come from all of its addresses, whichever edge you choose.',
    'The number shown must be one of your Twilio numbers, or one that Twilio has verified.',
    'Sound comes from 168.86.128.0/18, UDP 10000-60000.',
    'At most 30 new calls a second from one of your addresses to one of its addresses.',
  ],
  hostNames: ['.pstn.twilio.com', '.twilio.com'],
  wrongHosts: [
    {
      hosts: ['sip.twilio.com', '.sip.twilio.com'],
      code: 'twilio-registrar',
      message:
        'sip.twilio.com belongs to another Twilio product (SIP Domains): telephones register there, and its calls go to a TwiML program. It connects no number to a PBX.',
      fix: 'Make an Elastic SIP Trunk at Twilio, choose the kind without registration, leave the registrar empty, and enter the Termination URI of the trunk (yours.pstn.twilio.com) as the server.',
      suggestion: { carrier: 'twilio', kind: 'digest' },
      clear: ['registrar', 'outboundProxy', 'domain'],
    },
  ],
};
