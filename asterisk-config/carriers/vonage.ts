import { type CarrierPreset, nothing } from './preset.ts';

export const vonage: CarrierPreset = {
  ...nothing,
  id: 'vonage',
  title: 'Vonage SIP Trunking',
  kinds: ['digest', 'ip'],
  source: ['https://developer.vonage.com/en/sip/technical-details'],
  verifiedAt: '2026-11-24',
  unverified: [
    "The addresses are of a list by others than Vonage: compare them with Vonage's knowledge base.",
    'Whether numbers want a plus: the own example of Vonage has none, others say that it is needed. Try both.',
  ],
  defaults: { digest: { leadingPlus: false }, ip: { leadingPlus: false } },
  fields: {
    digest: ['domain', 'username', 'password', 'sourceAddresses', 'transport', 'leadingPlus'],
    ip: ['domain', 'sourceAddresses', 'transport', 'leadingPlus'],
  },
  words: {
    domain: {
      label: 'SIP domain',
      help: 'The domain of your trunk in its region: yourcompany.sip-us.vonage.com, sip-eu or sip-ap.',
    },
  },
  checklist: [
    { text: 'Make a trunk in the SIP dashboard, and enter its domain here.' },
    {
      text: 'Add a user for digest authentication, or the address of this machine to the access list (ACL).',
      value: 'publicAddress',
    },
    { text: 'Add this SIP URI for calls in, and assign your numbers to the trunk.', value: 'originationUri' },
    {
      text: 'TLS and SRTP of the domain: "never", "optional" or "always".',
      detail: 'Choose TLS and encrypted sound here if they are "always".',
    },
  ],
  sourceAddresses: [0, 1, 2, 3, 4, 5].flatMap((net) => [1, 2].map((host) => `216.147.${net}.${host}`)),
  notes: [
    'The number shown stands in From. It must be in E.164, and one of yours.',
    'Sound comes from 216.147.0.0/18 and 168.100.64.0/18.',
  ],
  hostNames: ['.vonage.com', '.nexmo.com'],
};
