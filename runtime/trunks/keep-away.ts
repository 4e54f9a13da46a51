import { awayFamilies } from '#asterisk-config/away-dialplan';
import type { AmiConnection } from '#runtime/ami/ami-connection';

type Ami = Pick<AmiConnection, 'action' | 'list' | 'isOpen'>;

/** Brings what callers get while nobody is here into Asterisk's database; touches only what differs. @throws AmiError */
export async function keepAway(ami: Ami, wanted: ReadonlyMap<string, string>): Promise<void> {
  const held = new Map<string, string>();
  for (const family of [awayFamilies.where, awayFamilies.away])
    for (const [key, value] of await treeOf(ami, family)) held.set(key, value);
  for (const [key, value] of wanted)
    if (held.get(key) !== value) await ami.action('DBPut', { ...placeOf(key), Val: value });
  for (const key of held.keys()) if (!wanted.has(key)) await ami.action('DBDel', placeOf(key));
}

/** All of a family of Asterisk's database, by family and key. */
export async function treeOf(ami: Ami, family: string): Promise<ReadonlyMap<string, string>> {
  const entries = await ami.list('DBGetTree', { Family: family });
  return new Map(entries.flatMap(({ key, val }) => (key === undefined ? [] : [[key.replace(/^\//, ''), val ?? '']])));
}

/** `patchcord-away/pc-acme/+49301` -> family and key */
export function placeOf(path: string): { Family: string; Key: string } {
  const at = path.indexOf('/');
  return { Family: path.slice(0, at), Key: path.slice(at + 1) };
}
