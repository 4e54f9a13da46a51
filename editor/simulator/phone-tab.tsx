import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { PhoneCall, PhoneOff } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { useEditorStore } from '../state/editor-context.tsx';
import { simulatorWords as words } from '../words/simulator.ts';
import { Keypad } from './keypad.tsx';
import { LevelMeter } from './level-meter.tsx';
import { PhoneProblem } from './phone-problem.tsx';
import { TestCourse } from './test-course.tsx';
import type { Pretended } from './test-settings.tsx';
import { useBrowserPhone } from './use-browser-phone.ts';
import { useEventsOf } from './use-events-of.ts';

/** A real call of the draft from this browser. */
export function PhoneTab({ pretended }: { readonly pretended: Pretended }) {
  const store = useEditorStore();
  const phone = useBrowserPhone();
  const events = useEventsOf(phone.callId);
  const isOn = phone.state === 'connecting' || phone.state === 'ringing' || phone.state === 'talking';
  return (
    <Stack>
      <PhoneProblem problem={phone.problem} />
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" fw={600} role="status">
          {words.state[phone.state]}
        </Text>
        {isOn ? (
          <Button color="red.8" leftSection={<PhoneOff size={15} />} onClick={phone.hangUp}>
            {words.hangUp}
          </Button>
        ) : (
          <Button
            leftSection={<PhoneCall size={15} />}
            onClick={() => void phone.call(store.getState().flow, pretended)}
          >
            {phone.state === 'ended' ? words.again : words.start.phone}
          </Button>
        )}
      </Group>
      {isOn && (
        <>
          <LevelMeter label={words.levels.you} stream={phone.local} />
          <LevelMeter label={words.levels.other} stream={phone.remote} />
          <Speaker stream={phone.remote} />
          <Keypad isOff={phone.state !== 'talking'} onPress={phone.press} />
        </>
      )}
      {phone.state === 'ended' && phone.callId !== undefined && (
        <Anchor component={Link} to={`/calls/${phone.callId}`} size="sm">
          {words.openCall}
        </Anchor>
      )}
      <TestCourse events={events} />
    </Stack>
  );
}

function Speaker({ stream }: { readonly stream: MediaStream | undefined }) {
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    if (audio.current) audio.current.srcObject = stream ?? null;
  }, [stream]);
  // biome-ignore lint/a11y/useMediaCaption: a live call has no captions; the timeline shows what is said
  return <audio ref={audio} autoPlay />;
}
