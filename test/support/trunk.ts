import { PhoneNumber } from '#asterisk-config/number';
import { Trunk } from '#asterisk-config/trunk';

/** A trunk that knows its carrier by its address. */
export const ipTrunk = (id: string, more: Partial<Trunk> = {}): Trunk =>
  Trunk.parse({
    id,
    name: id,
    carrier: 'generic-ip',
    kind: 'ip',
    domain: 'carrier.example',
    sourceAddresses: ['192.0.2.1'],
    ...more,
  });

export const numberAt = (trunkId: string, number: string, more: Partial<PhoneNumber> = {}): PhoneNumber =>
  PhoneNumber.parse({ number, name: number, trunkId, ...more });

/** A trunk of the given settings, which need not be of their types, checked as any other. */
export const trunkOf = (settings: Record<string, unknown> = {}): Trunk =>
  Trunk.parse({
    id: 'acme',
    name: 'Acme',
    carrier: 'generic-ip',
    kind: 'ip',
    domain: 'sip.example.net',
    ...settings,
  });
