import { z } from 'zod';

const Port = z.int().min(1).max(65_535);

/** An IPv4 address or a host name: nothing that could leave its place in a configuration line or a SIP address. */
const HostAddress = z.string().regex(/^[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/);

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
});
export type SipHost = z.infer<typeof SipHost>;

/** The control interfaces of our Asterisk. Always on loopback: neither checks the origin of a connection. */
export const ControlPorts = z.strictObject({ httpPort: Port, amiPort: Port });
export type ControlPorts = z.infer<typeof ControlPorts>;
