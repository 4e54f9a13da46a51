import { expect, test } from 'vitest';
import { pcapOf } from '#runtime/diagnosis/pcap';
import { packTrace, unpackTrace } from '#runtime/diagnosis/sip-trace';
import { sipView } from '#runtime/diagnosis/sip-view';
import { dialogueOf } from '../support/dialogue.ts';

const { messages } = dialogueOf([
  ['out', 'INVITE sip:+49301@sip.example.com SIP/2.0', 'CSeq: 1 INVITE'],
  ['in', 'SIP/2.0 486 Besetzt: ÄÖÜ', 'CSeq: 1 INVITE'],
  ['out', 'ACK sip:+49301@sip.example.com SIP/2.0', 'CSeq: 1 ACK'],
]);

test('a pcap has a packet a message, with checksums that add up', () => {
  const file = pcapOf(messages);
  expect(file.readUInt32LE(0)).toBe(0xa1b2c3d4);
  expect(file.readUInt32LE(20)).toBe(101);
  const packets: Buffer[] = [];
  for (let at = 24; at < file.length; ) {
    const length = file.readUInt32LE(at + 8);
    packets.push(file.subarray(at + 16, at + 16 + length));
    at += 16 + length;
  }
  expect(packets).toHaveLength(3);
  for (const [index, packet] of packets.entries()) {
    expect(packet[0]).toBe(0x45);
    expect(packet.readUInt16BE(2)).toBe(packet.length);
    expect(sumOf(packet.subarray(0, 20))).toBe(0xffff);
    const udp = packet.subarray(20);
    expect(udp.readUInt16BE(4)).toBe(udp.length);
    expect(sumOf(Buffer.concat([packet.subarray(12, 20), Buffer.from([0, 17]), udp.subarray(4, 6), udp]))).toBe(0xffff);
    expect(udp.subarray(8)).toEqual(messages[index]?.sip.bytes);
  }
  expect([...(packets[0]?.subarray(12, 20) ?? [])]).toEqual([127, 0, 0, 1, 203, 0, 113, 5]);
  expect(file.readUInt32LE(24) * 1_000).toBe(Math.floor((messages[0]?.atMs ?? 0) / 1_000) * 1_000);
});

test('a trace comes back from its packing byte for byte', async () => {
  const back = await unpackTrace(await packTrace(messages));
  expect(back.map(({ sip }) => sip.bytes)).toEqual(messages.map(({ sip }) => sip.bytes));
  expect(back.map(({ sip: _sip, correlation: _name, ...way }) => way)).toEqual(
    messages.map(({ sip: _sip, correlation: _name, ...way }) => way),
  );
});

test('a trace that is too long keeps its beginning', async () => {
  const noise = Array.from({ length: 400 }, () => {
    const text = Array.from({ length: 600 }, () => Math.random().toString(36)).join('');
    return ['in', `SIP/2.0 200 ${text}`, 'CSeq: 1 INVITE'] as const;
  });
  const packed = await packTrace(dialogueOf(noise).messages);
  expect(packed.length).toBeLessThanOrEqual(64 << 10);
  expect((await unpackTrace(packed)).length).toBeGreaterThan(0);
});

test('a diagram has each side once', () => {
  const { peers, messages: arrows } = sipView(messages);
  expect(peers).toEqual([
    { id: '127.0.0.1:5060', isHere: true },
    { id: '203.0.113.5:5060', isHere: false },
  ]);
  expect(arrows.map(({ label }) => label)).toEqual(['INVITE', '486 Besetzt: ÄÖÜ', 'ACK']);
});

function sumOf(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum;
}
