const prefix = 'pc-';
const sharedPrefix = 'pc-in-';

/** The id of every object of a trunk: its endpoint, and what belongs to that. */
export const trunkObjectId = (trunkId: string): string => `${prefix}${trunkId}`;

/** The endpoint for calls in of trunks that share source addresses. Always the same for the same trunks. */
export const sharedEndpointId = (trunkIds: readonly string[]): string =>
  `${sharedPrefix}${fnv1a([...trunkIds].sort().join(' '))
    .toString(16)
    .padStart(8, '0')}`;

/** No trunk's name looks like this: see TrunkId. */
export const isSharedEndpoint = (endpoint: string): boolean => /^pc-in-[0-9a-f]{8}$/.test(endpoint);

/** The trunk that an endpoint belongs to; undefined for a shared one, and for whatever is no trunk's. */
export const trunkOfEndpoint = (endpoint: string): string | undefined =>
  endpoint.startsWith(prefix) && !isSharedEndpoint(endpoint) ? endpoint.slice(prefix.length) : undefined;

/** FNV-1a, 32 bits: a name for a list, nothing that has to withstand anybody. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
