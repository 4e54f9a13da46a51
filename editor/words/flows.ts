/** Texts of the list of flows. */
export const flowsWords = {
  title: 'Flows',
  summary: 'A flow is a drawing of what a phone call does. Each number you own answers with one.',
  create: 'New flow',
  empty: { title: 'Draw your first flow', text: 'Begin with a template, or with an empty canvas.' },
} as const;
