import { nothing, type PjsipObject } from './pjsip-object.ts';
import { hostAndPort, maxUriBytes, sipUri } from './sip-uri.ts';
import { transportOf } from './transports.ts';
import type { Trunk } from './trunk.ts';
import { proxyUri, serverOf } from './trunk-address.ts';
import { TrunkError } from './trunk-error.ts';
import { trunkObjectId } from './trunk-names.ts';
import type { PartOptions } from './trunk-options.ts';

/** User and password; undefined where the carrier asks for none. */
export function authOf(trunk: Trunk, { secretOf }: PartOptions): PjsipObject | undefined {
  const { id, kind, username, authUsername = username, password } = trunk;
  if (kind === 'ip' && (authUsername === undefined || password === undefined)) return undefined;
  if (authUsername === undefined) throw missing(trunk, 'username', 'user name');
  if (password === undefined) throw missing(trunk, 'password', 'password');
  return {
    type: 'auth',
    id: trunkObjectId(id),
    fields: [
      ['auth_type', 'userpass'],
      ['username', authUsername],
      ['password', checkedPassword(trunk, secretOf(password.secret))],
    ],
  };
}

/** A password that a line of a configuration can carry, so that pushed and exported settings are the same. */
function checkedPassword({ id }: Trunk, password: string): string {
  const bytes = new TextEncoder().encode(password).length;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (password !== '' && bytes <= 1024 && !/[\u0000-\u001f\u007f\p{Cs}]|^ | $/u.test(password)) return password;
  throw new TrunkError(
    'trunk-password-unusable',
    { trunkId: id, field: 'password' },
    'The password is empty, longer than 1,024 bytes, begins or ends with a blank, or contains a control character.',
    'Copy the password from the carrier once more, without what is around it.',
  );
}

/** The carrier's server, asked from time to time whether it is there. */
export function aorOf(trunk: Trunk): PjsipObject {
  const { id, transport, qualifySeconds } = trunk;
  const proxy = proxyUri(trunk);
  return {
    type: 'aor',
    id: trunkObjectId(id),
    fields: [
      ['contact', sipUri({ ...serverOf(trunk), transport })],
      ['qualify_frequency', String(qualifySeconds)],
      ['outbound_proxy', proxy ?? nothing],
    ],
  };
}

/**
 * Retries slowly what the carrier refused: many lock an account after some wrong passwords. A wrong password (401) is
 * never tried again by itself. A carrier that doesn't answer is tried every minute, for ever.
 */
export function registrationOf(trunk: Trunk, { transportId }: PartOptions): PjsipObject {
  const { id, username, registrar, domain, transport } = trunk;
  if (username === undefined) throw missing(trunk, 'username', 'user name');
  const server = registrar === undefined ? serverOf(trunk) : hostAndPort(registrar);
  const account = sipUri({ user: username, host: domain ?? server.host, transport: 'udp' });
  if (account.length > maxUriBytes) {
    throw new TrunkError(
      'trunk-username-too-long',
      { trunkId: id, field: 'username' },
      `The user name and the domain make an address of ${account.length} bytes; a SIP address can have ${maxUriBytes}.`,
      'Check the user name: is it the one that the carrier gave?',
    );
  }
  const proxy = proxyUri(trunk);
  const user = account.slice('sip:'.length, account.lastIndexOf('@'));
  return {
    type: 'registration',
    id: trunkObjectId(id),
    fields: [
      ['server_uri', sipUri({ ...server, transport })],
      ['client_uri', account],
      ['contact_user', user],
      ['outbound_auth', trunkObjectId(id)],
      ['transport', transportId(transportOf(trunk))],
      ['outbound_proxy', proxy ?? nothing],
      ['line', 'yes'],
      ['endpoint', trunkObjectId(id)],
      ['max_random_initial_delay', '0'],
      ['expiration', '3600'],
      ['retry_interval', '60'],
      ['max_retries', '1000000'],
      ['auth_rejection_permanent', 'yes'],
      ['forbidden_retry_interval', '900'],
      ['fatal_retry_interval', '900'],
    ],
  };
}

const missing = ({ id, kind }: Trunk, field: string, what: string) =>
  new TrunkError(
    `trunk-${field}-missing`,
    { trunkId: id, field },
    kind === 'registration' ? `Registering needs a ${what}.` : `Logging in to the carrier needs a ${what}.`,
    `Enter the ${what} that the carrier gave for SIP.`,
  );
