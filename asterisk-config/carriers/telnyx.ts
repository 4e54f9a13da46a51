import { type CarrierPreset, type ChecklistItem, nothing } from './preset.ts';

const source = [
  'https://sip.telnyx.com',
  'https://developers.telnyx.com/docs/voice/sip-trunking/authentication/credential-types',
];
const addresses = {
  sourceAddresses: ['192.76.120.10', '64.16.250.10'],
  sourceAddressesVerifiedAt: '2026-11-24',
};
const elsewhere =
  'Addresses outside the United States: two pages of Telnyx name different ones. sip.telnyx.com is the authority; take them from there.';
const notes = [
  'Other regions have other hosts: sip.telnyx.eu, sip.telnyx.ca, sip.telnyx.com.au.',
  'Sound comes from UDP 16384-32768.',
  'Telnyx sends keys as RFC 2833 (the same as RFC 4733), inband or INFO, as the connection says.',
];
const numbers: ChecklistItem = {
  text: 'Numbers: assign your numbers to the connection; format of numbers +E.164 for both directions.',
};

export const telnyxCredentials: CarrierPreset = {
  ...nothing,
  ...addresses,
  id: 'telnyx-credentials',
  title: 'Telnyx, by user name and password',
  kinds: ['registration'],
  source,
  verifiedAt: '2026-11-24',
  unverified: [elsewhere],
  defaults: { registration: { registrar: 'sip.telnyx.com', domain: 'sip.telnyx.com' } },
  fields: { registration: ['username', 'password', 'registrar', 'domain', 'transport'] },
  checklist: [
    { text: 'SIP trunking: make a connection of type Credentials, and enter its user name and password here.' },
    numbers,
    { text: 'Outbound: give the connection an outbound voice profile, or calls out are refused.' },
  ],
  notes,
  hostNames: ['.telnyx.com', '.telnyx.eu', '.telnyx.ca', '.telnyx.com.au'],
};

export const telnyxIp: CarrierPreset = {
  ...nothing,
  ...addresses,
  id: 'telnyx-ip',
  title: 'Telnyx, by address',
  kinds: ['ip'],
  source,
  verifiedAt: '2026-11-24',
  unverified: [
    elsewhere,
    'Whether encrypted sound and TLS go together in a connection by address: the text of their interface says no.',
  ],
  defaults: { ip: { domain: 'sip.telnyx.com' } },
  fields: { ip: ['domain', 'sourceAddresses', 'transport', 'techPrefix', 'headers'] },
  words: {
    techPrefix: {
      label: 'Tech prefix',
      help: 'Four digits, if the connection has them. Without the prefix Telnyx asks for a password (407).',
    },
  },
  checklist: [
    {
      text: 'SIP trunking: make a connection of type IP with the address of this machine.',
      value: 'publicAddress',
    },
    { text: 'Inbound: send calls to this address.', value: 'originationUri' },
    { text: 'Tech prefix or token: enter it here as tech prefix, or as header X-Telnyx-Token.' },
    numbers,
    { text: 'Outbound: give the connection an outbound voice profile, or calls out are refused.' },
  ],
  notes,
  hostNames: ['.telnyx.com', '.telnyx.eu', '.telnyx.ca', '.telnyx.com.au'],
};
