import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { PhoneOutgoing } from 'lucide-react';
import { Link } from 'react-router';
import { destinationIn } from '#runtime/flow/destination';
import { useCallMe } from '../api/outgoing-calls.ts';
import { compactNumber } from '../numbers/compact-number.ts';
import { useEditorStore } from '../state/editor-context.tsx';
import { simulatorWords } from '../words/simulator.ts';
import { PhoneProblem } from './phone-problem.tsx';
import { TestCourse } from './test-course.tsx';
import { useEventsOf } from './use-events-of.ts';

const words = simulatorWords.me;

/** Rings a phone of the person who tries the draft. */
export function CallMeTab() {
  const store = useEditorStore();
  const [to, setTo] = useLocalStorage({ key: 'patchcord.call-me', defaultValue: '', getInitialValueInEffect: false });
  const call = useCallMe();
  const callId = call.data?.callId;
  const events = useEventsOf(callId);
  const isOver = events.some(({ type }) => type === 'call.ended');
  const destination = destinationIn(/^[+0-9(]/.test(to) ? compactNumber(to) : to.trim());
  const isWrong = to.trim() !== '' && destination === undefined;
  return (
    <Stack
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (destination === undefined) return;
        const { flow } = store.getState();
        call.mutate({ flowId: flow.id, flow, to: destination });
      }}
    >
      <TextInput
        label={words.to}
        description={words.toHint}
        value={to}
        maxLength={200}
        error={isWrong ? words.invalid : undefined}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <PhoneProblem problem={call.error ?? undefined} />
      <Button
        type="submit"
        leftSection={<PhoneOutgoing size={15} aria-hidden />}
        disabled={destination === undefined}
        loading={call.isPending}
      >
        {words.call}
      </Button>
      <Text size="sm" fw={600} role="status">
        {callId !== undefined && (isOver ? words.over : words.ringing)}
      </Text>
      {callId !== undefined && isOver && (
        <Anchor component={Link} to={`/calls/${callId}`} size="sm">
          {simulatorWords.openCall}
        </Anchor>
      )}
      <TestCourse events={events} />
    </Stack>
  );
}
