import { type CarrierPreset, nothing, usualFields } from './preset.ts';

export const plivo: CarrierPreset = {
  ...nothing,
  id: 'plivo',
  title: 'Plivo Zentrunk',
  kinds: ['digest', 'ip'],
  source: [
    'https://docs.plivo.com/docs/faq/voice-api-and-SIP-trunking/sip-trunking.md',
    'https://plivo.com/docs/voice-agents/sip-trunking/api/sip-trunking',
  ],
  verifiedAt: '2026-11-24',
  unverified: ['Where its calls in come from: the addresses are in its console.'],
  defaults: {
    digest: { reliableProvisional: false, maxCallsPerSecond: 2 },
    ip: { reliableProvisional: false, maxCallsPerSecond: 2 },
  },
  fields: { digest: usualFields.digest, ip: usualFields.ip },
  words: {
    domain: { label: 'Termination SIP domain', help: 'The domain of your outbound trunk: yours.zt.plivo.com.' },
  },
  checklist: [
    { text: 'Zentrunk: make an outbound trunk, and enter its termination SIP domain here.' },
    {
      text: 'Give it a credential, or the address of this machine in an IP access control list, or both.',
      value: 'publicAddress',
    },
    { text: 'Make an inbound trunk with this primary URI.', value: 'originationUri' },
    { text: 'Assign your numbers to the inbound trunk.' },
    { text: 'Enter the signalling addresses that the console lists here.' },
    { text: 'A secure trunk wants TLS and encrypted sound: choose both here, or neither.' },
  ],
  notes: [
    'Plivo knows no REGISTER, INFO, PRACK or SUBSCRIBE.',
    'Two new calls a second by default; more fail at once.',
    'Sound comes from UDP 10000-30000.',
  ],
  hostNames: ['.zt.plivo.com', '.plivo.com'],
};
