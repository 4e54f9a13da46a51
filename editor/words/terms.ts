/** What the words of the trade mean, for people who never had to know. */
export const terms = {
  extension: {
    word: 'extension',
    text: 'A short number that works inside your own phone system, such as 100. Nobody outside can dial it.',
  },
  sip: {
    word: 'SIP',
    text: 'The language phones and phone companies use on the internet to start and end calls. A SIP address looks like an e-mail address: sip:100@example.com.',
  },
  softphone: {
    word: 'softphone',
    text: 'A phone that is a program on your computer or mobile. Linphone and Zoiper are two that cost nothing.',
  },
  trunk: {
    word: 'trunk',
    text: 'The line between Patchcord and a phone company. Calls to and from ordinary phone numbers run over it.',
  },
  did: {
    word: 'DID',
    text: 'A phone number you rent from a phone company that anyone in the world can dial. The letters mean "direct inward dialling".',
  },
  pbx: {
    word: 'PBX',
    text: "A company's own telephone exchange: it answers, connects and queues calls. Patchcord runs on one called Asterisk.",
  },
  pstn: {
    word: 'PSTN',
    text: 'The ordinary telephone network that landlines and mobiles are on.',
  },
  registrar: {
    word: 'registrar',
    text: 'The server where a phone signs in, so that calls can find it. Your phone company names it in the account data.',
  },
  proxy: {
    word: 'proxy',
    text: 'A server in between that passes calls on. Some phone companies want all calls to go through theirs.',
  },
  smtp: {
    word: 'SMTP',
    text: 'How programs hand an e-mail to a mail server. Your e-mail provider lists the address and port under "outgoing mail".',
  },
  apiToken: {
    word: 'API token',
    text: 'A password for a program instead of a person. It can be taken back at any time without changing yours.',
  },
} as const;

export type TermName = keyof typeof terms;
