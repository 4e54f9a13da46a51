import { atTheCarrier } from './at-the-carrier.ts';
import { carrierOf } from './carriers.ts';
import type { Collision } from './collisions.ts';
import type { SipHost } from './host.ts';
import type { PhoneNumber } from './number.ts';
import { hostAndPort } from './sip-uri.ts';
import type { Trunk } from './trunk.ts';
import { serverOf } from './trunk-address.ts';

export interface ReadmeParts {
  readonly trunks: readonly Trunk[];
  readonly numbers: readonly PhoneNumber[];
  readonly host: SipHost;
  readonly collisions: readonly Collision[];
  readonly hasSecrets: boolean;
}

/** Says to whoever copies the files what to do with them, what to open, and what to enter at each carrier. */
export function exportReadme(parts: ReadmeParts): string {
  return [
    '# Trunks for your Asterisk, made by Patchcord',
    '',
    'Nothing of yours is replaced: every object here has a name that begins with `pc-`, every context one that begins with',
    '`patchcord-`, and each of your files gets one line.',
    '',
    ...install(parts),
    ...collisionText(parts.collisions),
    ...firewall(parts),
    ...parts.trunks.flatMap((trunk) => carrierText(trunk, parts)),
    ...softphone(parts.trunks),
  ].join('\n');
}

const install = ({ hasSecrets, trunks, host }: ReadmeParts): string[] => [
  '## Install',
  '',
  '1. Copy the folder `patchcord` into the configuration folder of your Asterisk (`/etc/asterisk`), so that Asterisk can read',
  `   it and nobody else${hasSecrets ? ': `pjsip-secrets.conf` holds passwords and has mode 0600; make the user of Asterisk its owner' : ''}.`,
  '2. Add a line at the end of two of your files:',
  '',
  '   | file | line |',
  '   |---|---|',
  '   | `pjsip.conf` | `#include patchcord/pjsip.conf` |',
  '   | `extensions.conf` | `#include patchcord/extensions.conf` |',
  '',
  '3. `asterisk -rx "module reload res_pjsip.so"`, then `asterisk -rx "dialplan reload"`. A new transport needs a restart of',
  '   Asterisk. A reload tries again to register every trunk that was refused, yours too: do it once.',
  '4. Look at `asterisk -rx "pjsip show registrations"` and `asterisk -rx "pjsip show endpoints"`. An object with a mistake is',
  '   left out, and only the log says so.',
  '',
  ...(trunks.some(({ transport }) => transport === 'tls') && host.tls?.certificateFile === undefined
    ? [
        'Calls in over TLS need a certificate with the public name of your Asterisk: add `cert_file` and `priv_key_file` to the',
        'TLS transport. Calls out need none.',
        '',
      ]
    : []),
  'To undo it, remove the two lines, the folder, and reload.',
  '',
];

function collisionText(collisions: readonly Collision[]): string[] {
  if (collisions.length === 0) return [];
  const lines = collisions.map(
    ({ severity, message, fix }) =>
      `- ${severity === 'error' ? '**' : ''}${message}${severity === 'error' ? '**' : ''} ${fix}`,
  );
  return ['## What meets something of yours', '', ...lines, ''];
}

function firewall({ trunks, host }: ReadmeParts): string[] {
  const rows = trunks.flatMap((trunk): string[] => {
    const port = trunk.transport === 'tls' ? (host.tls?.port ?? 5061) : host.sipPort;
    const protocol = trunk.transport === 'udp' ? 'UDP' : 'TCP';
    const { host: server, port: theirs } = trunk.registrar ? hostAndPort(trunk.registrar) : serverOf(trunk);
    const out = `| out | ${protocol} | ${server}${theirs === undefined ? '' : `:${theirs}`} | SIP of ${cell(trunk.name)} |`;
    return [
      ...trunk.sourceAddresses.map(
        (from) => `| in | ${protocol} ${port} | from ${from} | SIP of ${cell(trunk.name)} |`,
      ),
      out,
    ];
  });
  const sound = `| in and out | UDP ${host.rtpFirstPort}-${host.rtpLastPort} | anywhere, unless the carrier names its media addresses | sound (RTP): the range in your rtp.conf counts |`;
  return ['## Firewall', '', '| direction | port | peer | what |', '|---|---|---|---|', ...new Set(rows), sound, ''];
}

function carrierText(trunk: Trunk, { numbers, host }: ReadmeParts): string[] {
  const preset = carrierOf(trunk.carrier);
  const at = atTheCarrier(trunk, host);
  const own = numbers.filter(({ trunkId }) => trunkId === trunk.id).map(({ number }) => number);
  const items = (preset?.checklist ?? []).map(({ text, detail, value }) => {
    const shown = value === undefined ? '' : ` \`${at[value] ?? 'the public address of your Asterisk'}\``;
    return `- [ ] ${text}${shown}${detail === undefined ? '' : ` ${detail}`}`;
  });
  const verified = preset?.verifiedAt
    ? `Compared with its pages on ${preset.verifiedAt}.`
    : 'Not compared with its pages: unverified.';
  return [
    `## ${cell(trunk.name)}: what to enter at the carrier`,
    '',
    `${preset?.title ?? trunk.carrier}. ${verified} Numbers: ${own.join(', ') || 'none yet'}.`,
    '',
    ...items,
    ...(preset?.unverified ?? []).map((text) => `- Unverified: ${text}`),
    ...(preset?.notes ?? []).map((text) => `- ${text}`),
    ...(preset?.source ?? []).map((url) => `- ${url}`),
    '',
  ];
}

/** The same settings in a program that everybody can try: whether they or Asterisk are at fault. */
function softphone(trunks: readonly Trunk[]): string[] {
  const rows = trunks
    .filter(({ kind, username }) => kind !== 'ip' && username !== undefined)
    .map((trunk) => {
      const { host, port } = trunk.registrar ? hostAndPort(trunk.registrar) : serverOf(trunk);
      const server = port === undefined ? host : `${host}:${port}`;
      return `| ${cell(trunk.name)} | ${server} | ${cell(trunk.username ?? '')} | ${cell(trunk.authUsername ?? '')} | ${trunk.transport} | ${trunk.kind === 'registration' ? 'yes' : 'no: only call'} |`;
    });
  if (rows.length === 0) return [];
  return [
    '## Softphone check',
    '',
    'Does a trunk not work? Enter its settings in a softphone (Linphone, MicroSIP, Zoiper), with the password, and call your',
    'mobile. If that fails too, the settings or the account are at fault, not Asterisk. Take a registering trunk out of Asterisk',
    'for the time of the check: two registrations of one account take the calls from each other.',
    '',
    '| trunk | server | user | auth user | transport | register |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ];
}

/** Text of somebody's within a table of Markdown. */
const cell = (text: string): string => text.replaceAll(/[|\\`*_[\]<>#]/g, (letter) => `\\${letter}`);
