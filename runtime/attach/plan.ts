import { inboundContext } from '#asterisk-config/dialplan';
import type { Survey } from './survey.ts';

/** Something to know before an Asterisk is attached. */
export interface AttachFinding {
  /** `error`: it can't be attached so. */
  readonly severity: 'error' | 'note';
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** What attaching would do. */
export interface AttachPlan {
  readonly changes: readonly { readonly file: string; readonly what: string }[];
  /** Commands for its console, afterwards. */
  readonly reloads: readonly string[];
  readonly findings: readonly AttachFinding[];
}

/** The user of ARI and of AMI. */
export const attachUser = 'patchcord';

/** What flows do needs these; nothing is loaded by us. */
const needed = [
  'app_stasis',
  'res_stasis',
  'res_stasis_answer',
  'res_stasis_playback',
  'res_stasis_recording',
  'res_stasis_snoop',
  'res_http_websocket',
  'res_ari_applications',
  'res_ari_asterisk',
  'res_ari_bridges',
  'res_ari_channels',
  'res_ari_endpoints',
  'res_ari_events',
  'res_ari_playbacks',
  'res_ari_recordings',
];

export const attachReloads = ['module reload res_ari.so', 'manager reload', 'dialplan reload'];

/** Only looks: the dry run. */
export function attachPlan(found: Survey): AttachPlan {
  return {
    changes: [
      { file: 'patchcord/attach-ari.conf', what: `new: a user '${attachUser}' of ARI with a random password` },
      { file: 'patchcord/attach-manager.conf', what: `new: a user '${attachUser}' of AMI, from this machine only` },
      {
        file: 'patchcord/attach-extensions.conf',
        what: `new: the context ${inboundContext}, which gives calls to Patchcord, patchcord-away and patchcord-refer`,
      },
      ...['ari.conf', 'manager.conf', 'extensions.conf'].map((file) => ({
        file,
        what: `one line at the end: #include patchcord/attach-${file}`,
      })),
    ],
    reloads: attachReloads,
    findings: [...problems(found), ...notes(found)],
  };
}

function problems({ http, ari, ami, modules, contexts }: Survey): AttachFinding[] {
  const error = (code: string, message: string, fix: string): AttachFinding => ({
    severity: 'error',
    code,
    message,
    fix,
  });
  const missing = needed.filter((name) => !modules.includes(name));
  const taken = [...ari.users, ...ami.users].includes(attachUser);
  const found: AttachFinding[] = [];
  if (!http.enabled) {
    const fix = 'Set enabled=yes and bindaddr=127.0.0.1 in http.conf, and reload it: module reload http.';
    found.push(
      error('http-disabled', 'Its HTTP server, which ARI needs, is off. Patchcord changes no http.conf.', fix),
    );
  }
  if (!ari.enabled)
    found.push(error('ari-disabled', 'ARI is off.', 'Set enabled=yes in ari.conf, and reload res_ari.'));
  if (!ami.enabled) {
    const fix = 'Set enabled=yes and bindaddr=127.0.0.1 in manager.conf, and run: manager reload.';
    found.push(error('ami-disabled', 'AMI is off.', fix));
  }
  if (missing.length > 0) {
    const fix = `Load them: ${missing.map((name) => `module load ${name}.so`).join('; ')}. Keep them in modules.conf if it names modules one by one.`;
    found.push(error('modules-missing', `Modules that flows need are not loaded: ${missing.join(', ')}.`, fix));
  }
  if (taken) {
    const fix = 'Is another Patchcord attached to it? Run patchcord detach there first, or rename that user.';
    found.push(error('user-taken', `There is a user '${attachUser}' of ARI or AMI already.`, fix));
  }
  if (contexts.includes(inboundContext)) {
    const fix = 'Remove the line that includes it (an export of Patchcord, or an earlier attach).';
    found.push(error('context-taken', `There is a context ${inboundContext} already.`, fix));
  }
  return found;
}

function notes({ http, version }: Survey): AttachFinding[] {
  const note = (code: string, message: string, fix: string): AttachFinding => ({
    severity: 'note',
    code,
    message,
    fix,
  });
  const always = note(
    'reloads',
    'Three files are read anew: changes that somebody made in ari.conf, manager.conf or extensions.conf and did not load yet become active.',
    'Load or undo such changes first. Calls go on.',
  );
  const open = /^(127\.|localhost$|::1$)/.test(http.address)
    ? []
    : [
        note(
          'http-open',
          `Its HTTP server listens at ${http.address}: whoever reaches port ${http.port} can try passwords of ARI.`,
          'Let it listen at 127.0.0.1, or close the port in the firewall.',
        ),
      ];
  const old =
    version !== undefined && Number(version.split('.')[0]) < 20
      ? [note('asterisk-old', `Asterisk ${version} is old; not all of Patchcord works with it.`, 'Use 22 or later.')]
      : [];
  return [always, ...open, ...old];
}
