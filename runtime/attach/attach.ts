import { randomBytes } from 'node:crypto';
import { appendFile, chown, mkdir, readFile, rm, rmdir, stat, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AttachedFile, attachFiles } from '#asterisk-config/attach-files';
import { inboundApplication } from '#asterisk-config/dialplan';
import { SipHost } from '#asterisk-config/host';
import { AttachError } from './attach-error.ts';
import type { Attached } from './attached.ts';
import { type Console, consoleOf } from './console.ts';
import { attachReloads, attachUser } from './plan.ts';
import type { Survey } from './survey.ts';

/** Attaches after `attachPlan` has found nothing against it. If the Asterisk doesn't take it, all is undone. */
export async function attach(folder: string, command: Attached['command'], found: Survey): Promise<Attached> {
  const user = () => ({ username: attachUser, password: randomBytes(24).toString('hex') });
  const [ari, ami] = [user(), user()];
  const files = attachFiles({ ari, ami });
  const console = consoleOf(command, folder);
  const attached: Attached = {
    folder,
    command,
    asterisk: {
      version: found.version ?? '',
      application: inboundApplication,
      ari: { url: `http://127.0.0.1:${found.http.port}/ari`, ...ari },
      ami: { host: '127.0.0.1', port: found.ami.port, ...ami },
      sip: { host: '127.0.0.1', port: found.sipPort },
      host: SipHost.parse({ sipPort: found.sipPort, rtpFirstPort: 10_000, rtpLastPort: 20_000 }),
      recordingFolder: join(found.spoolFolder, 'recording'),
      soundsFolder: join(found.dataFolder, 'sounds'),
    },
  };
  try {
    for (const file of files) await add(folder, file);
    await reload(console);
    await answers(attached.asterisk.ari);
    return attached;
  } catch (error) {
    await detach(attached);
    if (error instanceof AttachError) throw error;
    throw new AttachError(
      'attach-failed',
      `It could not be attached: ${error instanceof Error ? error.message : String(error)} All is as it was.`,
      'Run it as a user who may write its configuration and use its console, such as root.',
    );
  }
}

/** Takes away all that `attach` has brought, byte for byte; also where some of it is gone already. */
export async function detach({ folder, command }: Pick<Attached, 'folder' | 'command'>): Promise<void> {
  const nobody = { username: attachUser, password: 'x' };
  for (const file of attachFiles({ ari: nobody, ami: nobody })) {
    await takeLine(join(folder, file.into), appended(file));
    await rm(join(folder, file.name), { force: true });
  }
  await rmdir(join(folder, 'patchcord')).catch(() => {});
  await reload(consoleOf(command, folder)).catch(() => {});
}

const appended = ({ line }: AttachedFile): string => `\n${line}\n`;

/** A file of ours, with the owner of theirs, so that their Asterisk can read it; then the line that brings it in. */
async function add(folder: string, file: AttachedFile): Promise<void> {
  const theirs = join(folder, file.into);
  const { uid, gid } = await stat(theirs);
  const path = join(folder, file.name);
  await mkdir(dirname(path), { recursive: true, mode: 0o755 });
  await writeFile(path, file.text, { mode: file.mode });
  if (process.getuid?.() === 0) await chown(path, uid, gid);
  await appendFile(theirs, appended(file));
}

/** Their file stays the same one, with its owner and mode. */
async function takeLine(path: string, text: string): Promise<void> {
  const content = await readFile(path).catch(() => undefined);
  const at = content?.lastIndexOf(text) ?? -1;
  if (content === undefined || at < 0) return;
  if (at + Buffer.byteLength(text) === content.length) return truncate(path, at);
  await writeFile(path, Buffer.concat([content.subarray(0, at), content.subarray(at + Buffer.byteLength(text))]));
}

async function reload(console: Console): Promise<void> {
  for (const command of attachReloads) await console(command);
}

/** A reload goes on after the console has answered. */
async function answers({ url, username, password }: Attached['asterisk']['ari']): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  let last = 'nothing';
  for (let attempt = 0; attempt < 50; attempt++) {
    const response = await fetch(`${url}/asterisk/info`, { headers: { authorization } }).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
    last = response === undefined ? 'nothing' : String(response.status);
    await sleep(100);
  }
  throw new AttachError(
    'attach-unanswered',
    `ARI at ${url} does not know the new user (it answered ${last}). All is as it was.`,
    'Is this the configuration folder of the Asterisk that runs? Look into its log.',
  );
}
