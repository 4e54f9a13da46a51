import { Alert, Button, Group, List, Stack, Text, TextInput } from '@mantine/core';
import { FastForward, Pause, PhoneCall, PhoneOff, Play } from 'lucide-react';
import { useState } from 'react';
import type { SimulationAct, SimulationWaiting } from '#runtime/flow/simulation';
import { useEditorStore } from '../state/editor-context.tsx';
import { simulatorWords as words } from '../words/simulator.ts';
import { AnswerForm } from './answer-form.tsx';
import { Keypad } from './keypad.tsx';
import classes from './simulator.module.css';
import { TestCourse } from './test-course.tsx';
import type { Pretended } from './test-settings.tsx';
import { useSimulation } from './use-simulation.ts';

/** The person plays the caller of a simulated call. */
export function SimulateTab({ pretended }: { readonly pretended: Pretended }) {
  const store = useEditorStore();
  const { simulation, start, act } = useSimulation();
  const [isPaused, setPaused] = useState(false);
  const { isRunning, events, waiting, end, issues, problem } = simulation;
  const begin = () => {
    setPaused(false);
    start(store.getState().flow, pretended);
  };
  return (
    <Stack>
      {issues.length > 0 && (
        <Alert color="red" title={words.blocked}>
          <List size="sm">
            {issues.map(({ code, nodeId, field, message }) => (
              <List.Item key={`${code} ${nodeId} ${field}`}>{message}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      {problem !== undefined && <Alert color="yellow">{problem}</Alert>}
      {isRunning ? (
        <Group gap={6} grow preventGrowOverflow={false}>
          <Button
            variant="default"
            px={8}
            leftSection={isPaused ? <Play size={15} /> : <Pause size={15} />}
            onClick={() => {
              act({ type: isPaused ? 'resume' : 'pause' });
              setPaused(!isPaused);
            }}
          >
            {isPaused ? words.resume : words.pause}
          </Button>
          <Button
            variant="default"
            px={8}
            leftSection={<FastForward size={15} />}
            disabled={waiting?.untilMs == null}
            onClick={() =>
              waiting?.untilMs != null && act({ type: 'advance', ms: Math.max(1, waiting.untilMs - waiting.atMs) })
            }
          >
            {words.skip}
          </Button>
          <Button color="red.8" px={8} leftSection={<PhoneOff size={15} />} onClick={() => act({ type: 'hangUp' })}>
            {words.hangUp}
          </Button>
        </Group>
      ) : (
        <Button leftSection={<PhoneCall size={15} />} onClick={begin}>
          {end === undefined ? words.start.simulate : words.again}
        </Button>
      )}
      {waiting !== undefined && <Waiting waiting={waiting} act={act} />}
      {isRunning && <Keypad isOff={false} onPress={(keys) => act({ type: 'press', keys })} />}
      {isRunning && <Saying act={act} />}
      <TestCourse events={events} />
    </Stack>
  );
}

/** What somebody who was dialled can do. */
const calleeActs = { ringing: ['answer', 'busy', 'decline'], talking: ['hangUp'] } as const;

function Waiting({
  waiting,
  act,
}: {
  readonly waiting: SimulationWaiting;
  readonly act: (act: SimulationAct) => void;
}) {
  return (
    <div className={classes.now} role="status">
      <Text size="xs" fw={650} c="dimmed">
        {words.waiting[waiting.for]}
      </Text>
      {waiting.text !== undefined && waiting.text !== '' && `“${waiting.text}”`}
      {waiting.callee !== undefined && (
        <Group gap={6} mt={6}>
          {calleeActs[waiting.callee].map((does) => (
            <Button key={does} size="compact-xs" variant="default" onClick={() => act({ type: 'callee', does })}>
              {words.callee[does]}
            </Button>
          ))}
        </Group>
      )}
      {waiting.for === 'http' && (
        <AnswerForm request={waiting.request} onAnswer={(answer) => act({ type: 'answer', answer })} />
      )}
    </div>
  );
}

function Saying({ act }: { readonly act: (act: SimulationAct) => void }) {
  const [text, setText] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text !== '') act({ type: 'say', text });
        setText('');
      }}
    >
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <TextInput
          flex={1}
          label={words.say}
          maxLength={1_000}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <Button type="submit" variant="default">
          {words.send}
        </Button>
      </Group>
    </form>
  );
}
