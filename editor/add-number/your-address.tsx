import { Anchor, Box, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { AtTheCarrier } from '#asterisk-config/at-the-carrier';
import type { SipTransport } from '#asterisk-config/trunk';
import { useSipHost } from '../api/sip-host.ts';
import { useStatus } from '../api/system.ts';
import { CopyText } from '../app/copy-text.tsx';
import { addNumberWords } from '../words/add-number.ts';

const words = addNumberWords.settings;

interface YourAddressProps {
  readonly kind: keyof AtTheCarrier;
  readonly transport: SipTransport;
}

/** What is to be entered at the carrier: where this machine is reached. */
export function YourAddress({ kind, transport }: YourAddressProps) {
  const { data } = useSipHost();
  const { data: status } = useStatus();
  if (data === undefined || status === undefined) return null;
  const { publicAddress, tls } = data.host;
  const port = transport === 'tls' ? tls.port : (status.asterisk?.sip.split(':')[1] ?? 5060);
  const texts: Readonly<Record<keyof AtTheCarrier, string>> = {
    originationUri: `sip:${publicAddress}:${port};transport=${transport}`,
    publicAddress: publicAddress ?? '',
    callsOutFrom: `${publicAddress}:${port}`,
  };
  return (
    <Box pl={32} mt={4}>
      {publicAddress === undefined ? (
        <Text size="sm" c="var(--mantine-color-yellow-light-color)">
          {words.noAddress}{' '}
          <Anchor component={Link} to="/settings/sip" size="sm">
            {words.setAddress}
          </Anchor>
        </Text>
      ) : (
        <CopyText text={texts[kind]} />
      )}
    </Box>
  );
}
