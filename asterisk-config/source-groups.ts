/** The first and last address of `54.172.60.0/30`, as numbers. */
function range(network: string): readonly [first: number, last: number] {
  const [address = '', bits = '32'] = network.split('/');
  const value = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  const first = Math.floor(value / size) * size;
  return [first, first + size - 1];
}

/** Whether any address belongs to both lists. */
export function overlap(some: readonly string[], others: readonly string[]): boolean {
  const ranges = others.map(range);
  return some.some((network) => {
    const [first, last] = range(network);
    return ranges.some(([from, to]) => first <= to && from <= last);
  });
}

/** Whether an address, such as `54.172.60.1`, is in one of the networks. */
export const isAmong = (address: string, networks: readonly string[]): boolean => overlap([address], networks);

/**
 * Trunks in groups: those whose calls in can't be told apart by the address that they come from. Asterisk gives an
 * address to one endpoint only, so such a group needs one for all of it.
 */
export function sourceGroups<T extends { readonly sourceAddresses: readonly string[] }>(trunks: readonly T[]): T[][] {
  let groups: T[][] = [];
  for (const trunk of trunks) {
    const touches = (group: T[]) => group.some((other) => overlap(trunk.sourceAddresses, other.sourceAddresses));
    const [near, far] = [groups.filter(touches), groups.filter((group) => !touches(group))];
    groups = [...far, [...near.flat(), trunk]];
  }
  return groups;
}
