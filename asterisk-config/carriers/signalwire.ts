import { type CarrierPreset, nothing } from './preset.ts';

export const signalwire: CarrierPreset = {
  ...nothing,
  id: 'signalwire',
  title: 'SignalWire',
  kinds: ['registration'],
  source: [
    'https://developer.signalwire.com/voice/sip/get-started/',
    'https://developer.signalwire.com/guides/voice/sip-trunking',
  ],
  verifiedAt: '2026-11-24',
  unverified: ['The host is of your account: it is in the SIP profile of your space.'],
  defaults: {
    registration: { transport: 'tls', mediaEncryption: 'sdes', codecs: ['g722', 'ulaw', 'alaw'] },
  },
  fields: { registration: ['registrar', 'username', 'password', 'transport', 'mediaEncryption'] },
  words: {
    registrar: { label: 'SIP profile host', help: 'The host in the SIP profile of your space.' },
  },
  checklist: [
    { text: 'Resources: add a SIP endpoint with a user name and a password, and enter them here.' },
    { text: 'SIP profile: enter its host here as registrar.' },
    { text: 'Encryption of the endpoint: "required" wants TLS and encrypted sound here.' },
    { text: 'Caller ID of the endpoint: choose one of your numbers, else calls out show any of them.' },
    { text: 'Give the endpoint a handler for calls out, and let your number be answered by the endpoint.' },
  ],
  notes: [],
  hostNames: ['.signalwire.com'],
};
