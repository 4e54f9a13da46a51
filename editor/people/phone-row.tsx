import { ActionIcon, Badge, Box, Button, Group, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Globe, Hash, type LucideIcon, Phone, Smartphone, X } from 'lucide-react';
import type { PersonPhone } from '#asterisk-config/person';
import type { PersonInfo } from '../api/people.ts';
import { peopleWords as words } from '../words/people.ts';
import { AccountDialog } from './account-dialog.tsx';
import { phoneText } from './phone-text.ts';

const icons: Readonly<Record<PersonPhone['kind'], LucideIcon>> = {
  number: Smartphone,
  extension: Hash,
  sip: Phone,
  browser: Globe,
};

interface PhoneRowProps {
  readonly phone: PersonPhone;
  readonly person: PersonInfo | undefined;
  readonly error: string | undefined;
  readonly onChange: (phone: PersonPhone) => void;
  readonly onRemove: () => void;
}

/** One phone of a person, by its kind. */
export function PhoneRow({ phone, person, error, onChange, onRemove }: PhoneRowProps) {
  const Icon = icons[phone.kind];
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start" py={8} style={{ borderTop: '1px solid var(--line)' }}>
      <Box pt={3} c="var(--soft)">
        <Icon size={18} aria-hidden />
      </Box>
      <Box flex={1} miw={0}>
        <Text fw={550}>{words.kinds[phone.kind]}</Text>
        <Text c="dimmed" size="sm" mb={6}>
          {words.kindsHelp[phone.kind]}
        </Text>
        <PhoneInput phone={phone} error={error} onChange={onChange} />
        {phone.kind === 'sip' && <SipAccount phone={phone} person={person} />}
      </Box>
      <ActionIcon variant="subtle" color="gray" aria-label={words.removePhone(phoneText(phone))} onClick={onRemove}>
        <X size={16} />
      </ActionIcon>
    </Group>
  );
}

type PhoneInputProps = Pick<PhoneRowProps, 'phone' | 'error' | 'onChange'>;

function PhoneInput({ phone, error, onChange }: PhoneInputProps) {
  if (phone.kind === 'browser') return null;
  const common = { w: { base: '100%', xs: 260 }, error };
  if (phone.kind === 'number')
    return (
      <TextInput
        {...common}
        type="tel"
        aria-label={words.kinds.number}
        placeholder="+491701234567"
        value={phone.number}
        maxLength={40}
        onChange={(event) => onChange({ ...phone, number: event.currentTarget.value })}
      />
    );
  if (phone.kind === 'extension')
    return (
      <TextInput
        {...common}
        aria-label={words.kinds.extension}
        placeholder="201"
        value={phone.extension}
        maxLength={20}
        onChange={(event) => onChange({ ...phone, extension: event.currentTarget.value })}
      />
    );
  return (
    <TextInput
      {...common}
      aria-label={words.phoneLabel}
      placeholder={words.phoneLabelExample}
      value={phone.label}
      maxLength={60}
      onChange={(event) => onChange({ ...phone, label: event.currentTarget.value })}
    />
  );
}

function SipAccount({ phone, person }: Pick<PhoneRowProps, 'phone' | 'person'>) {
  const [isOpen, dialog] = useDisclosure(false);
  const isSaved = person?.phones.some(({ id }) => id === phone.id) ?? false;
  if (person === undefined || !isSaved)
    return (
      <Text c="dimmed" size="sm" mt={6}>
        {words.settingsFirst}
      </Text>
    );
  const isThere = person.live.registered.includes(phone.id);
  return (
    <Group gap="sm" mt={8}>
      <Badge variant="light" tt="none" color={isThere ? 'green' : 'gray'}>
        {isThere ? words.registered : words.notRegistered}
      </Badge>
      <Button size="xs" variant="default" onClick={dialog.open}>
        {words.settings}
      </Button>
      {isOpen && (
        <AccountDialog personId={person.id} phoneId={phone.id} name={phoneText(phone)} onClose={dialog.close} />
      )}
    </Group>
  );
}
