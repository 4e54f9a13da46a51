import { type CarrierPreset, nothing, usualFields } from './preset.ts';

export const didww: CarrierPreset = {
  ...nothing,
  id: 'didww',
  title: 'DIDWW',
  kinds: ['digest', 'registration'],
  source: [
    'https://doc.didww.com/voice.json',
    'https://doc.didww.com/voice/outbound-trunks/outbound-sip-information.html',
    'https://doc.didww.com/voice/inbound-trunks/sip-trunks/sip-connectivity-reference.html',
  ],
  verifiedAt: '2026-11-24',
  defaults: {
    digest: { domain: 'fra.eu.out.didww.com' },
    registration: { registrar: 'sip.didww.com', domain: 'sip.didww.com' },
  },
  fields: { digest: usualFields.digest, registration: usualFields.registration },
  words: {
    domain: {
      label: 'Server',
      help: 'The nearest of nyc.us, lac.us, mia.us, fra.eu, ams.eu, sg and hk, followed by .out.didww.com.',
    },
  },
  checklist: [
    {
      text: 'Voice, Outbound Trunks: make one with credentials, and allow the address of this machine.',
      detail: 'DIDWW wants both: user name and password on each call, and a known address.',
      value: 'publicAddress',
    },
    { text: 'Voice, Inbound Trunks: make a SIP trunk (static endpoint) with this URI.', value: 'originationUri' },
    { text: 'Assign your numbers to the inbound trunk.' },
  ],
  sourceAddresses: [
    '46.19.209.14',
    '46.19.210.14',
    '46.19.212.14',
    '46.19.213.14',
    '46.19.214.14',
    '46.19.215.14',
    '185.238.173.14',
  ],
  sourceAddressesVerifiedAt: '2026-11-24',
  notes: [
    'A registration is for calls in only: calls out have a trunk, a server and a password of their own at DIDWW. Make a second trunk here for them.',
    'Which numbers may be shown is said by the CLI policy of the outbound trunk.',
  ],
  hostNames: ['.didww.com'],
};
