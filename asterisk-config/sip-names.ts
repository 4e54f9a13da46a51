import { z } from 'zod';

/**
 * Made of the name that somebody typed; never changed afterwards, for it names objects in Asterisk. `in-` and eight
 * hexadecimal digits is what endpoints are called that several trunks share.
 */
export const TrunkId = z
  .string()
  .regex(
    /^(?!in-[0-9a-f]{8}$)[a-z][a-z0-9-]{0,39}$/,
    'Begin with a small letter; then small letters, digits and hyphens, 40 at most.',
  );
export type TrunkId = z.infer<typeof TrunkId>;

/** ITU-T E.164: a plus and up to 15 digits, country code first. */
export const E164 = z
  .string()
  .regex(/^\+[1-9][0-9]{5,14}$/, 'Write the number with + and its country code, such as +4930123456.');
export type E164 = z.infer<typeof E164>;

const hostName = /^(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,62}))*\.?$/;

/** A host name or an IPv4 address: nothing that could leave its place in a configuration line or a SIP address. */
export const Host = z
  .string()
  .max(253)
  .regex(hostName, 'Enter a host name or an address, without sip: and without a port.');

export const Port = z.int().min(1).max(65_535);

/** A host, and a port where it is not the usual one. */
export const HostPort = z
  .string()
  .max(260)
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9_.-]*(:[0-9]{1,5})?$/,
    'Enter a host name or an address, with :port if it is not the usual one.',
  );

/** An IPv4 address, or a network as address/bits. */
export const SourceAddress = z
  .string()
  .regex(
    /^((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)(\/(3[0-2]|[12]?\d))?$/,
    'Enter an address such as 54.172.60.1, or a network such as 54.172.60.0/30.',
  );

/** Where a secret is meant: its name, never its value. */
export const SecretName = z.strictObject({
  secret: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_-]*$/)
    .max(64),
});
export type SecretName = z.infer<typeof SecretName>;
