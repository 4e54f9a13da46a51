import { Button, Group, List, Modal, Stack, Tabs, Text } from '@mantine/core';
import { type PhoneAccount, useNewAccount } from '../api/people.ts';
import { CopyText } from '../app/copy-text.tsx';
import { DialogForm } from '../app/dialog-form.tsx';
import { peopleWords } from '../words/people.ts';

const words = peopleWords.account;

interface AccountDialogProps {
  readonly personId: string;
  readonly phoneId: string;
  readonly name: string;
  readonly onClose: () => void;
}

/** Makes a password for a phone and shows what to enter, this once. */
export function AccountDialog({ personId, phoneId, name, onClose }: AccountDialogProps) {
  const make = useNewAccount();
  return (
    <Modal opened onClose={onClose} title={words.title(name)} size="lg" closeOnClickOutside={make.data === undefined}>
      {make.data === undefined ? (
        <DialogForm
          submit={words.make}
          change={make}
          onSubmit={() => make.mutate({ id: personId, phoneId })}
          onClose={onClose}
        >
          <Text>{words.ask}</Text>
        </DialogForm>
      ) : (
        <Account account={make.data} onClose={onClose} />
      )}
    </Modal>
  );
}

function Account({ account, onClose }: { readonly account: PhoneAccount; readonly onClose: () => void }) {
  const { softphones } = account;
  const plain = Object.entries(words.fields).map(([name, label]) => ({
    label,
    value: String(account[name as keyof typeof words.fields]),
  }));
  const tabs = [...softphones, { name: words.otherPhone, steps: [], fields: plain }];
  return (
    <Stack gap="md">
      <Text fw={550}>{words.once}</Text>
      <Tabs defaultValue="0">
        <Tabs.List>
          {/* A name with a blank could not be an id. */}
          {tabs.map(({ name }, at) => (
            <Tabs.Tab key={name} value={String(at)}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map(({ name, steps, fields }, at) => (
          <Tabs.Panel key={name} value={String(at)} pt="md">
            {steps.length > 0 && (
              <List type="ordered" spacing={4} mb="md">
                {steps.map((step) => (
                  <List.Item key={step}>{step}</List.Item>
                ))}
              </List>
            )}
            <Stack gap="xs">
              {fields.map(({ label, value }) => (
                <div key={label}>
                  <Text c="dimmed" size="sm">
                    {label}
                  </Text>
                  <CopyText text={value} />
                </div>
              ))}
            </Stack>
          </Tabs.Panel>
        ))}
      </Tabs>
      <Group justify="flex-end">
        <Button onClick={onClose}>{words.done}</Button>
      </Group>
    </Stack>
  );
}
