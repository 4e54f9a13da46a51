import { Badge, Group, Stack, Text } from '@mantine/core';
import type { Catalogue } from '#runtime/flow/catalogue';
import type { FlowDiff } from '#runtime/flow/diff';
import type { Json } from '#runtime/flow/json';
import type { Flow } from '#runtime/flow/schema';
import { flowWords as words } from '../words/flow.ts';

const COLOURS = { added: 'green', removed: 'red', changed: 'yellow' } as const;
const LENGTH = 160;

/** What differs, one line a change, in the words of the flow. */
export function DiffList({
  diff,
  before,
  after,
  catalogue,
}: {
  readonly diff: FlowDiff;
  readonly before: Flow;
  readonly after: Flow;
  readonly catalogue: Catalogue;
}) {
  const nameOf = (id: string) => {
    const node = after.nodes.find((each) => each.id === id) ?? before.nodes.find((each) => each.id === id);
    return node?.label ?? catalogue.get(node?.step ?? '')?.title ?? id;
  };
  return (
    <Stack gap={6}>
      {diff.nodes.added.map(({ id }) => (
        <Line key={id} kind="added" what={nameOf(id)} />
      ))}
      {diff.nodes.removed.map(({ id }) => (
        <Line key={id} kind="removed" what={nameOf(id)} />
      ))}
      {diff.nodes.changed.flatMap(({ id, fields }) =>
        fields.map(({ path, before: old, after: now }) => (
          <Line key={`${id} ${path}`} kind="changed" what={`${nameOf(id)}: ${plainPath(path)}`} old={old} now={now} />
        )),
      )}
      {diff.edges.added.map(({ from, exit, to }) => (
        <Line key={`+${from} ${exit}`} kind="added" what={words.diff.leads(nameOf(from), exitName(exit), nameOf(to))} />
      ))}
      {diff.edges.removed.map(({ from, exit, to }) => (
        <Line
          key={`-${from} ${exit}`}
          kind="removed"
          what={words.diff.leads(nameOf(from), exitName(exit), nameOf(to))}
        />
      ))}
      {diff.settings.map(({ path, before: old, after: now }) => (
        <Line key={path} kind="changed" what={`${words.diff.flow}: ${path}`} old={old} now={now} />
      ))}
      {diff.variables.added.map(({ name }) => (
        <Line key={name} kind="added" what={`${words.diff.variables}: ${name}`} />
      ))}
      {diff.variables.removed.map(({ name }) => (
        <Line key={name} kind="removed" what={`${words.diff.variables}: ${name}`} />
      ))}
      {diff.variables.changed.flatMap(({ name, fields }) =>
        fields.map(({ path, before: old, after: now }) => (
          <Line key={`${name} ${path}`} kind="changed" what={`${name}: ${path}`} old={old} now={now} />
        )),
      )}
    </Stack>
  );
}

const exitName = (exit: string): string => exit.split(':')[0] ?? exit;
const plainPath = (path: string): string => path.replace(/^settings\./, '');

interface LineProps {
  readonly kind: keyof typeof COLOURS;
  readonly what: string;
  readonly old?: Json | undefined;
  readonly now?: Json | undefined;
}

function Line({ kind, what, old, now }: LineProps) {
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <Badge color={COLOURS[kind]} variant="light" size="sm" w={78} style={{ flex: 'none' }}>
        {words.diff[kind]}
      </Badge>
      <div style={{ minWidth: 0 }}>
        <Text size="sm">{what}</Text>
        {old !== undefined && (
          <Text size="xs" c="dimmed" td="line-through" style={{ overflowWrap: 'anywhere' }}>
            {shown(old)}
          </Text>
        )}
        {now !== undefined && (
          <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
            {shown(now)}
          </Text>
        )}
      </div>
    </Group>
  );
}

function shown(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LENGTH ? `${text.slice(0, LENGTH)}…` : text;
}
