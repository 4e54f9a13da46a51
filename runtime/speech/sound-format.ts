/** What is taken as a sound, as a person reads it in an error. */
export const ACCEPTED =
  'Give a WAV file: any sample rate, 8 to 32 bit, mono or stereo. The editor makes one of whatever your browser can play.';

const is = (bytes: Buffer, text: string, at = 0): boolean => bytes.toString('latin1', at, at + text.length) === text;

/** What a file that is no WAV seems to be, by its first bytes, with its article: `an MP3 file`. */
export function foreignFormat(bytes: Buffer): string | undefined {
  if (is(bytes, 'ID3') || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2)) return 'an MP3 file';
  if (is(bytes, 'OggS')) return 'an Ogg file';
  if (is(bytes, '\x1aE\xdf\xa3')) return 'a WebM file';
  if (is(bytes, 'fLaC')) return 'a FLAC file';
  if (is(bytes, 'ftyp', 4)) return 'an M4A or MP4 file';
  if (is(bytes, 'FORM')) return 'an AIFF file';
  if (is(bytes, 'RIFF')) return 'a RIFF file of another kind';
  return undefined;
}
