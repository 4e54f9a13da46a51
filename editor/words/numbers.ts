/** Texts of the page of numbers. */
export const numbersWords = {
  title: 'Numbers',
  summary: 'Which flow answers which number.',
  add: 'Add a number',
  empty: {
    title: 'No number reaches a flow yet',
    text: 'Choose a short number, such as 100, and the flow that answers it. You can call it at once.',
  },
  list: {
    label: 'Numbers',
    number: 'Number',
    flow: 'Flow that answers',
    address: 'Address to call',
    changed: 'Changed',
    actions: 'Actions',
  },
  unpublished: 'Not published: callers hear that the number is not in service.',
  gone: 'The flow is in the bin',
  menu: (number: string) => `Actions for ${number}`,
  change: 'Let another flow answer',
  remove: 'Remove',
  removed: (number: string) => `${number} is removed.`,
  dialog: {
    add: 'Add a number',
    change: (number: string) => `Which flow answers ${number}?`,
    number: 'Number',
    numberHint: 'Digits, such as 100. Letters work too, if the phone can dial them.',
    invalid: 'Use digits, letters, or + * # _ . -',
    taken: (flow: string) => `"${flow}" answers this number today. It would no longer.`,
    flow: 'Flow that answers',
    flowPlaceholder: 'Choose a flow',
    submitAdd: 'Add',
    submitChange: 'Change',
  },
  how: {
    title: 'How to call a number',
    browser: {
      title: 'From this browser',
      text: 'Open the flow, choose Test, then Call from here. Nothing to set up.',
    },
    softphone: { title: 'From a', text: 'Install one on this machine and call this address:' },
    away: 'Asterisk does not run on this machine, so there is nothing to call yet.',
  },
  carrier: {
    title: 'Numbers the whole world can call',
    before: 'A number of a phone company (a ',
    middle: ') reaches Patchcord over a ',
    after:
      '. Trunks are set up with the numbers of a later version; until then short numbers work inside your network.',
  },
} as const;
