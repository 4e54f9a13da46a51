import { Anchor, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { Link } from 'react-router';

interface Share {
  readonly key: string;
  readonly label: string;
  readonly to: string | undefined;
  readonly calls: number;
}

/** Parts of a whole, the largest first. */
export function ShareList({ title, shares }: { readonly title: string; readonly shares: readonly Share[] }) {
  const most = Math.max(1, ...shares.map(({ calls }) => calls));
  const sorted = [...shares].sort((a, b) => b.calls - a.calls).slice(0, 10);
  return (
    <Paper p="md">
      <Title order={2} size="h3" mb="sm">
        {title}
      </Title>
      <Stack gap="sm">
        {sorted.map(({ key, label, to, calls }) => (
          <div key={key}>
            <Group justify="space-between" wrap="nowrap" mb={4}>
              {to === undefined ? (
                <Text lineClamp={1}>{label}</Text>
              ) : (
                <Anchor component={Link} to={to} c="var(--ink)" lineClamp={1}>
                  {label}
                </Anchor>
              )}
              <Text className="tabular">{calls}</Text>
            </Group>
            <Progress value={(100 * calls) / most} size={5} aria-hidden />
          </div>
        ))}
      </Stack>
    </Paper>
  );
}
