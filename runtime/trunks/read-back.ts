import type { PjsipObject } from '#asterisk-config/pjsip-object';

type Fields = PjsipObject['fields'];

/** Asterisk takes it as "allow nothing before what follows" and does not tell it again. */
const NOT_TOLD = new Set(['disallow']);

/** The name of the first field that Asterisk holds otherwise than it was told; undefined where all is as it should be. */
export function differingField(told: Fields, held: Fields): string | undefined {
  const byName = new Map(held);
  return told.find(([name, value]) => {
    if (NOT_TOLD.has(name)) return false;
    const found = byName.get(name);
    return found === undefined || sense(name, found) !== sense(name, value);
  })?.[0];
}

/** Asterisk tells most values in a spelling of its own. */
function sense(name: string, value: string): string {
  if (name === 'username' || name === 'password') return value;
  if (name === 'match') return network(value);
  if (name === 'allow')
    return value
      .replace(/^\(|\)$/g, '')
      .replaceAll('|', ',')
      .replace(/^!all,/, '');
  if (/^(yes|true|on)$/i.test(value)) return 'yes';
  if (/^(no|false|off)$/i.test(value)) return 'no';
  return /^\d+(\.\d+)?$/.test(value) ? String(Number(value)) : value;
}

/** `192.0.2.0/255.255.255.252` and `192.0.2.1/30` are one network. */
function network(text: string): string {
  const [address = '', mask = '32'] = text.split('/');
  const bits = mask.includes('.') ? ones(numberOf(mask)) : Number(mask);
  const size = 2 ** (32 - bits);
  return `${Math.floor(numberOf(address) / size)}/${bits}`;
}

const numberOf = (dotted: string): number => dotted.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const ones = (value: number): number => value.toString(2).replaceAll('0', '').length;
