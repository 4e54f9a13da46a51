import { NumberInput, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { Flow } from '#runtime/flow/schema';
import { ClosePanel } from '../flow/close-panel.tsx';
import { useEditor, useEditorStore } from '../state/editor-context.tsx';
import { formWords } from '../words/form.ts';
import { FieldIssues } from './field-issues.tsx';
import { FlowVariables } from './flow-variables.tsx';
import classes from './panel.module.css';
import { showField } from './show-field.ts';
import { PlainLanguage, PlainVoice } from './widgets/plain-pickers.tsx';

const words = formWords.flowPanel;

/** What holds for the whole flow: its name, its language and voice, its variables, whether calls are recorded. */
export function FlowSettingsPanel() {
  const store = useEditorStore();
  const flow = useEditor((state) => state.flow);
  const issues = useEditor((state) => state.issues).filter(({ nodeId }) => nodeId === undefined);
  const focus = useEditor((state) => state.focus);
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focus?.nodeId === '' && body.current !== null) showField(body.current, focus.field);
  }, [focus]);
  const set = (change: Partial<Flow>, gesture?: string) =>
    store.getState().edit((before) => ({ ...before, ...change }), gesture);
  const { recording } = flow;
  return (
    <>
      <header className={classes.head}>
        <div className={classes.title}>
          <h2 className={classes.names} style={{ margin: 0, fontSize: 15, fontWeight: 650 }}>
            {words.title}
          </h2>
          <ClosePanel />
        </div>
      </header>
      <div className={classes.body} ref={body}>
        <div className={classes.stack}>
          <TextInput
            label={words.name}
            data-field="name"
            value={flow.name}
            maxLength={120}
            onChange={({ currentTarget }) =>
              currentTarget.value !== '' && set({ name: currentTarget.value }, 'flow name')
            }
          />
          <Textarea
            label={words.description}
            data-field="description"
            autosize
            minRows={2}
            maxRows={8}
            value={flow.description ?? ''}
            maxLength={2_000}
            onChange={({ currentTarget }) => set({ description: currentTarget.value }, 'flow description')}
          />
          <div>
            <Text component="div" size="sm" fw={500} mb={4}>
              {words.direction}
            </Text>
            <SegmentedControl
              fullWidth
              size="xs"
              aria-label={words.direction}
              data={[
                { value: 'inbound', label: words.inbound },
                { value: 'outbound', label: words.outbound },
              ]}
              value={flow.direction}
              onChange={(direction) => set({ direction: direction === 'outbound' ? 'outbound' : 'inbound' })}
            />
          </div>
          <PlainLanguage
            label={words.language}
            help={words.languageHelp}
            value={flow.language}
            onChange={(language) => set({ language })}
          />
          <PlainVoice
            label={words.voice}
            help={words.voiceHelp}
            value={flow.voice}
            onChange={(voice) => set({ voice })}
          />
        </div>
        <section className={classes.section}>
          <FlowVariables />
        </section>
        <section className={classes.section}>
          <h3 className={classes.heading}>{words.recording}</h3>
          <Stack gap={10}>
            <SegmentedControl
              fullWidth
              size="xs"
              aria-label={words.recording}
              data={(['never', 'ask', 'always'] as const).map((value) => ({ value, label: words.recordings[value] }))}
              value={recording.calls}
              onChange={(calls) => set({ recording: { ...recording, calls } })}
            />
            <p className={classes.quiet} style={{ margin: 0 }}>
              {words.recordingNotes[recording.calls]} {recording.calls === 'never' ? '' : words.recordingHelp}
            </p>
            {recording.calls !== 'never' && (
              <NumberInput
                label={words.retention}
                suffix={` ${words.days}`}
                min={1}
                max={3_650}
                allowDecimal={false}
                value={recording.retentionDays}
                onChange={(days) =>
                  typeof days === 'number' &&
                  days >= 1 &&
                  set({ recording: { ...recording, retentionDays: days } }, 'retention')
                }
              />
            )}
          </Stack>
        </section>
        <FieldIssues issues={issues.filter(({ field = '' }) => !field.startsWith('variables['))} />
      </div>
    </>
  );
}
