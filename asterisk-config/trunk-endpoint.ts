import { nothing, type PjsipObject } from './pjsip-object.ts';
import { uriUser } from './sip-uri.ts';
import { transportOf } from './transports.ts';
import type { Trunk } from './trunk.ts';
import { proxyUri, serverOf } from './trunk-address.ts';
import { TrunkError } from './trunk-error.ts';
import { trunkObjectId } from './trunk-names.ts';
import type { PartOptions } from './trunk-options.ts';

type Fields = ReadonlyArray<readonly [string, string]>;

/** The same for all calls with carriers. No `set_var`: the astdb gives an endpoint back without it. */
const always: Fields = [
  // Never by the name that a caller gives himself.
  ['identify_by', 'ip'],
  ['direct_media', 'no'],
  ['rtp_symmetric', 'yes'],
  ['force_rport', 'yes'],
  ['rewrite_contact', 'yes'],
  ['rtp_timeout', '60'],
  ['rtp_timeout_hold', '300'],
  // While a flow is silent nothing is sent; carriers that send their sound to where ours comes from would wait for it.
  ['rtp_keepalive', '15'],
  // What a carrier says about its callers' numbers is true; withheld numbers stay here.
  ['trust_id_inbound', 'yes'],
  // An endpoint that the astdb gives back without this takes every caller's number for 'unknown' (measured, 22.10.1). A
  // name alone, of whatever kind, leaves number and name to the caller.
  ['callerid', 'asreceived'],
  ['trust_id_outbound', 'no'],
  ['send_connected_line', 'no'],
  // Whom a call is put through to is decided here, never by a carrier's REFER or 302.
  ['allow_transfer', 'no'],
  ['allow_subscribe', 'no'],
  ['redirect_method', 'user'],
];

const timers = { accept: 'yes', off: 'no', require: 'required' } as const;

/** A trunk's calls out; also its calls in, where it shares their addresses with no other. */
export function trunkEndpoint(trunk: Trunk, options: PartOptions, hasAuth: boolean): PjsipObject {
  const { id, callerId } = trunk;
  const own = trunkObjectId(id);
  const proxy = proxyUri(trunk);
  const fromUser = callerId.header === 'from' ? undefined : accountInFrom(trunk);
  return {
    type: 'endpoint',
    id: own,
    fields: [
      ['context', options.dialplanContext],
      ['transport', options.transportId(transportOf(trunk))],
      ['aors', own],
      ['outbound_auth', hasAuth ? own : nothing],
      ['outbound_proxy', proxy ?? nothing],
      // Where the number shown stands in another header, From names the account.
      ['from_user', fromUser ?? nothing],
      ['from_domain', serverOf(trunk).host],
      ['send_pai', callerId.header === 'p-asserted-identity' ? 'yes' : 'no'],
      ['send_rpid', callerId.header === 'remote-party-id' ? 'yes' : 'no'],
      ...media([trunk]),
      ...always,
    ],
  };
}

/** Asterisk takes no other names there, and writes no %XX. */
function accountInFrom({ id, username }: Trunk): string | undefined {
  if (username === undefined || uriUser(username) === username) return username;
  throw new TrunkError(
    'trunk-username-in-from',
    { trunkId: id, field: 'username' },
    'Where the number shown stands in another header, From names the account; only letters, digits and -_.!~*+ can stand there.',
    'Let the number shown stand in From, or use another user name.',
  );
}

/** Calls in of several trunks: which of them is seen by the number that was called. Nothing goes out by it. */
export function sharedEndpoint(id: string, trunks: readonly Trunk[], options: PartOptions): PjsipObject {
  const transports = new Set(trunks.map(transportOf));
  const [only] = transports.size === 1 ? transports : [];
  return {
    type: 'endpoint',
    id,
    fields: [
      ['context', options.dialplanContext],
      ['transport', only === undefined ? nothing : options.transportId(only)],
      ...media(trunks),
      ...always,
    ],
  };
}

/** What all of these trunks can take. */
function media(trunks: readonly Trunk[]): Fields {
  const codecs = new Set(trunks.flatMap((trunk) => trunk.codecs));
  const encrypted = trunks.filter(({ mediaEncryption }) => mediaEncryption === 'sdes').length;
  return [
    ['allow', ['!all', ...codecs].join(',')],
    ['dtmf_mode', agreed(trunks.map(({ dtmf }) => dtmf)) ?? 'auto'],
    ['media_encryption', encrypted > 0 ? 'sdes' : 'no'],
    // Only where another trunk's calls from the same addresses come without.
    ['media_encryption_optimistic', encrypted > 0 && encrypted < trunks.length ? 'yes' : 'no'],
    ['timers', timers[agreed(trunks.map(({ sessionTimers }) => sessionTimers)) ?? 'accept']],
    ['timers_sess_expires', String(Math.min(...trunks.map(({ sessionSeconds }) => sessionSeconds)))],
    ['100rel', trunks.every(({ reliableProvisional }) => reliableProvisional) ? 'yes' : 'no'],
  ];
}

const agreed = <T>(values: readonly T[]): T | undefined =>
  values.every((value) => value === values[0]) ? values[0] : undefined;
