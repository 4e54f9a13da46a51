import type { Place } from '#runtime/hep/hep-packet';
import type { TappedMessage } from '#runtime/hep/tapped-message';

/** Packets begin with their IP header (tcpdump.org, link-layer header types). */
const LINKTYPE_RAW = 101;
const SNAP_LENGTH = 65_535;
const IP_HEADER = 20;
const UDP_HEADER = 8;

/**
 * A file for Wireshark, sngrep and tcpdump. Every message stands in a UDP packet, also those that went by TCP or TLS: of
 * these we have the text only. Secrets are taken out already.
 */
export function pcapOf(messages: readonly TappedMessage[]): Buffer {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(SNAP_LENGTH, 16);
  head.writeUInt32LE(LINKTYPE_RAW, 20);
  return Buffer.concat([head, ...messages.flatMap(record)]);
}

function record({ atMs, source, destination, sip }: TappedMessage, index: number): Buffer[] {
  const packet = ipPacket(source, destination, sip.bytes, index);
  const head = Buffer.alloc(16);
  head.writeUInt32LE(Math.floor(atMs / 1_000), 0);
  head.writeUInt32LE((atMs % 1_000) * 1_000, 4);
  head.writeUInt32LE(packet.length, 8);
  head.writeUInt32LE(packet.length, 12);
  return [head, packet];
}

function ipPacket(source: Place, destination: Place, whole: Buffer, id: number): Buffer {
  const payload = whole.subarray(0, SNAP_LENGTH - IP_HEADER - UDP_HEADER);
  const ip = Buffer.alloc(IP_HEADER);
  ip[0] = 0x45;
  ip.writeUInt16BE(IP_HEADER + UDP_HEADER + payload.length, 2);
  ip.writeUInt16BE(id & 0xffff, 4);
  ip[8] = 64;
  ip[9] = 17;
  addressBytes(source.address).copy(ip, 12);
  addressBytes(destination.address).copy(ip, 16);
  ip.writeUInt16BE(checksum(ip), 10);

  const udp = Buffer.alloc(UDP_HEADER);
  udp.writeUInt16BE(source.port & 0xffff, 0);
  udp.writeUInt16BE(destination.port & 0xffff, 2);
  udp.writeUInt16BE(UDP_HEADER + payload.length, 4);
  const pseudo = Buffer.concat([ip.subarray(12, 20), Buffer.from([0, 17]), udp.subarray(4, 6)]);
  // A sum of 0 is written as its other form, for 0 means that there is none (RFC 768).
  udp.writeUInt16BE(checksum(Buffer.concat([pseudo, udp, payload])) || 0xffff, 6);
  return Buffer.concat([ip, udp, payload]);
}

/** The internet checksum (RFC 1071). */
function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

/** An IPv6 address does not fit, and becomes 0.0.0.0. */
function addressBytes(address: string): Buffer {
  const parts = address.split('.').map(Number);
  const fits = parts.length === 4 && parts.every((part) => Number.isInteger(part) && part >= 0 && part <= 255);
  return Buffer.from(fits ? parts : [0, 0, 0, 0]);
}
