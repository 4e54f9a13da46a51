import { Anchor, Button, Loader, Table } from '@mantine/core';
import { Plus, Workflow } from 'lucide-react';
import { Link } from 'react-router';
import { useFlows } from '../api/flows.ts';
import { Empty } from '../app/empty.tsx';
import { Page } from '../app/page.tsx';
import { ProblemBox } from '../app/problem.tsx';
import { flowsWords as words } from '../words/flows.ts';

/** All flows. */
export function FlowsPage() {
  const { data: flows, error, refetch } = useFlows();
  return (
    <Page
      title={words.title}
      summary={words.summary}
      actions={<Button leftSection={<Plus size={16} />}>{words.create}</Button>}
    >
      {error !== null && <ProblemBox error={error} onRetry={() => void refetch()} />}
      {flows === undefined && error === null && <Loader />}
      {flows?.length === 0 && <Empty icon={Workflow} title={words.empty.title} text={words.empty.text} />}
      {flows !== undefined && flows.length > 0 && (
        <Table>
          <Table.Tbody>
            {flows.map((flow) => (
              <Table.Tr key={flow.id}>
                <Table.Td>
                  <Anchor component={Link} to={`/flows/${flow.id}`}>
                    {flow.name}
                  </Anchor>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Page>
  );
}
