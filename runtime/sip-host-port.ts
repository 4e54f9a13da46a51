import { setTimeout as sleep } from 'node:timers/promises';
import { type SipHostSettings, sipHostOf } from '#asterisk-config/sip-host-settings';
import type { RuntimeConfig } from '#runtime/config';
import type { SipHostPort } from '#runtime/server/ports';
import { readSipHost, writeSipHost } from '#runtime/supervisor/sip-host-file';

/** The settings of this machine's SIP; undefined where Asterisk is not ours. */
export function sipHostPort(
  { asterisk, stateFolder, startsAsterisk }: Pick<RuntimeConfig, 'asterisk' | 'stateFolder' | 'startsAsterisk'>,
  { liveCalls, restartAsterisk }: { liveCalls: () => number; restartAsterisk: () => void },
): SipHostPort | undefined {
  if (asterisk === undefined || startsAsterisk === false) return undefined;
  const { host } = asterisk;
  let waiting = false;
  const isActive = (settings: SipHostSettings): boolean =>
    JSON.stringify(sipHostOf(settings, host)) === JSON.stringify(sipHostOf(settingsOf(host), host));
  return {
    async read() {
      const settings = await readSipHost(stateFolder);
      return { host: settings, active: settingsOf(host), restartNeeded: !isActive(settings), waiting };
    },
    write: (settings) => writeSipHost(stateFolder, settings),
    async restart(when) {
      if (when === 'now') return restartAsterisk();
      if (waiting) return;
      waiting = true;
      // Nobody waits for this: the answer to the request has gone out long before.
      void (async () => {
        while (liveCalls() > 0) await sleep(1_000, undefined, { ref: false });
        restartAsterisk();
      })();
    },
  };
}

type ActiveHost = NonNullable<RuntimeConfig['asterisk']>['host'];

function settingsOf({ bindAddress, externalAddress, localNetworks, tls }: ActiveHost): SipHostSettings {
  return {
    bindAddress,
    localNetworks,
    ...(externalAddress === undefined ? {} : { publicAddress: externalAddress }),
    tls: {
      enabled: tls !== undefined,
      port: 5061,
      unverifiedPort: 5062,
      authoritiesFile: '/etc/ssl/certs/ca-certificates.crt',
      ...tls,
    },
  };
}
