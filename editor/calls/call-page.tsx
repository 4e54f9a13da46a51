import { Anchor, Box, Skeleton, Stack } from '@mantine/core';
import { ArrowLeft, PhoneOff } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { useCallFlow } from '../api/call-flow.ts';
import { useCatalogue } from '../api/catalogue.ts';
import { ApiProblem } from '../api/client.ts';
import { Empty } from '../app/empty.tsx';
import { ProblemBox } from '../app/problem.tsx';
import { CallFindings } from '../findings/call-findings.tsx';
import { callWords as words } from '../words/calls.ts';
import { CallHeader } from './call-header.tsx';
import { CallReplay } from './call-replay.tsx';
import { type FollowedCall, useCall } from './use-call.ts';

/** One call: who, when, how it ended; its way through the flow, and both voices. A live one is followed. */
export function CallPage() {
  const { id = '' } = useParams();
  const call = useCall(id);
  return (
    <Box px={{ base: 'md', sm: 'xl' }} py={{ base: 'sm', sm: 'md' }} maw={1560} mx="auto">
      <Anchor component={Link} to="/calls" size="sm" c="dimmed" display="inline-flex" style={{ gap: 6 }} mb={6}>
        <ArrowLeft size={15} aria-hidden style={{ alignSelf: 'center' }} />
        {words.back}
      </Anchor>
      <Content call={call} />
    </Box>
  );
}

function Content({ call }: { readonly call: FollowedCall }) {
  const { details, error } = call;
  const { flowId, revision } = details?.record ?? {};
  const { data: drawn, error: drawnError } = useCallFlow(flowId, revision);
  const { data: catalogue } = useCatalogue();
  if (error instanceof ApiProblem && error.status === 404)
    return <Empty icon={PhoneOff} title={words.gone.title} text={words.gone.text} />;
  if (details === undefined && error !== null) return <ProblemBox error={error} onRetry={call.retry} />;
  if (details === undefined || catalogue === undefined || (drawn === undefined && drawnError === null))
    return <Waiting />;
  return (
    <>
      <CallHeader call={call} details={details} drawn={drawn ?? null} />
      <CallFindings callId={details.record.id} />
      <CallReplay key={String(call.isLive)} call={call} details={details} drawn={drawn ?? null} catalogue={catalogue} />
    </>
  );
}

const Waiting = () => (
  <Stack aria-busy mt="sm">
    <Skeleton height={64} radius="md" />
    <Skeleton height={150} radius="md" />
    <Skeleton height={420} radius="md" />
  </Stack>
);
