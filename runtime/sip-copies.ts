import type { Logger } from 'pino';
import type { RuntimeConfig } from '#runtime/config';
import { openSipTap, type SipTap } from '#runtime/hep/sip-tap';

/** Takes Asterisk's copies of all SIP messages. Without them calls go on; only nobody can tell why one failed. */
export async function tapSip(
  { hep, sip, ari, host }: NonNullable<RuntimeConfig['asterisk']>,
  log: Logger,
): Promise<SipTap | undefined> {
  if (hep === undefined) return undefined;
  const [address = '', port] = hep.relay?.split(':') ?? [];
  // Browser phones speak SIP to the HTTP server of ARI.
  const tls = host.tls === undefined ? [] : [host.tls.port, host.tls.unverifiedPort];
  const sipPorts = [sip.port, ...tls, Number(new URL(ari.url).port)];
  return openSipTap({
    port: hep.port,
    sipPorts,
    ...(port === undefined ? {} : { relay: { address, port: Number(port) } }),
    onError: (err, message) => log.warn({ err }, message),
  }).catch((err) => {
    log.warn({ err }, 'SIP messages of calls can not be seen: their port is taken.');
    return undefined;
  });
}
