/** Texts of the page on which a flow is edited. */
export const flowWords = {
  back: 'All flows',
  name: 'Name of the flow',
  palette: 'Show or hide the steps',
  readOnly: 'On a small screen a flow can be looked at. To change it, open it on a larger one.',
  undo: 'Undo',
  redo: 'Redo',
  commands: 'Find a command or a step',
  state: {
    saved: 'Saved',
    unsaved: 'Not saved yet',
    saving: 'Saving…',
    offline: 'Not reachable: kept in this browser',
    refused: 'Could not be saved',
  },
  issues: {
    none: 'No problems',
    button: (errors: number, warnings: number) =>
      [errors > 0 ? `${errors} to mend` : '', warnings > 0 ? `${warnings} to look at` : '']
        .filter((text) => text !== '')
        .join(', '),
    title: 'What to mend before publishing',
    flow: 'The whole flow',
  },
  test: 'Test',
  testDraft: 'Test the draft',
  flowGroup: 'Flow',
  revisions: 'Revisions',
  settings: 'Settings of the flow',
  publish: {
    button: 'Publish',
    unpublished: 'There are changes that callers do not hear yet',
    title: 'Publish',
    first: 'This is the first revision. Calls run on it as soon as a number answers with this flow.',
    changes: (revision: number) => `What changes for callers since r${revision}`,
    nothing: (revision: number) => `Nothing has changed since r${revision}.`,
    note: 'What is new (for your colleagues)',
    notePlaceholder: 'New greeting for the holidays',
    confirm: 'Publish now',
    cancel: 'Not yet',
    blocked: 'First mend what stops the flow from working:',
    done: (revision: number) => `Published as r${revision}. New calls run on it; calls in progress end on theirs.`,
  },
  diff: {
    added: 'Added',
    removed: 'Removed',
    changed: 'Changed',
    edges: 'Ways',
    variables: 'Variables',
    flow: 'The flow',
    leads: (from: string, exit: string, to: string) => `${from}: ${exit} → ${to}`,
  },
  revision: {
    title: 'Revisions',
    empty: 'Not published yet. Publish, and every revision is kept here: you can compare them and go back.',
    current: 'Calls run on this one',
    by: (name: string, when: string) => `${name}, ${when}`,
    compare: 'Compare with the draft',
    back: (revision: number) => `Back to r${revision}`,
    confirm: (revision: number) =>
      `Publish the content of r${revision} again, as a new revision? The draft stays as it is.`,
    restore: 'Take into the draft',
    done: (revision: number, from: number) =>
      `r${revision} has the content of r${from}. New calls run on it; the draft stays as it is.`,
    compared: (revision: number) => `r${revision} and the draft`,
  },
  merged: {
    clean: (name: string) => `${name} changed this flow at the same time. Both your changes are in it.`,
    conflicts: (name: string, what: string) =>
      `${name} changed the same places as you: ${what}. Yours were kept; look whether that is right.`,
    close: 'All right',
  },
  palettePlaceholder: 'A command, or a step of this flow',
  goTo: 'Go to',
  shortcuts: 'Keyboard shortcuts',
  panels: { settings: 'Settings of the step', flow: 'Settings of the flow', test: 'Test', revisions: 'Revisions' },
  close: 'Close',
} as const;
