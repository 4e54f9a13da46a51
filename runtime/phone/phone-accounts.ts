import { isPhoneName, phoneObjects } from '#asterisk-config/phone';
import { dynamicConfigOf } from '#runtime/ari/dynamic-config';
import type { AriRequester } from '#runtime/ari/transport';

/** A browser phone's name and password in Asterisk. */
export interface PhoneAccount {
  readonly name: string;
  readonly password: string;
}

export async function addPhone(ari: AriRequester, { name, password }: PhoneAccount): Promise<void> {
  const config = dynamicConfigOf(ari);
  // Its password before itself: there is no moment at which it could call without one.
  for (const { type, id, fields } of phoneObjects(name, password)) await config.put(type, id, fields);
}

/** The endpoint last: it is by this that what was left behind is found. Without its password it is good for nothing. */
export async function removePhone(ari: AriRequester, name: string): Promise<void> {
  const config = dynamicConfigOf(ari);
  await config.remove('auth', name);
  await config.remove('endpoint', name);
}

/** Makes Asterisk have these browser phones and no others: another runtime may have left some, a new Asterisk has none. */
export async function alignPhones(ari: AriRequester, accounts: readonly PhoneAccount[]): Promise<void> {
  const there = new Set((await dynamicConfigOf(ari).endpoints()).filter(isPhoneName));
  for (const account of accounts) if (!there.delete(account.name)) await addPhone(ari, account);
  for (const name of there) await removePhone(ari, name);
}
