import { createSocket } from 'node:dgram';
import type { CarrierCall } from './carrier-call.ts';
import { audioOf } from './sdp.ts';

/** From now on the carrier's phone reports (RTCP, RFC 3550, 6.4.2) that of all our packets none came. Of calls to the carrier. */
export function reportLoss(call: CarrierCall, address: string): void {
  const audio = audioOf(call.invite.body);
  if (audio === undefined) throw new Error('The call has no audio.');
  const socket = createSocket('udp4');
  socket.bind(0, address);
  let lost = 0;
  const timer = setInterval(() => {
    lost += 25;
    const report = Buffer.alloc(32);
    report[0] = 0x81;
    report[1] = 201;
    report.writeUInt16BE(7, 2);
    report.writeUInt32BE(1, 4);
    report.writeUInt32BE(call.rtp.ssrc ?? 0, 8);
    report[12] = 255;
    report.writeUIntBE(lost, 13, 3);
    socket.send(report, audio.port + 1, audio.address, () => {});
  }, 500);
  call.atEnd(() => {
    clearInterval(timer);
    socket.close();
  });
}
