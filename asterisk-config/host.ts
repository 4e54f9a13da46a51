import { z } from 'zod';

const Port = z.int().min(1).max(65_535);

/** An IPv4 address or a host name: nothing that could leave its place in a configuration line or a SIP address. */
const HostAddress = z.string().regex(/^[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/);

/** An absolute path in a configuration line. */
const FilePath = z
  .string()
  .max(1024)
  .regex(/^\/[^\p{Cc}]*[^\p{Cc}\s]$/u, 'Enter an absolute path, such as /etc/ssl/private/sip.pem.');

/**
 * Encrypted signalling. Calling a carrier needs the authorities only; to be called by TLS needs a certificate with this
 * machine's public name.
 */
export const SipTls = z.strictObject({
  port: Port.default(5061),
  /** Calls out to carriers whose certificates nobody checks: Asterisk wants a port of their own for these. */
  unverifiedPort: Port.default(5062),
  certificateFile: FilePath.optional(),
  privateKeyFile: FilePath.optional(),
  /** Whom we believe about carriers' certificates. It must exist: without the file the transport doesn't load. */
  authoritiesFile: FilePath.default('/etc/ssl/certs/ca-certificates.crt'),
});
export type SipTls = z.infer<typeof SipTls>;

/** How this machine takes part in SIP. A change of it needs a restart of Asterisk: transports can't be reloaded. */
export const SipHost = z.strictObject({
  bindAddress: HostAddress.default('127.0.0.1'),
  sipPort: Port,
  /** Media ports; a call takes two. */
  rtpFirstPort: Port,
  rtpLastPort: Port,
  /** Behind NAT: the address that carriers see, and the networks that are not behind it. */
  externalAddress: HostAddress.optional(),
  localNetworks: z.array(z.string().regex(/^[0-9.]+\/[0-9]{1,2}$/)).default([]),
  /** Without it there is no TLS. */
  tls: SipTls.optional(),
});
export type SipHost = z.infer<typeof SipHost>;

/** The control interfaces of our Asterisk. Always on loopback: neither checks the origin of a connection. */
export const ControlPorts = z.strictObject({
  httpPort: Port,
  amiPort: Port,
  /** Where the runtime takes copies of all SIP messages (HEP, UDP); without one none are made. */
  hepPort: Port.optional(),
});
export type ControlPorts = z.infer<typeof ControlPorts>;
