import { Anchor, Box, Group, Text, Title } from '@mantine/core';
import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

interface PageProps {
  readonly title: string;
  /** One sentence in plain words: what this page is for. */
  readonly summary?: string;
  /** Buttons at the right of the title. */
  readonly actions?: ReactNode;
  /** The list that the page is one of. */
  readonly back?: { readonly to: string; readonly label: string };
  readonly width?: number | string;
  readonly children: ReactNode;
}

/** The form of every page but the canvas: a title, what it is for, what can be done, and the content below. */
export function Page({ title, summary, actions, back, width = 1080, children }: PageProps) {
  return (
    <Box px={{ base: 'md', sm: 'xl' }} py={{ base: 'md', sm: 'lg' }} maw={width} mx="auto">
      <title>{`${title} - Patchcord`}</title>
      {back !== undefined && (
        <Anchor component={Link} to={back.to} mb={4} display="inline-flex" style={{ alignItems: 'center', gap: 6 }}>
          <ArrowLeft size={15} aria-hidden />
          {back.label}
        </Anchor>
      )}
      <Group justify="space-between" align="flex-start" mb="lg" gap="sm">
        <Box maw={640}>
          <Title order={1}>{title}</Title>
          {summary !== undefined && (
            <Text c="dimmed" size="md" mt={2}>
              {summary}
            </Text>
          )}
        </Box>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Box>
  );
}
