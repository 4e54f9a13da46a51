const HEADER_BYTES = 44;

/** A WAV file with one channel of 16 bit samples, of samples between -1 and 1. */
export function wavFile(parts: readonly Float32Array[], sampleRate: number): ArrayBuffer {
  const count = parts.reduce((sum, part) => sum + part.length, 0);
  const file = new ArrayBuffer(HEADER_BYTES + count * 2);
  const view = new DataView(file);
  const text = (at: number, word: string) => {
    for (let index = 0; index < word.length; index++) view.setUint8(at + index, word.charCodeAt(index));
  };
  text(0, 'RIFF');
  view.setUint32(4, file.byteLength - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, count * 2, true);
  let at = HEADER_BYTES;
  for (const part of parts)
    for (const sample of part) {
      const clipped = Math.max(-1, Math.min(1, sample));
      view.setInt16(at, Math.round(clipped < 0 ? clipped * 0x8000 : clipped * 0x7fff), true);
      at += 2;
    }
  return file;
}
