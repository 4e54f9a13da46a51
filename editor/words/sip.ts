/** Texts of the SIP messages of a call. */
export const sipWords = {
  title: 'SIP',
  hint: 'The messages that the two ends sent each other. Press one to read it; passwords and keys are taken out.',
  none: 'No SIP messages were kept of this call. They are kept of calls over trunks, and of those that fail.',
  download: 'Download (pcap)',
  list: 'SIP messages, oldest first',
  here: 'Patchcord',
  from: (label: string, from: string, to: string) => `${label} from ${from} to ${to}`,
  after: (seconds: string) => `${seconds} s`,
} as const;
