/** Texts of what was noticed at calls. */
export const findingsWords = {
  title: 'What was noticed',
  severity: { error: 'Problem', warning: 'Warning', info: 'Note' },
  fix: 'What to do',
  evidence: 'How that is known',
  change: (field: string) => `Change: ${field}`,
  openTrunk: 'Open the trunk',
  openCall: 'Open the call',
} as const;
