import { type AsteriskInstall, findAsterisk } from '#runtime/supervisor/asterisk-install';

/** The real Asterisk that `pretest` brought. */
export async function realAsterisk(): Promise<AsteriskInstall> {
  const install = await findAsterisk();
  if (!install) throw new Error('There is no Asterisk: run `node runtime/setup.mjs test` first.');
  return install;
}
