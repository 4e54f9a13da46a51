import type { ConfSection } from './conf.ts';
import type { SipHost } from './host.ts';
import type { Trunk } from './trunk.ts';

/** Behind NAT, what is on this side of it unless somebody says otherwise. */
const usuallyLocal = ['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** One for each way to send, shared by all trunks: a transport can be changed only by a restart of Asterisk. */
export type TransportName = 'udp' | 'tcp' | 'tls' | 'tls-unverified';

export const transportId = (name: TransportName): string => `transport-${name}`;

/** Whether a certificate is looked at is a matter of the transport, so there are two for TLS. */
export const transportOf = ({ transport, verifyCertificate }: Trunk): TransportName =>
  transport === 'tls' && !verifyCertificate ? 'tls-unverified' : transport;

export function transportSections(host: SipHost, id: (name: TransportName) => string = transportId): ConfSection[] {
  const plain = (['udp', 'tcp'] as const).map(
    (protocol): ConfSection => ({
      name: id(protocol),
      options: [
        ['type', 'transport'],
        ['protocol', protocol],
        ['bind', `${host.bindAddress}:${host.sipPort}`],
        ...nat(host),
      ],
    }),
  );
  return host.tls === undefined ? plain : [...plain, tls(host, host.tls, id, true), tls(host, host.tls, id, false)];
}

function tls(
  host: SipHost,
  settings: NonNullable<SipHost['tls']>,
  id: (name: TransportName) => string,
  verified: boolean,
): ConfSection {
  return {
    name: id(verified ? 'tls' : 'tls-unverified'),
    options: [
      ['type', 'transport'],
      ['protocol', 'tls'],
      ['bind', `${host.bindAddress}:${verified ? settings.port : settings.unverifiedPort}`],
      ['method', 'tlsv1_2'],
      ['cert_file', settings.certificateFile],
      ['priv_key_file', settings.privateKeyFile],
      ['ca_list_file', verified ? settings.authoritiesFile : undefined],
      // Asterisk looks at no certificate unless it is told to.
      ['verify_server', verified],
      ...nat(host),
    ],
  };
}

/** Of a transport, or of the WebSocket's, which has only sound to send. */
export function nat(host: SipHost, signaling = true): ConfSection['options'] {
  if (host.externalAddress === undefined) return [];
  const networks = host.localNetworks.length === 0 ? usuallyLocal : ['127.0.0.0/8', ...host.localNetworks];
  return [
    ['external_media_address', host.externalAddress],
    ...(signaling ? [['external_signaling_address', host.externalAddress] as const] : []),
    ...[...new Set(networks)].map((network) => ['local_net', network] as const),
  ];
}
