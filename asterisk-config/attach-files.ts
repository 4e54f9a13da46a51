import type { ControlUser } from './asterisk-files.ts';
import { confFile } from './conf.ts';
import { inboundApplication, referDialplan } from './dialplan.ts';
import type { ExportedFile } from './export-asterisk.ts';
import { exportDialplan } from './export-dialplan.ts';

/** What one of their files gets, and the file of ours that the line brings. */
export interface AttachedFile extends ExportedFile {
  /** The file of theirs that gets the line. */
  readonly into: string;
  readonly line: string;
}

/**
 * What Patchcord needs of an Asterisk that runs already: a user of ARI, a user of AMI, and the context that calls enter.
 * No module, no transport, no endpoint.
 */
export function attachFiles(users: { readonly ari: ControlUser; readonly ami: ControlUser }): readonly AttachedFile[] {
  const file = (into: string, text: string): AttachedFile => ({
    into,
    name: `patchcord/attach-${into}`,
    line: `#include patchcord/attach-${into}`,
    mode: 0o600,
    text: `; Made by patchcord attach; patchcord detach removes it.\n${text}`,
  });
  return [
    file(
      'ari.conf',
      confFile([
        {
          name: users.ari.username,
          options: [
            ['type', 'user'],
            ['read_only', false],
            ['password', users.ari.password],
            ['password_format', 'plain'],
          ],
        },
      ]),
    ),
    file(
      'manager.conf',
      confFile([
        {
          name: users.ami.username,
          options: [
            ['secret', users.ami.password],
            ['deny', '0.0.0.0/0.0.0.0'],
            ['permit', '127.0.0.1/255.255.255.255'],
            ['read', 'system,call,reporting,security'],
            ['write', 'system,call,reporting,command'],
            ['writetimeout', 5000],
          ],
        },
      ]),
    ),
    file('extensions.conf', `${exportDialplan([], [], inboundApplication)}\n${referDialplan(inboundApplication)}`),
  ];
}
