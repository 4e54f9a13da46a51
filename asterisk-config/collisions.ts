import type { ExistingAsterisk } from './existing-asterisk.ts';
import type { PjsipObject } from './pjsip-object.ts';
import { overlap } from './source-groups.ts';
import type { TransportName } from './transports.ts';

/** Where what is exported meets what is there already. */
export interface Collision {
  /** `error`: one of the two wouldn't work. `note`: something of theirs is used, or has to be looked at. */
  readonly severity: 'error' | 'note';
  readonly code: 'transport-used' | 'transport-unverified' | 'port-taken' | 'source-address-taken' | 'id-taken';
  readonly message: string;
  readonly fix: string;
}

export interface ChosenTransports {
  /** Theirs where there is one, else ours. */
  readonly ids: ReadonlyMap<TransportName, string>;
  /** Ours, which have to be made. */
  readonly own: readonly TransportName[];
  readonly collisions: readonly Collision[];
}

/** A transport of theirs is used where it can be: two can't have one port, and nothing of theirs is to be changed. */
export function chooseTransports(
  needed: readonly TransportName[],
  existing: ExistingAsterisk | undefined,
  port: (name: TransportName) => number,
): ChosenTransports {
  const ids = new Map<TransportName, string>();
  const own: TransportName[] = [];
  const collisions: Collision[] = [];
  for (const name of needed) {
    const protocol = name.startsWith('tls') ? 'tls' : name;
    const candidates = existing?.transports.filter((transport) => transport.protocol === protocol) ?? [];
    const theirs = candidates.find(({ verifies }) => name !== 'tls' || verifies);
    if (theirs !== undefined) {
      ids.set(name, theirs.id);
      collisions.push({
        severity: 'note',
        code: 'transport-used',
        message: `Your transport ${theirs.id} (${protocol}, ${theirs.bind}) is used: it is neither changed nor copied.`,
        fix: 'Check its NAT settings (external_media_address, external_signaling_address, local_net) and its port in your firewall.',
      });
      continue;
    }
    ids.set(name, `pc-transport-${name}`);
    own.push(name);
    const blind = name === 'tls' ? candidates[0] : undefined;
    if (blind !== undefined) {
      collisions.push({
        severity: 'note',
        code: 'transport-unverified',
        message: `Your TLS transport ${blind.id} looks at no certificate (verify_server is off), so another one is made.`,
        fix: 'Nothing has to be done. Give yours verify_server=yes and ca_list_file to use it instead.',
      });
    }
    const taken = existing?.transports.find(
      (transport) => isUdp(transport.protocol) === isUdp(protocol) && portOf(transport) === port(name),
    );
    if (taken !== undefined) {
      collisions.push({
        severity: 'error',
        code: 'port-taken',
        message: `Port ${port(name)} is that of your transport ${taken.id} already; ours would not start.`,
        fix: `Give pc-transport-${name} another port in its bind line.`,
      });
    }
  }
  return { ids, own, collisions };
}

const isUdp = (protocol: string): boolean => protocol === 'udp' || protocol === 'flow';

const portOf = ({ bind, protocol }: { bind: string; protocol: string }): number =>
  Number(/:(\d+)$/.exec(bind)?.[1] ?? (protocol === 'tls' ? 5061 : 5060));

/** Names of ours that are taken, and addresses whose calls go to somebody else's endpoint. */
export function objectCollisions(objects: readonly PjsipObject[], existing: ExistingAsterisk): Collision[] {
  const ids = new Set(objects.map(({ id }) => id));
  const taken = existing.ids.filter((id) => ids.has(id));
  const ours = objects.filter(({ type }) => type === 'identify');
  return [
    ...taken.map(
      (id): Collision => ({
        severity: 'error',
        code: 'id-taken',
        message: `There is a section [${id}] already.`,
        fix: 'Is an earlier export included twice? Remove the other one.',
      }),
    ),
    ...existing.identifies.flatMap(({ id, endpoint, match }) => {
      const shared = ours.flatMap(({ fields }) => fields.flatMap(([name, value]) => (name === 'match' ? [value] : [])));
      const common = shared.filter((address) => overlap([address], match));
      if (common.length === 0 || taken.includes(id)) return [];
      return [
        {
          severity: 'error',
          code: 'source-address-taken',
          message: `Calls from ${[...new Set(common)].join(', ')} belong to your endpoint ${endpoint} (identify ${id}).`,
          fix: `Asterisk gives an address to one endpoint only. Let ${endpoint} send these calls to the context patchcord-inbound, and take the identify of the same address out of the exported file; or remove yours.`,
        } as const,
      ];
    }),
  ];
}
