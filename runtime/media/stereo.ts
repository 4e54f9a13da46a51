import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';

/** Header of the WAV files that Asterisk and we write: RIFF, fmt and data, nothing else. */
export const WAV_HEADER_BYTES = 44;
const SAMPLE_RATE = 8_000;
const CHUNK_BYTES = 64 * 1024;

/** Two mono recordings of Asterisk (8 kHz, 16 bit) as one stereo file; the shorter one is filled up with silence. */
export async function mergeToStereo(left: string, right: string, to: string): Promise<void> {
  const files = await Promise.all([open(left), open(right), open(to, 'w', 0o600)]);
  const [leftFile, rightFile, stereo] = files;
  try {
    let written = 0;
    await stereo.write(header(0));
    for (let at = WAV_HEADER_BYTES; ; at += CHUNK_BYTES) {
      const [one, other] = await Promise.all([chunk(leftFile, at), chunk(rightFile, at)]);
      const samples = Math.max(one.length, other.length) >> 1;
      if (samples === 0) break;
      const both = Buffer.alloc(samples * 4);
      for (let index = 0; index < samples; index += 1) {
        if (index * 2 + 1 < one.length) both.writeInt16LE(one.readInt16LE(index * 2), index * 4);
        if (index * 2 + 1 < other.length) both.writeInt16LE(other.readInt16LE(index * 2), index * 4 + 2);
      }
      await stereo.write(both);
      written += both.length;
    }
    await stereo.write(header(written), 0, WAV_HEADER_BYTES, 0);
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
}

async function chunk(file: FileHandle, at: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, at);
  return buffer.subarray(0, bytesRead - (bytesRead % 2));
}

function header(dataBytes: number): Buffer {
  const bytes = Buffer.alloc(WAV_HEADER_BYTES);
  const channels = 2;
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(WAV_HEADER_BYTES - 8 + dataBytes, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(SAMPLE_RATE, 24);
  bytes.writeUInt32LE(SAMPLE_RATE * channels * 2, 28);
  bytes.writeUInt16LE(channels * 2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(dataBytes, 40);
  return bytes;
}
