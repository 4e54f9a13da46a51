import { ACCEPTED, foreignFormat } from './sound-format.ts';
import { SpeechError } from './speech-error.ts';
import { sampleReader } from './wav-samples.ts';

/** Sound in memory: one channel of signed 16 bit samples. */
export type Sound = { readonly sampleRate: number; readonly samples: Int16Array };

const LEAST_RATE = 4_000;
const MOST_RATE = 192_000;
const MOST_CHANNELS = 8;
const PCM = 1;
const EXTENSIBLE = 0xfffe;

const notWav = (message: string) => new SpeechError('asset-not-wav', message, ACCEPTED);
const unsupported = (message: string) => new SpeechError('asset-unsupported', message, ACCEPTED);

/** Finds the chunks `fmt ` and `data`, whatever stands between them. A length beyond the file means "to its end". */
function findChunks(bytes: Buffer): { format: Buffer; data: Buffer } {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') {
    const found = foreignFormat(bytes);
    throw notWav(found === undefined ? 'This is not a WAV file.' : `This is ${found}, not a WAV file.`);
  }
  let format: Buffer | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const body = bytes.subarray(at + 8, Math.min(bytes.length, at + 8 + length));
    if (name === 'fmt ') format = body;
    if (name === 'data') {
      if (!format) throw notWav('The WAV file has sound before it says in which format.');
      return { format, data: body };
    }
    at += 8 + length + (length % 2);
  }
  throw notWav('The WAV file holds no sound: it has no data chunk.');
}

/**
 * Reads a WAV file by its content, whatever its rate and its bits, and mixes its channels to one.
 * @throws SpeechError `asset-not-wav`, `asset-unsupported` or `asset-empty`.
 */
export function readWav(file: Uint8Array): Sound {
  const { format, data } = findChunks(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
  if (format.length < 16) throw notWav('The WAV file ends within the description of its format.');
  const tag = format.readUInt16LE(0);
  const encoding = tag === EXTENSIBLE && format.length >= 26 ? format.readUInt16LE(24) : tag;
  const channels = format.readUInt16LE(2);
  const sampleRate = format.readUInt32LE(4);
  const bits = format.readUInt16LE(14);
  if (channels < 1 || channels > MOST_CHANNELS) throw unsupported(`The WAV file has ${channels} channels.`);
  if (sampleRate < LEAST_RATE || sampleRate > MOST_RATE)
    throw unsupported(`The WAV file has ${sampleRate} samples a second.`);
  const bytes = Math.ceil(bits / 8);
  const read = sampleReader(encoding, bytes);
  if (!read) throw unsupported(`The WAV file is packed in a way that is not known (format ${encoding}, ${bits} bit).`);
  const frames = Math.floor(data.length / (bytes * channels));
  if (frames === 0) throw new SpeechError('asset-empty', 'The WAV file holds no sound.', 'Record it again.');
  const samples = new Int16Array(frames);
  for (let i = 0, at = 0; i < frames; i++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++, at += bytes) sum += read(data, at);
    samples[i] = Math.round(sum / channels);
  }
  return { sampleRate, samples };
}

/** The samples as bytes, least significant byte first, as Asterisk's `sln` formats and WAV want them. */
export function toBytes(samples: Int16Array): Buffer {
  const bytes = Buffer.allocUnsafe(samples.length * 2);
  for (let i = 0; i < samples.length; i++) bytes.writeInt16LE(samples[i] ?? 0, i * 2);
  return bytes;
}

/** A WAV file of one channel, 16 bit PCM. */
export function writeWav({ sampleRate, samples }: Sound): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + samples.length * 2, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(PCM, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(samples.length * 2, 40);
  return Buffer.concat([header, toBytes(samples)]);
}
