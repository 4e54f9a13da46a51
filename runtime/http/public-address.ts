import { BlockList, isIPv4 } from 'node:net';

/** IANA's special-purpose registry, and the one address of a cloud's inside that is not in it. */
const notPublic4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** Of the global unicast range: what tunnels to IPv4 addresses or is for documentation. */
const notPublic6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

function listOf(subnets: readonly (readonly [string, number])[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, family);
  return list;
}
const blocked4 = listOf(notPublic4, 'ipv4');
const blocked6 = listOf(notPublic6, 'ipv6');
/** All else of IPv6 is local, or holds an IPv4 address in one of its forms. */
const global6 = listOf([['2000::', 3]], 'ipv6');

/** Whether an address is one of the open internet: not of this machine, its network, or its cloud's inside. */
export function isPublic(address: string): boolean {
  if (isIPv4(address)) return !blocked4.check(address, 'ipv4');
  return !address.includes('%') && global6.check(address, 'ipv6') && !blocked6.check(address, 'ipv6');
}
