import type { Bytes } from './ports.ts';

export interface Peaks {
  /** For each channel the loudest sample of each part, 0 to 1. */
  readonly channels: readonly (readonly number[])[];
  readonly durationMs: number;
}

/** Frames that are looked at: of a long recording every so many, so that an hour costs no more than some minutes. */
const MOST_FRAMES = 4_000_000;
const HEADER_BYTES = 44;

interface Layout {
  readonly channels: number;
  readonly sampleRate: number;
}

/** The outline of a recording (WAV, PCM of 16 bit), read as a stream; undefined for a file of another kind. */
export async function peaksOf(file: Bytes, points: number): Promise<Peaks | undefined> {
  const layout = await layoutOf(file);
  if (!layout) return undefined;
  const { channels, sampleRate } = layout;
  const frameBytes = channels * 2;
  const frames = Math.max(0, Math.floor((file.bytes - HEADER_BYTES) / frameBytes));
  const peaks = Array.from({ length: channels }, () => new Array<number>(points).fill(0));
  // An odd number, or a tone might always be met at the same place of its wave.
  const every = Math.ceil(frames / MOST_FRAMES) | 1;
  let frame = 0;
  let rest: Buffer = Buffer.alloc(0);
  if (frames > 0) {
    for await (const chunk of file.read({ start: HEADER_BYTES, end: file.bytes - 1 })) {
      const data = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
      const whole = data.length - (data.length % frameBytes);
      for (let at = ((every - (frame % every)) % every) * frameBytes; at < whole; at += every * frameBytes) {
        const point = Math.min(points - 1, Math.floor(((frame + at / frameBytes) * points) / frames));
        for (const [channel, peak] of peaks.entries())
          peak[point] = Math.max(peak[point] ?? 0, Math.abs(data.readInt16LE(at + channel * 2)));
      }
      frame += whole / frameBytes;
      rest = data.subarray(whole);
    }
  }
  const outline = peaks.map((peak) => peak.map((value) => Math.round((value / 32_768) * 1_000) / 1_000));
  return { channels: outline, durationMs: Math.round((frames * 1_000) / sampleRate) };
}

/** Of the header that Asterisk and we write: RIFF, fmt and data, nothing between. */
async function layoutOf(file: Bytes): Promise<Layout | undefined> {
  if (file.bytes < HEADER_BYTES) return undefined;
  const parts: Buffer[] = [];
  for await (const part of file.read({ start: 0, end: HEADER_BYTES - 1 })) parts.push(part as Buffer);
  const header = Buffer.concat(parts);
  if (header.toString('latin1', 0, 4) !== 'RIFF' || header.toString('latin1', 8, 16) !== 'WAVEfmt ') return undefined;
  if (header.readUInt16LE(20) !== 1 || header.readUInt16LE(34) !== 16) return undefined;
  if (header.toString('latin1', 36, 40) !== 'data') return undefined;
  const [channels, sampleRate] = [header.readUInt16LE(22), header.readUInt32LE(24)];
  return channels < 1 || channels > 2 || sampleRate === 0 ? undefined : { channels, sampleRate };
}
