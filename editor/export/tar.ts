const BLOCK = 512;

/** One file of an archive; `mode` is octal. */
interface TarFile {
  readonly name: string;
  readonly mode: string;
  readonly text: string;
}

/** An archive in the form of POSIX ustar: for each file a head of 512 bytes and its content in whole blocks. */
export function tarOf(files: readonly TarFile[]): Uint8Array<ArrayBuffer>[] {
  const parts = files.flatMap(({ name, mode, text }) => {
    const content = new TextEncoder().encode(text);
    const padded = new Uint8Array(Math.ceil(content.length / BLOCK) * BLOCK);
    padded.set(content);
    return [headOf(name, mode, content.length), padded];
  });
  return [...parts, new Uint8Array(2 * BLOCK)];
}

function headOf(name: string, mode: string, bytes: number): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(BLOCK);
  const write = (text: string, at: number) => head.set(new TextEncoder().encode(text), at);
  write(name.slice(0, 100), 0);
  write(`${mode.padStart(7, '0')}\0`, 100);
  write('0000000\0'.repeat(2), 108);
  write(`${bytes.toString(8).padStart(11, '0')}\0`, 124);
  write(
    `${Math.floor(Date.now() / 1_000)
      .toString(8)
      .padStart(11, '0')}\0`,
    136,
  );
  // The sum is made with blanks in its own place.
  write(' '.repeat(8), 148);
  write('0', 156);
  write('ustar\0' + '00', 257);
  const sum = head.reduce((total, byte) => total + byte, 0);
  write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return head;
}
