import { expect, test } from 'vitest';
import { isAmong, sourceGroups } from '#asterisk-config/source-groups';
import { isSharedEndpoint, sharedEndpointId, trunkObjectId, trunkOfEndpoint } from '#asterisk-config/trunk-names';
import { trunkOf } from '../support/trunk.ts';

test('an endpoint tells its trunk, a shared one does not, and no trunk can be called as a shared one', () => {
  expect(trunkOfEndpoint(trunkObjectId('acme'))).toBe('acme');
  expect(trunkOfEndpoint('loopback')).toBeUndefined();
  const shared = sharedEndpointId(['b', 'a']);
  expect(shared).toBe(sharedEndpointId(['a', 'b']));
  expect(isSharedEndpoint(shared)).toBe(true);
  expect(trunkOfEndpoint(shared)).toBeUndefined();
  expect(() => trunkOf({ id: shared.slice('pc-'.length) })).toThrow();
  expect(trunkOf({ id: 'in-house' }).id).toBe('in-house');
});

test.each([
  ['54.172.60.3', ['10.0.0.1', '54.172.60.0/30'], true],
  ['54.172.60.4', ['54.172.60.0/30'], false],
  ['255.255.255.255', ['0.0.0.0/0'], true],
  ['10.0.0.1', [], false],
])('%s among %o: %s', (address, networks, among) => {
  expect(isAmong(address, networks)).toBe(among);
});

test('trunks that share an address by way of a third are one group', () => {
  const trunks = [['10.0.0.1'], ['10.0.1.1'], ['192.0.2.1'], ['10.0.0.0/16']].map((sourceAddresses, index) =>
    trunkOf({ id: `t${index}`, sourceAddresses }),
  );
  expect(sourceGroups(trunks).map((group) => group.map(({ id }) => id))).toEqual([['t2'], ['t0', 't1', 't3']]);
});
