import type { Difference } from '../api/export.ts';

/** Texts of the export for an Asterisk of one's own. */
export const exportWords = {
  title: 'Export for Asterisk',
  summary: 'The configuration of your trunks for an Asterisk of your own. Nothing of what it has is replaced.',
  back: 'Numbers and trunks',
  files: 'Files',
  filesHint: 'As they are made of your settings now. Passwords are not shown.',
  label: 'Files of the export',
  secret: 'holds passwords',
  download: 'Download all (.tar)',
  downloadOne: (name: string) => `Download ${name}`,
  withPasswords:
    'The download has no passwords. On the machine where Patchcord runs, this command writes them too, into a file that only you can read:',
  target: {
    title: 'The Asterisk that it is for',
    hint: 'Optional. With its files Patchcord looks for collisions; they are read and forgotten.',
    address: 'Address that carriers reach it at',
    pjsip: 'Its pjsip.conf',
    extensions: 'Its extensions.conf',
    apply: 'Use these',
  },
  collisions: 'What collides',
  noCollisions: 'Nothing collides with those files.',
  diff: {
    title: 'Compared with the Asterisk that runs here',
    none: 'It has exactly these settings.',
    kinds: {
      missing: 'is not there',
      different: 'is different',
      surplus: 'is there, and not in the settings',
    } satisfies Record<Difference['kind'], string>,
    label: (id: string) => `Differences of ${id}`,
    field: 'Setting',
    wanted: 'By the settings',
    held: 'In Asterisk',
    nothing: 'nothing',
  },
} as const;
