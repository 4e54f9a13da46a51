import type { Logger } from 'pino';
import { hepModules } from '#asterisk-config/modules';
import { loadModule } from '#runtime/ari/modules';
import type { AriRequester } from '#runtime/ari/transport';
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

/** From now on Asterisk makes these copies. Only where there is a trunk or one is tested, for each call costs more then. */
export async function makeSipCopies(ari: AriRequester, log: Logger): Promise<void> {
  try {
    for (const name of hepModules) await loadModule(ari, name);
  } catch (err) {
    log.warn({ err }, 'Asterisk makes no copies of its SIP messages: nobody can tell why a call fails.');
  }
}
