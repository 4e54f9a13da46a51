import { type CarrierPreset, nothing, usualFields } from './preset.ts';

const generic = { ...nothing, source: [], verifiedAt: null, notes: [], hostNames: [] };

export const genericRegistration: CarrierPreset = {
  ...generic,
  id: 'generic-registration',
  title: 'Another carrier, by registration',
  kinds: ['registration'],
  defaults: { registration: {} },
  fields: { registration: [...usualFields.registration, 'authUsername', 'outboundProxy', 'calledNumber'] },
  checklist: [
    { text: 'Take registrar, SIP user name and SIP password from the page that the carrier has for PBX or SIP.' },
    { text: 'Let calls of your number go to this SIP account.' },
  ],
};

export const genericIp: CarrierPreset = {
  ...generic,
  id: 'generic-ip',
  title: 'Another carrier, by address',
  kinds: ['ip'],
  defaults: { ip: {} },
  fields: { ip: [...usualFields.ip, 'techPrefix', 'headers', 'calledNumber'] },
  checklist: [
    { text: 'Tell the carrier the address that your calls come from.', value: 'callsOutFrom' },
    { text: 'Tell the carrier where to send calls.', value: 'originationUri' },
    { text: 'Ask for the addresses that its calls come from, all of them, and enter them here.' },
  ],
};

export const genericDigest: CarrierPreset = {
  ...generic,
  id: 'generic-digest',
  title: 'Another carrier, by password without registration',
  kinds: ['digest'],
  defaults: { digest: {} },
  fields: { digest: [...usualFields.digest, 'authUsername', 'outboundProxy', 'calledNumber'] },
  checklist: [
    { text: 'Take server, SIP user name and SIP password from the page that the carrier has for SIP trunks.' },
    { text: 'Tell the carrier where to send calls.', value: 'originationUri' },
    { text: 'Ask for the addresses that its calls come from, all of them, and enter them here.' },
  ],
};
