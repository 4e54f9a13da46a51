import { SpeechError } from './speech-error.ts';

/** Sound in memory: one channel of signed 16 bit samples. */
export type Sound = { readonly sampleRate: number; readonly samples: Int16Array };

const ACCEPTED_RATES = [8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000];
const PCM = 1;
const EXTENSIBLE = 0xfffe;

const notWav = (message: string) =>
  new SpeechError('asset-not-wav', message, 'Upload a WAV file (RIFF, 16 bit PCM, mono or stereo).');
const unsupported = (message: string) =>
  new SpeechError('asset-unsupported', message, 'Save it as 16 bit PCM WAV, mono or stereo, at 8, 16, 44.1 or 48 kHz.');

/** Finds the chunks `fmt ` and `data`, whatever stands between them. A length beyond the file means "to its end". */
function findChunks(bytes: Buffer): { format: Buffer; data: Buffer } {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') {
    throw notWav('This is not a WAV file: its first bytes are not those of one.');
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
 * Reads a WAV file by its content, and mixes stereo to one channel.
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
  if (encoding !== PCM || bits !== 16)
    throw unsupported(`The WAV file is not 16 bit PCM (format ${encoding}, ${bits} bit).`);
  if (channels !== 1 && channels !== 2) throw unsupported(`The WAV file has ${channels} channels.`);
  if (!ACCEPTED_RATES.includes(sampleRate)) throw unsupported(`The WAV file has ${sampleRate} samples a second.`);
  const frames = Math.floor(data.length / (2 * channels));
  if (frames === 0) throw new SpeechError('asset-empty', 'The WAV file holds no sound.', 'Record it again.');
  const samples = new Int16Array(frames);
  for (let i = 0; i < frames; i++) {
    samples[i] =
      channels === 1 ? data.readInt16LE(i * 2) : (data.readInt16LE(i * 4) + data.readInt16LE(i * 4 + 2)) >> 1;
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
