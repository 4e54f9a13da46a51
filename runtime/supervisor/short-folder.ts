import { createHash } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The path of a Unix socket holds 107 bytes (103 on macOS); this leaves 27 for the socket's own name. */
const longestFolder = 76;

/**
 * A folder for Unix sockets: the given one, or when its path is too long for a socket, always the same short one
 * under the system's temporary folder. Made with mode 0700; refused when somebody else has made it first.
 */
export async function shortFolder(folder: string): Promise<string> {
  if (Buffer.byteLength(folder) <= longestFolder) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  }
  const user = process.getuid?.() ?? 0;
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const short = join(tmpdir(), `patchcord-${user}-${name}`);
  await mkdir(short, { recursive: true, mode: 0o700 });
  const made = await lstat(short);
  const ours = made.uid === user || user === 0;
  if (!made.isDirectory() || !ours || (made.mode & 0o022) !== 0) throw new Error(`${short} belongs to somebody else.`);
  return short;
}
