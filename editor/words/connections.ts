/** Texts of connections. */
export const connectionsWords = {
  title: 'Connections',
  summary:
    'Services outside that flows use, such as the mail server that sends voice messages. Set up once, used by many.',
  create: 'New connection',
  createOf: (kind: string) => `Connect a ${kind.toLowerCase()}`,
  back: 'All connections',
  empty: {
    title: 'Connect your first service',
    text: 'A voice message can only be mailed once Patchcord knows your mail server.',
  },
  usedBy: 'Used by',
  changed: 'Changed',
  name: 'Name',
  nameHint: 'How it is called when a step asks which connection to use.',
  save: 'Save',
  saved: 'Saved',
  remove: 'Remove this connection',
  removeTitle: 'Remove this connection?',
  removeText: (name: string) => `"${name}" will be gone. This can not be undone.`,
  unknown: (kind: string) => `This version of Patchcord knows no connection of the kind "${kind}".`,
  secret: { placeholder: 'Choose a secret', create: 'New secret' },
  test: {
    title: 'Test',
    hint: 'Tries it step by step and says where it fails and what to do. Nothing in your flows changes.',
    to: 'Send a test mail to (optional)',
    run: 'Test now',
    ok: 'All is well.',
    failed: 'Something is not right yet.',
    passed: 'Passed',
    notPassed: 'Failed',
  },
} as const;
