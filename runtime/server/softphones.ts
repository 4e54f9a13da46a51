interface Account {
  readonly username: string;
  readonly password: string;
  readonly server: string;
  readonly port: number;
}

interface Softphone {
  readonly name: string;
  readonly steps: string[];
  readonly fields: { readonly label: string; readonly value: string }[];
}

/** What to enter where. A softphone is a program on a computer or mobile phone that calls over the internet by SIP. */
export function softphones({ username, password, server, port }: Account): Softphone[] {
  const domain = port === 5060 ? server : `${server}:${port}`;
  return [
    {
      name: 'Zoiper',
      steps: ['Add an account by hand, and skip what asks for a provider.', 'Choose SIP UDP when it tries the kinds.'],
      fields: [
        { label: 'Username @ PBX', value: `${username}@${domain}` },
        { label: 'Password', value: password },
        { label: 'Hostname of PBX or provider', value: domain },
      ],
    },
    {
      name: 'Linphone',
      steps: ['Choose to use a third-party SIP account.'],
      fields: [
        { label: 'Username', value: username },
        { label: 'Password', value: password },
        { label: 'SIP domain', value: domain },
        { label: 'Transport', value: 'UDP' },
      ],
    },
    {
      name: 'Any other',
      steps: ['Add a SIP account, without outbound proxy, STUN or voicemail number.'],
      fields: [
        { label: 'User name and authentication name', value: username },
        { label: 'Password', value: password },
        { label: 'Server, domain or registrar', value: server },
        { label: 'Port', value: String(port) },
        { label: 'Transport', value: 'UDP' },
      ],
    },
  ];
}
