import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunningAsterisk } from '#runtime/supervisor/asterisk';
import { freeHost } from '#runtime/supervisor/asterisk';
import { freePort } from '#runtime/supervisor/ports';
import { startPrivateAsterisk } from './asterisk.ts';

export interface TheirAsterisk extends RunningAsterisk {
  /** Of its configuration. */
  readonly etc: string;
  /** Everything of it that somebody could miss: what its console shows, by command. */
  dumps(): Promise<Record<string, string>>;
  /** Every file of its configuration: text and mode. */
  files(): Promise<Record<string, string>>;
}

/** An Asterisk of somebody else's, with endpoints, a carrier and a dialplan of his own. */
export async function startTheirAsterisk(folder: string, carrier = '127.0.0.77:5060'): Promise<TheirAsterisk> {
  const host = await freeHost();
  const [httpPort, amiPort] = [await freePort(), await freePort()];
  const asterisk = await startPrivateAsterisk({
    folder,
    host,
    control: { httpPort, amiPort },
    ari: { username: 'owner', password: 'their-ari-password' },
    ami: { username: 'owner', password: 'their-ami-password' },
    modules: ['res_clioriginate'],
    amend: (files) => ({
      ...files,
      'pjsip.conf': `[global]
type=global
[my-udp]
type=transport
protocol=udp
bind=127.0.0.1:${host.sipPort}
[office](!)
type=endpoint
context=from-internal
allow=!all,ulaw,alaw
[200](office)
aors=200
[200]
type=aor
max_contacts=1
[carrier](office)
context=from-carrier
aors=carrier
identify_by=ip
[carrier]
type=aor
contact=sip:${carrier}
[carrier]
type=identify
endpoint=carrier
match=${carrier.split(':')[0]}
`,
      'sorcery.conf': '',
      'extensions.conf': `[globals]
OFFICE=200
[from-internal]
exten = 200,1,Dial(PJSIP/200,20)
exten = 500,1,Goto(patchcord-inbound,500,1)
exten = 600,1,Answer()
 same = n,Set(CALLERID(name)=\${FROM_FLOW})
 same = n,Wait(30)
exten = _+X.,1,Dial(PJSIP/carrier/sip:\${EXTEN}@${carrier},30)
[from-carrier]
exten = _+X.,1,Goto(patchcord-inbound,\${EXTEN:-3},1)
`,
    }),
  });
  const etc = join(folder, 'etc');
  const commands = [
    'dialplan show',
    'pjsip show endpoints',
    'pjsip show endpoint carrier',
    'pjsip show aors',
    'pjsip show identifies',
    'pjsip show transports',
    'pjsip show registrations',
    'module show',
    'manager show users',
    'ari show users',
    'http show status',
    'rtp show settings',
  ];
  return {
    ...asterisk,
    etc,
    async dumps() {
      const shown: Record<string, string> = {};
      for (const command of commands) {
        // How many use a module changes with every call.
        shown[command] = (await asterisk.cli(command)).replaceAll(/ +\d+ +(?=Running)/g, ' ');
      }
      return shown;
    },
    async files() {
      const names = (await readdir(etc, { recursive: true })).sort();
      const found: Record<string, string> = {};
      for (const name of names) {
        const { mode } = await stat(join(etc, name));
        found[name] = `${mode.toString(8)} ${await readFile(join(etc, name), 'utf8').catch(() => '')}`;
      }
      return found;
    },
  };
}
