import { didww } from './carriers/didww.ts';
import { genericDigest, genericIp, genericRegistration } from './carriers/generic.ts';
import { plivo } from './carriers/plivo.ts';
import type { CarrierPreset } from './carriers/preset.ts';
import { signalwire } from './carriers/signalwire.ts';
import { telnyxCredentials, telnyxIp } from './carriers/telnyx.ts';
import { twilio } from './carriers/twilio.ts';
import { vonage } from './carriers/vonage.ts';
import { zadarma } from './carriers/zadarma.ts';

/** A new one: one file, one line here, one sample. */
export const carriers: readonly CarrierPreset[] = [
  twilio,
  vonage,
  telnyxCredentials,
  telnyxIp,
  plivo,
  didww,
  signalwire,
  zadarma,
  genericRegistration,
  genericIp,
  genericDigest,
];

export const carrierOf = (id: string): CarrierPreset | undefined => carriers.find((carrier) => carrier.id === id);

/** The carrier that a host belongs to. */
export const carrierOfHost = (host: string): CarrierPreset | undefined =>
  carriers.find(({ hostNames }) => hostNames.some((name) => isHostOf(host, name)));

/** Whether a host is the one named, or with a dot before the name, below or at it. */
export function isHostOf(host: string, name: string): boolean {
  const plain = host.toLowerCase().replace(/\.$/, '');
  return name.startsWith('.') ? `.${plain}`.endsWith(name) : plain === name;
}
