/** Texts of what may be dialled. */
export const dialRulesWords = {
  intro:
    'Flows may call only what you allow here: at first nothing. So a mistake in a flow, or somebody who got hold of a password, can not run up a bill.',
  usage: {
    title: 'Today',
    calls: 'Calls out',
    minutes: 'Minutes',
    concurrent: 'Going on now',
    of: (used: number, most: number) => `${Math.round(used)} of ${most}`,
    label: (name: string) => `${name}: how much of the limit is used`,
  },
  countries: {
    label: 'Countries',
    help: 'Their ordinary numbers may be called. Numbers that cost extra, and satellite phones, stay forbidden.',
    placeholder: 'Choose a country',
    none: 'None: nobody outside can be called.',
  },
  prefixes: {
    title: 'Exceptions',
    help: 'Allow or forbid what begins with certain digits. The longest that fits decides.',
    label: 'Exceptions by the first digits',
    prefix: 'Begins with',
    placeholder: '+4930',
    rule: 'Rule',
    allow: 'Allowed',
    forbid: 'Forbidden',
    note: 'Note',
    add: 'Add an exception',
    remove: (prefix: string) => `Remove the exception ${prefix}`,
  },
  limits: {
    title: 'Limits',
    help: 'For all calls out together. Whatever goes beyond is refused.',
    perSecond: { label: 'New calls a second', help: '' },
    concurrent: { label: 'Calls at a time', help: '' },
    perNumber: { label: 'Calls to a number a day', help: '' },
    minutes: { label: 'Minutes a day', help: '' },
  },
  more: {
    title: 'Seldom needed',
    sipHosts: {
      label: 'Hosts of SIP addresses',
      help: 'Flows may call SIP addresses at these hosts, such as sip:anna@pbx.example.com.',
      placeholder: 'pbx.example.com',
    },
    callerIds: {
      label: 'Other numbers that may be shown',
      help: 'Calls show one of your numbers. Add others only if their owner has agreed and your carrier knows them.',
      placeholder: '+4930123456',
    },
  },
  check: {
    title: 'May it be called?',
    help: 'Asks the rules that are saved. Nothing is dialled.',
    label: 'Number or SIP address',
    ask: 'Ask',
    yes: (to: string) => `${to} may be called.`,
  },
  saved: 'Saved. It holds for the next call.',
} as const;
