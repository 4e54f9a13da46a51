import { Button, Collapse, SegmentedControl, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { PanelFrame } from '../flow/panel-frame.tsx';
import { simulatorWords as words } from '../words/simulator.ts';
import { CallMeTab } from './call-me-tab.tsx';
import { PhoneTab } from './phone-tab.tsx';
import { SimulateTab } from './simulate-tab.tsx';
import { NOBODY, TestSettings } from './test-settings.tsx';

type Way = keyof typeof words.ways;

/** Tries the draft: simulated, or by a real call: from this browser, or to a phone. */
export function TestPanel() {
  const [way, setWay] = useState<Way>('simulate');
  const [pretended, setPretended] = useState(NOBODY);
  const [hasSettings, settings] = useDisclosure(false);
  return (
    <PanelFrame title={words.title}>
      <Stack>
        <SegmentedControl
          fullWidth
          value={way}
          onChange={(value) => setWay(value as Way)}
          data={Object.entries(words.ways).map(([value, label]) => ({ value, label }))}
        />
        <Text size="xs" c="dimmed">
          {words.about[way]}
        </Text>
        <div hidden={way === 'me'}>
          <Button
            variant="subtle"
            size="compact-sm"
            color="gray"
            px={4}
            aria-expanded={hasSettings}
            leftSection={hasSettings ? <ChevronDown size={14} /> : <ChevronRight size={14} />}
            onClick={settings.toggle}
          >
            {words.pretend}
          </Button>
          <Collapse expanded={hasSettings} mt={6}>
            <TestSettings value={pretended} onChange={setPretended} />
          </Collapse>
        </div>
        {way === 'simulate' && <SimulateTab pretended={pretended} />}
        {way === 'phone' && <PhoneTab pretended={pretended} />}
        {way === 'me' && <CallMeTab />}
      </Stack>
    </PanelFrame>
  );
}
