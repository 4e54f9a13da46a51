import { carrierOf, carriers, isHostOf } from './carriers.ts';
import { problemsOfHeaders } from './header-problems.ts';
import type { SettingsProblem } from './settings-problem.ts';
import { hostAndPort } from './sip-uri.ts';
import { problemsOfSources } from './source-problems.ts';
import type { Trunk } from './trunk.ts';
import type { TrunkField } from './trunk-fields.ts';

/** Settings that are still being filled in. */
export type UnfinishedTrunk = Partial<Trunk> & Pick<Trunk, 'kind'>;

/**
 * What is wrong with a trunk's settings as far as they alone show it: what is missing, the usual mistakes, and what
 * doesn't go together. Each says what to enter instead.
 */
export function findSettingsProblems(trunk: UnfinishedTrunk): SettingsProblem[] {
  if (trunk.kind === 'pbx') return problemsOfPbx(trunk);
  const wrong = wrongHosts(trunk);
  return [
    ...wrong,
    // Whoever is told to enter another host needn't hear that it is missing.
    ...(wrong.length > 0 ? [] : [...missing(trunk), ...foreignHost(trunk)]),
    ...security(trunk),
    ...problemsOfSources(trunk),
    ...problemsOfHeaders(trunk),
  ];
}

const hostFields = ['domain', 'registrar', 'outboundProxy'] as const;

const hostsOf = (trunk: UnfinishedTrunk): { field: (typeof hostFields)[number]; host: string }[] =>
  hostFields.flatMap((field) => {
    const text = trunk[field];
    return text === undefined || text === '' ? [] : [{ field, host: hostAndPort(text).host }];
  });

function wrongHosts(trunk: UnfinishedTrunk): SettingsProblem[] {
  const known = carriers.flatMap((carrier) => carrier.wrongHosts);
  return hostsOf(trunk).flatMap(({ field, host }) =>
    known
      .filter(({ hosts }) => hosts.some((name) => isHostOf(host, name)))
      .map(({ hosts: _hosts, ...wrong }) => ({ severity: 'error', field, ...wrong })),
  );
}

/** A host that isn't one of the chosen carrier's: another carrier's preset, or a slip. */
function foreignHost({ carrier, ...trunk }: UnfinishedTrunk): SettingsProblem[] {
  const preset = carrier === undefined ? undefined : carrierOf(carrier);
  if (preset === undefined || preset.hostNames.length === 0) return [];
  return hostsOf(trunk)
    .filter(({ host }) => !preset.hostNames.some((name) => isHostOf(host, name)))
    .map(({ field, host }) => ({
      severity: 'warning',
      code: 'host-of-another-carrier',
      field,
      message: `${host} is no host name that is known of ${preset.title}.`,
      fix: `Its host names end with ${preset.hostNames.join(' or ')}. Check the name, or choose another carrier above.`,
    }));
}

function missing({ kind, domain, registrar, username, password }: UnfinishedTrunk): SettingsProblem[] {
  const needed = (field: TrunkField, message: string, fix: string): SettingsProblem => ({
    severity: 'error',
    code: `trunk-${field.toLowerCase()}-missing`,
    field,
    message,
    fix,
  });
  const signsIn = kind === 'registration' || kind === 'digest';
  const problems: SettingsProblem[] = [];
  if (kind === 'registration' && registrar === undefined && domain === undefined) {
    problems.push(
      needed('registrar', 'It is not said where to register.', 'Enter the registrar that the carrier names.'),
    );
  }
  if (kind !== 'registration' && domain === undefined) {
    const fix = 'Enter the server or SIP domain that the carrier names.';
    problems.push(needed('domain', 'It is not said where calls out go.', fix));
  }
  if (signsIn && username === undefined) {
    problems.push(needed('username', 'The user name is missing.', 'Enter the SIP user name of the account or trunk.'));
  }
  if (signsIn && password === undefined) {
    problems.push(needed('password', 'The password is missing.', 'Enter the SIP password of the account or trunk.'));
  }
  return problems;
}

function security(trunk: UnfinishedTrunk): SettingsProblem[] {
  const { transport = 'udp', port, mediaEncryption = 'none', verifyCertificate = true, callerId } = trunk;
  const warnings: SettingsProblem[] = [];
  const warn = (code: string, field: TrunkField, message: string, fix: string, suggestion?: Partial<Trunk>) =>
    warnings.push({ severity: 'warning', code, field, message, fix, suggestion });
  if (transport === 'tls' && port === 5060) {
    warn('tls-on-5060', 'port', 'TLS is usually on port 5061.', 'Enter 5061, or leave the port empty.', { port: 5061 });
  }
  if (transport !== 'tls' && port === 5061) {
    const fix = 'Choose TLS as transport, or leave the port empty.';
    warn('plain-on-5061', 'transport', 'Port 5061 is usually for TLS.', fix, { transport: 'tls' });
  }
  if (mediaEncryption === 'sdes' && transport !== 'tls') {
    const message = 'The keys of the encrypted sound travel in messages that anybody on the way can read.';
    warn('sdes-without-tls', 'mediaEncryption', message, 'Choose TLS as transport.', { transport: 'tls' });
  }
  if (transport === 'tls' && !verifyCertificate) {
    const message = 'Anybody on the way can pretend to be the carrier.';
    warn('certificate-unchecked', 'verifyCertificate', message, 'Check the certificate, unless this is only a test.');
  }
  if (callerId?.show === 'fixed' && callerId.fixed === undefined) {
    warn('caller-id-missing', 'callerId', 'The number that is always shown is missing.', 'Enter one of your numbers.');
  }
  return warnings;
}

function problemsOfPbx({ pbx }: UnfinishedTrunk): SettingsProblem[] {
  if (pbx !== undefined) return [];
  return [
    {
      severity: 'error',
      code: 'trunk-pbx-missing',
      field: 'pbx',
      message: "It is not said which of the other Asterisk's endpoints this trunk is.",
      fix: 'Choose the endpoint, or the context whose dialplan calls out.',
    },
  ];
}
