import { confFile, confList } from './conf.ts';
import { inboundContext } from './dialplan.ts';
import type { SipHost } from './host.ts';
import { nat, transportSections } from './transports.ts';

/** The endpoint of callers on this machine: the robot caller and load generators. */
export const loopbackEndpoint = 'loopback';

/** pjsip.conf of the host: what all calls share. Trunks are pushed at run time and are not in this file. */
export function pjsipFile(host: SipHost): string {
  return confFile([
    {
      name: 'global',
      options: [
        ['type', 'global'],
        ['user_agent', 'Patchcord'],
        ['endpoint_identifier_order', 'ip,username'],
        ['keep_alive_interval', 90],
      ],
    },
    ...transportSections(host),
    // SIP over the WebSocket of Asterisk's HTTP server, which listens on loopback only; the audio of its calls is bound here.
    {
      name: 'transport-ws',
      options: [['type', 'transport'], ['protocol', 'ws'], ['bind', host.bindAddress], ...nat(host, false)],
    },
    {
      name: loopbackEndpoint,
      options: [
        ['type', 'endpoint'],
        ['context', inboundContext],
        // Never by name: a browser phone could give itself this one, and needs no password then.
        ['identify_by', 'ip'],
        ['allow', confList(['!all', 'ulaw', 'alaw', 'g722', 'slin16'])],
        // Takes keys both as RFC 4733 events and as SIP INFO; sends what the other side offers.
        ['dtmf_mode', 'auto_info'],
        ['direct_media', false],
        ['rtp_symmetric', true],
        ['rewrite_contact', true],
        ['trust_id_inbound', true],
        // A REFER would make a call that no gate has let out.
        ['allow_transfer', false],
        ['rtp_timeout', 60],
        ['rtp_timeout_hold', 300],
      ],
    },
    {
      name: `${loopbackEndpoint}-identify`,
      options: [
        ['type', 'identify'],
        ['endpoint', loopbackEndpoint],
        // No more of loopback than this: a carrier that is played by a test has an address of its own there.
        ['match', '127.0.0.1/32'],
      ],
    },
  ]);
}

/**
 * sorcery.conf: objects come from pjsip.conf and from the astdb, which ARI can write. An object pushed by ARI
 * survives a reload and a restart.
 */
export function sorceryFile(): string {
  const types = {
    res_pjsip: ['endpoint', 'auth', 'aor'],
    res_pjsip_endpoint_identifier_ip: ['identify'],
    res_pjsip_outbound_registration: ['registration'],
  };
  return confFile(
    Object.entries(types).map(([name, objects]) => ({
      name,
      options: objects.flatMap((type) => [
        [type, `config,pjsip.conf,criteria=type=${type}`] as const,
        [type, `astdb,patchcord-${type}`] as const,
      ]),
    })),
  );
}
