import { Anchor, Text } from '@mantine/core';
import { Fragment } from 'react';
import { Link } from 'react-router';
import { useFlows } from '../api/flows.ts';
import { commonWords as words } from '../words/common.ts';

/** Which flows use something, each a link to its drawing. */
export function UsedBy({ flowIds, max = 3 }: { readonly flowIds: readonly string[]; readonly max?: number }) {
  const { data: flows } = useFlows();
  const ids = [...new Set(flowIds)];
  if (ids.length === 0)
    return (
      <Text component="span" c="dimmed">
        {words.notUsed}
      </Text>
    );
  return (
    <Text component="span">
      {ids.slice(0, max).map((id, at) => (
        <Fragment key={id}>
          {at > 0 && ', '}
          <Anchor component={Link} to={`/flows/${id}`}>
            {flows?.find((flow) => flow.id === id)?.name ?? id}
          </Anchor>
        </Fragment>
      ))}
      {ids.length > max && ` +${ids.length - max}`}
    </Text>
  );
}
