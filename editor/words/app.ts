/** Texts of the frame around all pages. */
export const appWords = {
  product: 'Patchcord',
  skipToContent: 'Skip to the page',
  nav: {
    label: 'Main',
    flows: 'Flows',
    calls: 'Calls',
    messages: 'Voicemail',
    numbers: 'Numbers',
    people: 'People',
    hours: 'Opening hours',
    connections: 'Connections',
    secrets: 'Secrets',
    settings: 'Settings',
  },
  openMenu: 'Open the menu',
  offline: 'Patchcord can not be reached. Trying again; your edits are kept.',
  theme: { label: 'Colours', light: 'Light', dark: 'Dark', auto: 'As the system' },
  signOut: 'Sign out',
  notFound: { title: 'There is no such page', text: 'The address may be old, or mistyped.', back: 'To your flows' },
  failed: { title: 'This page could not be shown', reload: 'Load it again' },
} as const;
