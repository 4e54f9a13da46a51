/** Texts of this machine's part in SIP. */
export const sipHostWords = {
  intro:
    'How phone companies reach this machine. Lines that sign in at the carrier work without; others need a public address.',
  bind: {
    label: 'Who reaches Asterisk',
    help: 'At first only programs on this machine do. Phones and carriers elsewhere need the network.',
    choices: { '127.0.0.1': 'Only this machine', '0.0.0.0': 'The network' },
  },
  publicAddress: {
    label: 'Public address',
    help: 'The address that carriers see, if this machine stands behind a router (NAT). Your internet provider or a page such as "what is my IP" tells it.',
  },
  localNetworks: {
    label: 'Networks on this side of the router',
    help: 'Phones in these get the local address. Empty: the usual private ones.',
    placeholder: '192.168.0.0/16',
  },
  tls: {
    label: 'Encrypted connections (TLS)',
    help: 'Carriers can connect by TLS. They check a certificate, which needs a name that belongs to you.',
    port: 'Port for TLS',
    certificate: 'Certificate file',
    key: 'Private key file',
    fileHelp:
      'A path on the machine where Patchcord runs. Calls in by TLS need a certificate with your public name; calls out need none.',
  },
  restart: {
    needed: 'Saved, and in use after a restart of Asterisk',
    text: 'A restart ends the calls that go on.',
    waiting: 'Asterisk restarts as soon as nobody is calling.',
    idle: 'Restart when nobody is calling',
    now: 'Restart now',
    confirm: 'Restart Asterisk now?',
    confirmText: 'Calls that go on are ended. Trunks sign in again within seconds.',
  },
  saved: 'Saved.',
} as const;
