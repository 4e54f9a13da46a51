import type { PjsipObject } from './pjsip-object.ts';
import { sourceGroups } from './source-groups.ts';
import { transportId } from './transports.ts';
import type { Trunk } from './trunk.ts';
import { sharedEndpoint, trunkEndpoint } from './trunk-endpoint.ts';
import { TrunkError } from './trunk-error.ts';
import { sharedEndpointId, trunkObjectId } from './trunk-names.ts';
import type { PartOptions, TrunkObjectsOptions } from './trunk-options.ts';
import { aorOf, authOf, registrationOf } from './trunk-parts.ts';

const order = ['auth', 'aor', 'endpoint', 'identify', 'registration'] as const;

/**
 * The objects of all trunks, in the order in which Asterisk wants them: what an object refers to is there before it.
 * All together, since trunks whose calls in come from the same addresses share an endpoint for these. A trunk of kind
 * `pbx` has none.
 * @throws TrunkError it names the trunk and the field; leave that trunk out to get the objects of the others
 */
export function trunkObjects(trunks: readonly Trunk[], given: TrunkObjectsOptions): readonly PjsipObject[] {
  const options = { ...given, transportId: given.transportId ?? transportId };
  const made = trunks.filter(({ kind }) => kind !== 'pbx');
  const objects = [
    ...made.flatMap((trunk) => oneTrunk(trunk, options)),
    ...sourceGroups(made).flatMap((group) => callsIn(group, options)),
  ];
  return order.flatMap((type) => objects.filter((object) => object.type === type));
}

function oneTrunk(trunk: Trunk, options: PartOptions): PjsipObject[] {
  if (trunk.transport === 'tls' && options.host.tls === undefined) {
    throw new TrunkError(
      'trunk-tls-off',
      { trunkId: trunk.id, field: 'transport' },
      'The trunk uses TLS, which this Patchcord does not offer yet.',
      'Switch on TLS in the settings of this machine, or choose UDP or TCP here.',
    );
  }
  const auth = authOf(trunk, options);
  const aor = aorOf(trunk);
  const endpoint = trunkEndpoint(trunk, options, auth !== undefined);
  const registration = trunk.kind === 'registration' ? registrationOf(trunk, options) : undefined;
  return [auth, aor, endpoint, registration].filter((object) => object !== undefined);
}

/**
 * Which calls in are whose. Those of a registration are known by the address that it gave to the carrier (`line`). One
 * identify for each address: the astdb keeps only the last of several `match` in one.
 */
function callsIn(group: readonly Trunk[], options: PartOptions): PjsipObject[] {
  const addresses = [...new Set(group.flatMap(({ sourceAddresses }) => sourceAddresses))].sort();
  const [first] = group;
  if (first === undefined || addresses.length === 0) return [];
  const shared = group.length > 1;
  const id = shared ? sharedEndpointId(group.map((trunk) => trunk.id)) : trunkObjectId(first.id);
  const identifies = addresses.map(
    (address): PjsipObject => ({
      type: 'identify',
      id: `${id}_${address.replaceAll(/[./]/g, '-')}`,
      fields: [
        ['endpoint', id],
        ['srv_lookups', 'no'],
        ['match', address],
      ],
    }),
  );
  return shared ? [sharedEndpoint(id, group, options), ...identifies] : identifies;
}
