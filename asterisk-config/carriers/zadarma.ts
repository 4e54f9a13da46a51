import { type CarrierPreset, nothing } from './preset.ts';

export const zadarma: CarrierPreset = {
  ...nothing,
  id: 'zadarma',
  title: 'Zadarma',
  kinds: ['registration', 'ip'],
  source: ['https://zadarma.com/en/support/faq/voip/what_is_the_sip_trunk/'],
  verifiedAt: '2026-11-24',
  unverified: ['Where its calls in come from: no list of addresses was found.'],
  defaults: {
    registration: { registrar: 'sip.zadarma.com', domain: 'sip.zadarma.com' },
    ip: { domain: 'sip.zadarma.com' },
  },
  fields: {
    registration: ['username', 'password', 'registrar', 'domain'],
    ip: ['domain', 'sourceAddresses'],
  },
  words: {
    username: { label: 'SIP login', help: 'Of Settings, SIP settings: digits. Not the name of your account.' },
  },
  checklist: [
    { text: 'Settings, SIP settings: note the SIP login and its password.' },
    {
      text: 'For a trunk by address instead: add a SIP trunk there, and confirm the static address of this machine.',
      detail: 'The login of such a trunk can no longer register. Calls in then need another login, or this SIP URI.',
      value: 'publicAddress',
    },
    { text: 'Numbers: let calls of your number go to the SIP login, or to this SIP URI.', value: 'originationUri' },
  ],
  notes: ['By a trunk, any of your connected numbers can be shown.'],
  hostNames: ['.zadarma.com'],
};
