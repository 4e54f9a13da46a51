import { sipUri } from './sip-uri.ts';
import type { Trunk } from './trunk.ts';
import { serverOf } from './trunk-address.ts';
import { TrunkError } from './trunk-error.ts';
import { trunkObjectId } from './trunk-names.ts';

/** All that may ever be dialled by a trunk: an address in its place could call anybody with the trunk's password. */
const dialable = /^\+?[0-9*#]{1,32}$/;

/**
 * The endpoint to originate a call to: `PJSIP/pc-acme/sip:+4930123@sip.example.net`. With the address written out, the
 * carrier's own answer comes back also while it answers no OPTIONS.
 * @param number E.164, or a short number of the carrier
 * @throws TrunkError `number-undialable`
 */
export function trunkDialString(trunk: Trunk, number: string): string {
  if (!dialable.test(number)) {
    throw new TrunkError(
      'number-undialable',
      { trunkId: trunk.id, field: 'to' },
      'Only digits, * and # can be dialled, with a + before them, 32 at most.',
      'Write the number with + and its country code, such as +4930123456.',
    );
  }
  const user = `${trunk.techPrefix ?? ''}${asSent(trunk, number)}`;
  if (trunk.kind === 'pbx') return pbxDialString(trunk, user);
  const uri = sipUri({ user, ...serverOf(trunk), transport: trunk.transport });
  return `PJSIP/${trunkObjectId(trunk.id)}/${uri}`;
}

/** A number as the carrier wants it. */
export const asSent = ({ leadingPlus }: Trunk, number: string): string =>
  leadingPlus ? number : number.replace(/^\+/, '');

/** By the other Asterisk's own dialplan where a context is given, else by its endpoint. */
function pbxDialString({ id, pbx }: Trunk, user: string): string {
  if (pbx?.context !== undefined) return `Local/${user}@${pbx.context}`;
  if (pbx?.endpoint !== undefined) return `PJSIP/${user}@${pbx.endpoint}`;
  throw new TrunkError(
    'trunk-pbx-missing',
    { trunkId: id, field: 'pbx' },
    "It is not said which of the other Asterisk's endpoints this trunk is.",
    'Choose the endpoint, or the context whose dialplan calls out.',
  );
}
