import { expect, test } from 'vitest';
import { isCarrierAddress, type Names } from '#runtime/diagnosis/carrier-address';
import { trunkOf } from '../support/trunk.ts';

const addresses: Record<string, string[]> = {
  'sip.example.net': ['192.0.2.1', '192.0.2.2'],
  'gw1.didww.com': ['192.0.2.3'],
  'gw1.evil.example': ['192.0.2.4'],
};
const names: Record<string, string[]> = {
  '192.0.2.3': ['gw1.didww.com'],
  '192.0.2.4': ['gw1.evil.example'],
  // Says that it is the carrier's, and is not.
  '192.0.2.5': ['gw1.didww.com'],
  '192.0.2.6': ['gw1.didww.com.evil.example'],
};
const asked: Names = {
  addressesOf: async (host) => addresses[host] ?? Promise.reject(new Error('ENOTFOUND')),
  namesOf: async (address) => names[address] ?? Promise.reject(new Error('ENOTFOUND')),
};

test.each([
  ['192.0.2.2', true],
  ['192.0.2.3', true],
  ['192.0.2.4', false],
  ['192.0.2.5', false],
  ['192.0.2.6', false],
  ['192.0.2.7', false],
])("%s is the carrier's: %s", async (address, expected) => {
  expect(await isCarrierAddress(trunkOf({ carrier: 'didww' }), address, asked)).toBe(expected);
});

test('a carrier that nobody knows has no names but those in the settings', async () => {
  expect(await isCarrierAddress(trunkOf(), '192.0.2.3', asked)).toBe(false);
  expect(await isCarrierAddress(trunkOf(), '192.0.2.1', asked)).toBe(true);
});
