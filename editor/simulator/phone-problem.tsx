import { Alert, List } from '@mantine/core';
import type { Issue } from '#runtime/flow/issue';
import { ApiProblem } from '../api/client.ts';
import { ProblemBox } from '../app/problem.tsx';
import { simulatorWords as words } from '../words/simulator.ts';

/** Why the draft can not be called. */
export function PhoneProblem({ problem }: { readonly problem: unknown }) {
  if (problem === undefined) return null;
  if (problem instanceof DOMException) return <Alert color="red">{words.microphone}</Alert>;
  if (!(problem instanceof ApiProblem) || problem.code !== 'flow-has-errors') return <ProblemBox error={problem} />;
  const issues = (problem.details.issues ?? []) as readonly Issue[];
  return (
    <Alert color="red" title={words.blocked}>
      <List size="sm">
        {issues.map(({ code, nodeId, field, message }) => (
          <List.Item key={`${code} ${nodeId} ${field}`}>{message}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
