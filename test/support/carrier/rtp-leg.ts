import { createSocket, type Socket } from 'node:dgram';

/** `echo` sends back what comes; `tone` plays 440 Hz; `mute` sends nothing at all and listens. */
export type RtpMode = 'echo' | 'tone' | 'mute';

/** Audio of one call at the carrier's side: PCMU or PCMA packets of 20 ms, counted both ways. */
export class RtpLeg {
  readonly port: number;
  mode: RtpMode;
  /** Says by RTCP once a second that what it was sent got lost. */
  saysLost = false;
  sent = 0;
  received = 0;
  /** Where packets really come from, which may be elsewhere than the SDP said. */
  source: { address: string; port: number } | undefined;
  /** Names the stream that comes (RFC 3550, 5.1). */
  ssrc: number | undefined;
  /** The last second or so of what was heard, as it came: for tests that look into it. */
  readonly heard: Buffer[] = [];
  /** RFC 4733 keys that were heard. */
  readonly keys: string[] = [];
  readonly #socket: Socket;
  readonly #ssrc = Math.floor(Math.random() * 2 ** 32);
  #to: { address: string; port: number } | undefined;
  #payload = 0;
  #sequence = 0;
  #lastKeyAt = -1;
  #timer: NodeJS.Timeout | undefined;
  #reports: NodeJS.Timeout | undefined;
  #theirSsrc = 0;

  private constructor(socket: Socket, mode: RtpMode) {
    this.#socket = socket;
    this.port = socket.address().port;
    this.mode = mode;
    socket.on('message', (packet, from) => this.#take(packet, from));
    socket.on('error', () => {});
  }

  static async open(address: string, mode: RtpMode): Promise<RtpLeg> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, address, resolve));
    return new RtpLeg(socket, mode);
  }

  /** From now on packets go there. */
  start(to: { address: string; port: number }, payload: number): void {
    this.#to = to;
    this.#payload = payload;
    this.#timer ??= setInterval(() => {
      if (this.mode === 'tone') this.#send(toneFrame(this.#sequence, this.#payload));
    }, 20);
    if (this.saysLost) this.#reports ??= setInterval(() => this.#report(), 1_000);
  }

  close(): void {
    clearInterval(this.#timer);
    clearInterval(this.#reports);
    this.#timer = undefined;
    this.#to = undefined;
    try {
      this.#socket.close();
    } catch {
      // Closed already.
    }
  }

  #take(packet: Buffer, from: { address: string; port: number }): void {
    if (packet.length < 12) return;
    this.received += 1;
    this.ssrc = packet.readUInt32BE(8);
    this.source = { address: from.address, port: from.port };
    this.#theirSsrc = packet.readUInt32BE(8);
    const type = (packet[1] ?? 0) & 0x7f;
    const sound = packet.subarray(12);
    if (type === 101) {
      this.#takeKey(packet.readUInt32BE(4), sound[0] ?? 0);
      return;
    }
    this.heard.push(sound);
    if (this.heard.length > 60) this.heard.shift();
    if (this.mode === 'echo') this.#send(sound);
  }

  #takeKey(at: number, event: number): void {
    if (at === this.#lastKeyAt) return;
    this.#lastKeyAt = at;
    this.keys.push('0123456789*#ABCD'[event] ?? '?');
  }

  /** A receiver report (RFC 3550, 6.4.2), which goes to the port above. */
  #report(): void {
    if (this.#to === undefined) return;
    const report = Buffer.alloc(32);
    report[0] = 0x81;
    report[1] = 201;
    report.writeUInt16BE(7, 2);
    report.writeUInt32BE(this.#ssrc, 4);
    report.writeUInt32BE(this.#theirSsrc, 8);
    report[12] = 255;
    report.writeUIntBE(this.received, 13, 3);
    this.#socket.send(report, this.#to.port + 1, this.#to.address, () => {});
  }

  #send(sound: Buffer): void {
    if (this.#to === undefined) return;
    const header = Buffer.alloc(12);
    header[0] = 0x80;
    header[1] = this.#payload;
    header.writeUInt16BE(this.#sequence & 0xffff, 2);
    header.writeUInt32BE((this.#sequence * 160) >>> 0, 4);
    header.writeUInt32BE(this.#ssrc, 8);
    this.#sequence += 1;
    this.sent += 1;
    this.#socket.send(Buffer.concat([header, sound]), this.#to.port, this.#to.address, () => {});
  }
}

/** 20 ms of a 440 Hz sine in G.711. */
function toneFrame(frame: number, payload: number): Buffer {
  const encode = payload === 8 ? alaw : ulaw;
  return Buffer.from(
    Array.from({ length: 160 }, (_, at) => encode(12_000 * Math.sin((2 * Math.PI * 440 * (frame * 160 + at)) / 8_000))),
  );
}

/** ITU-T G.711. */
function ulaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const value = Math.min(Math.abs(Math.round(sample)), 32_635) + 132;
  const exponent = Math.max(0, 24 - Math.clz32(value));
  return ~(sign | (exponent << 4) | ((value >> (exponent + 3)) & 0x0f)) & 0xff;
}

function alaw(sample: number): number {
  const sign = sample < 0 ? 0 : 0x80;
  const value = Math.min(Math.abs(Math.round(sample)), 32_767);
  const exponent = value < 256 ? 0 : 24 - Math.clz32(value);
  const mantissa = exponent === 0 ? value >> 4 : value >> (exponent + 3);
  return (sign | (exponent << 4) | (mantissa & 0x0f)) ^ 0x55;
}
