import { access, constants, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SipHostSettings } from '#asterisk-config/sip-host-settings';

/** Of this machine, and read before there is a database: a file of the state folder. */
const pathIn = (stateFolder: string): string => join(stateFolder, 'sip-host.json');

/** The settings of this machine's SIP; what can't be read is as if it were not there. */
export async function readSipHost(stateFolder: string): Promise<SipHostSettings> {
  const text = await readFile(pathIn(stateFolder), 'utf8').catch(() => '{}');
  try {
    return SipHostSettings.parse(JSON.parse(text));
  } catch {
    return SipHostSettings.parse({});
  }
}

/** They hold from the next start of Asterisk on. @throws SipHostError */
export async function writeSipHost(stateFolder: string, settings: SipHostSettings): Promise<void> {
  const { enabled, certificateFile, privateKeyFile, authoritiesFile } = settings.tls;
  if (enabled) {
    if ((certificateFile === undefined) !== (privateKeyFile === undefined))
      throw new SipHostError('sip-host-half-certificate', 'A certificate and its key belong together.', 'Enter both.');
    const files = [authoritiesFile, certificateFile, privateKeyFile].filter((file) => file !== undefined);
    // Asterisk would start without TLS, and with it lose every trunk that uses it.
    for (const file of files)
      await access(file, constants.R_OK).catch(() => {
        throw new SipHostError('sip-host-file-missing', `${file} can not be read.`, 'Enter the path of a file here.');
      });
  }
  const path = pathIn(stateFolder);
  await writeFile(`${path}.new`, JSON.stringify(settings, null, 2), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

class SipHostError extends Error {
  readonly code: string;
  readonly fix: string;
  constructor(code: string, message: string, fix: string) {
    super(message);
    this.code = code;
    this.fix = fix;
  }
}
