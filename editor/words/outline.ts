/** Texts of the flow as a list. */
export const outlineWords = {
  label: 'Outline of the flow',
  leads: (exit: string, to: string) => `${exit} → ${to}`,
  nowhere: (exit: string) => `${exit} leads nowhere`,
} as const;
