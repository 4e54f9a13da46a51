/** Texts of the page of secrets. */
export const secretsWords = {
  title: 'Secrets',
  summary:
    'Passwords and keys that steps and connections need. A value can be set and replaced, and never be read again.',
  add: 'Add a secret',
  empty: {
    title: 'No secrets yet',
    text: 'Keep the password of your mail server or the key of a web service here. Flows name it; nobody can read it back.',
  },
  list: { label: 'Secrets', name: 'Name', changed: 'Changed', usedBy: 'Used by', actions: 'Actions' },
  unreadable: 'Sealed with another key. Set it again.',
  replace: 'Replace',
  replaceOne: (name: string) => `Replace ${name}`,
  remove: 'Remove',
  removeOne: (name: string) => `Remove ${name}`,
  dialog: {
    add: 'Add a secret',
    replace: (name: string) => `Replace ${name}`,
    name: 'Name',
    nameHint: 'Capital letters, digits and _, such as MAIL_PASSWORD. Flows call it by this name.',
    value: 'Value',
    valueHint: 'It is stored encrypted. Nobody can look it up later, not even you.',
    exists: 'There is a secret of this name. Its value will be replaced.',
    submitAdd: 'Add',
    submitReplace: 'Replace',
  },
  confirm: {
    title: 'Remove this secret?',
    text: (name: string) => `The value of ${name} will be gone. This can not be undone.`,
  },
} as const;
