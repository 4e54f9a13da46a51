import { NumberInput, TextInput } from '@mantine/core';
import type { SipHostSettings } from '#asterisk-config/sip-host-settings';
import { sipHostWords } from '../words/sip-host.ts';

const words = sipHostWords.tls;

type Tls = SipHostSettings['tls'];

interface TlsFieldsProps {
  readonly tls: Tls;
  readonly onChange: (tls: Tls) => void;
}

/** Port and certificate of encrypted connections. */
export function TlsFields({ tls, onChange }: TlsFieldsProps) {
  const { certificateFile, privateKeyFile, ...rest } = tls;
  const withFiles = (certificate: string | undefined, key: string | undefined) =>
    onChange({
      ...rest,
      ...(certificate === undefined || certificate === '' ? {} : { certificateFile: certificate }),
      ...(key === undefined || key === '' ? {} : { privateKeyFile: key }),
    });
  return (
    <>
      <NumberInput
        label={words.port}
        styles={{ wrapper: { maxWidth: 140 } }}
        hideControls
        allowNegative={false}
        value={tls.port}
        onChange={(next) => next !== '' && onChange({ ...tls, port: Number(next) })}
      />
      <TextInput
        label={words.certificate}
        description={words.fileHelp}
        spellCheck={false}
        maxLength={500}
        value={certificateFile ?? ''}
        onChange={(event) => withFiles(event.currentTarget.value, privateKeyFile)}
      />
      <TextInput
        label={words.key}
        spellCheck={false}
        maxLength={500}
        value={privateKeyFile ?? ''}
        onChange={(event) => withFiles(certificateFile, event.currentTarget.value)}
      />
    </>
  );
}
