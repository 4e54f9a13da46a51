import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SipHost } from '#asterisk-config/host';
import { freePort, freeRange } from '#runtime/supervisor/ports';
import { startPrivateAsterisk } from '../asterisk.ts';
import type { Certificate } from './certificates.ts';

/** A second real Asterisk as a carrier whose signalling is TLS and whose sound is SRTP, and nothing else. */
export interface AsteriskCarrier {
  readonly address: string;
  readonly port: number;
  /** Calls the place where the account is registered, or an address; it hears its own echo. The call goes on for 20 s. */
  call(to: { readonly account: string } | { readonly uri: string }): Promise<void>;
  stop(): Promise<void>;
}

/** Account `alice` with this password; whoever comes from 127.0.0.1 without a known name needs none. Calls out hear an echo. */
export async function startAsteriskCarrier(certificate: Certificate, password: string): Promise<AsteriskCarrier> {
  const folder = await mkdtemp(join(tmpdir(), 'pc-carrier-'));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  await writeFile(cert, certificate.cert);
  await writeFile(key, certificate.key, { mode: 0o600 });
  const address = '127.0.0.2';
  const rtpFirstPort = await freeRange(100);
  const host = SipHost.parse({
    bindAddress: address,
    sipPort: await freePort(),
    rtpFirstPort,
    rtpLastPort: rtpFirstPort + 99,
  });
  const media = 'disallow=all\nallow=ulaw,alaw\nmedia_encryption=sdes\ndirect_media=no\ncontext=carrier\ntransport=tls';
  const pjsip = `[global]
type=global
endpoint_identifier_order=username,ip

[tls]
type=transport
protocol=tls
bind=${address}:${host.sipPort}
cert_file=${cert}
priv_key_file=${key}
method=tlsv1_2
verify_server=no

[alice]
type=endpoint
auth=alice
aors=alice
rewrite_contact=yes
${media}

[alice]
type=auth
auth_type=userpass
username=alice
password=${password}

[alice]
type=aor
max_contacts=5
remove_existing=no

[anybody]
type=endpoint
${media}

[anybody]
type=identify
endpoint=anybody
match=127.0.0.1
`;
  const dialplan = `[general]
static=yes

[carrier]
exten=_[+0-9]!,1,Answer()
 same=n,Echo()
exten=listen,1,Answer()
 same=n,Echo()
`;
  const asterisk = await startPrivateAsterisk({
    host,
    modules: ['res_clioriginate'],
    amend: (files) => ({ ...files, 'pjsip.conf': pjsip, 'extensions.conf': dialplan }),
  });
  return {
    address,
    port: host.sipPort,
    async call(to) {
      const dialled = 'account' in to ? `PJSIP/${to.account}` : `PJSIP/anybody/${to.uri}`;
      await asterisk.cli(`channel originate ${dialled} extension listen@carrier`);
    },
    async stop() {
      await asterisk.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
