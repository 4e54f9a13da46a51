import { BlockList, isIP, isIPv4 } from 'node:net';
import { isPublic } from './public-address.ts';

/** Decides whether the runtime may connect to an address that a name of a flow led to. */
export interface AllowList {
  allows(host: string, address: string): boolean;
}

interface Entry {
  readonly host?: string;
  readonly net?: BlockList;
}

const HOST = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/;

/**
 * Public addresses are allowed, and of the others those of the list: host names, addresses, and nets such as
 * `10.1.0.0/16`, with commas between them. Throws an Error that names the entry that is none of these.
 */
export function parseAllowList(text: string): AllowList {
  const entries = text
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '')
    .map(parseEntry);
  return {
    allows: (host, address) =>
      isPublic(address) || entries.some((entry) => matches(entry, host.toLowerCase(), address)),
  };
}

function parseEntry(text: string): Entry {
  const [address = '', prefix, ...rest] = text.split('/');
  const bare = address.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(bare);
  if (family === 0) {
    if (prefix === undefined && HOST.test(text)) return { host: text };
    throw new Error(`'${text}' is no host name, no address, and no net such as 10.1.0.0/16.`);
  }
  const bits = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix);
  if (rest.length > 0 || !/^\d+$/.test(prefix ?? '0') || bits > (family === 4 ? 32 : 128))
    throw new Error(`'${text}' is no net such as 10.1.0.0/16.`);
  const net = new BlockList();
  net.addSubnet(bare, bits, family === 4 ? 'ipv4' : 'ipv6');
  return { net };
}

function matches({ host, net }: Entry, name: string, address: string): boolean {
  if (host !== undefined) return host === name;
  return net?.check(address, isIPv4(address) ? 'ipv4' : 'ipv6') ?? false;
}
