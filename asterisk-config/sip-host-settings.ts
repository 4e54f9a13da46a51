import { z } from 'zod';
import { SipHost, SipTls } from './host.ts';

/** What an operator sets of this machine's part in SIP; its ports are settings of the machine. */
export const SipHostSettings = z.strictObject({
  /** `127.0.0.1`: nobody but this machine reaches it. `0.0.0.0`: on all its addresses, as carriers need it. */
  bindAddress: z
    .string()
    .regex(/^((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)$/, 'Enter an address, such as 0.0.0.0.')
    .default('127.0.0.1'),
  /** Behind NAT: the address that carriers see. */
  publicAddress: SipHost.shape.externalAddress,
  /** Networks that are not behind the NAT; the usual private ones without any. */
  localNetworks: SipHost.shape.localNetworks,
  tls: z.strictObject({ enabled: z.boolean().default(false), ...SipTls.shape }).prefault({}),
});
export type SipHostSettings = z.infer<typeof SipHostSettings>;

export type SipHostPorts = Pick<SipHost, 'sipPort' | 'rtpFirstPort' | 'rtpLastPort'>;

/** What Asterisk is started with. */
export function sipHostOf(settings: SipHostSettings, ports: SipHostPorts): SipHost {
  const { bindAddress, publicAddress, localNetworks } = settings;
  const { enabled, ...tls } = settings.tls;
  return SipHost.parse({
    ...ports,
    bindAddress,
    localNetworks,
    ...(publicAddress === undefined ? {} : { externalAddress: publicAddress }),
    ...(enabled ? { tls } : {}),
  });
}

/** The address at which this machine itself reaches its Asterisk. */
export const reachableAt = (bindAddress: string): string => (bindAddress === '0.0.0.0' ? '127.0.0.1' : bindAddress);
