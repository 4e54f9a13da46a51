import {
  Avatar,
  Box,
  Button,
  Group,
  Paper,
  SegmentedControl,
  Stack,
  Text,
  Title,
  useMantineColorScheme,
} from '@mantine/core';
import { LogOut } from 'lucide-react';
import { useMe } from '../api/system.ts';
import { settingsWords } from '../words/settings.ts';

const { you: words, appearance } = settingsWords;

/** Who is signed in, and the colours of this browser. */
export function YouTab() {
  const { data: me } = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Stack gap="md">
      <Paper p="md">
        <Group justify="space-between">
          <Group gap="sm">
            <Avatar radius="xl" color="cord" variant="light" name={me?.user.name ?? ''} alt="" />
            <Box>
              <Text c="dimmed" size="sm">
                {words.title}
              </Text>
              <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
                {me?.user.name}{' '}
                <Text span c="dimmed" fw={400}>
                  ({me?.user.role}, {me === undefined ? '' : words.kinds[me.kind]})
                </Text>
              </Text>
            </Box>
          </Group>
          <form method="post" action="/sign-out">
            <Button type="submit" variant="default" leftSection={<LogOut size={16} />}>
              {words.signOut}
            </Button>
          </form>
        </Group>
        <Text c="dimmed" size="sm" mt="sm">
          {words.again}
        </Text>
      </Paper>
      <Paper p="md">
        <Group justify="space-between">
          <Title order={2} size="h3">
            {appearance.title}
          </Title>
          <SegmentedControl
            aria-label={appearance.label}
            value={colorScheme}
            onChange={(value) => setColorScheme(value as typeof colorScheme)}
            data={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: appearance[value] }))}
          />
        </Group>
      </Paper>
    </Stack>
  );
}
