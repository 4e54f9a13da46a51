import { ActionIcon, Menu, SegmentedControl, Tooltip } from '@mantine/core';
import { Braces, Check, Ellipsis } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import type { Json, JsonObject } from '#runtime/flow/json';
import { speak, useVoices } from '../../api/speech.ts';
import { formWords as words } from '../../words/form.ts';
import { CodeField } from '../code/code-field.tsx';
import { type Change, useForm, type WidgetProps } from '../form-context.tsx';
import { isObject } from '../schema/resolve.ts';
import { useScope } from '../use-scope.ts';
import { PlayButton } from './play-button.tsx';
import classes from './prompt.module.css';
import { SoundButtons, SoundFile } from './sound-file.tsx';

interface SpokenOrRecordedProps {
  readonly of: WidgetProps;
  readonly value: Json | undefined;
  readonly language: string;
  readonly gesture: string;
  readonly mayBeEmpty: boolean;
  readonly onChange: Change;
  /** More of the menu: by language. */
  readonly menu: ReactNode;
}

/** Words for a voice, or a sound file: heard at once, uploaded, or recorded here. */
export function SpokenOrRecorded({ of, value, language, gesture, mayBeEmpty, onChange, menu }: SpokenOrRecordedProps) {
  const { surroundings } = useForm();
  const names = useScope(of.field);
  const insert = useRef<() => void>(undefined);
  const prompt: JsonObject = isObject(value) ? value : {};
  const asset = typeof prompt.asset === 'string' ? prompt.asset : undefined;
  const said = typeof prompt.say === 'string' ? prompt.say : '';
  const voice = typeof prompt.voice === 'string' ? prompt.voice : undefined;
  const [wanted, setWanted] = useState<'say' | 'sound'>();
  const isSound = (wanted ?? (asset === undefined ? 'say' : 'sound')) === 'sound';
  const say = (text: string) =>
    text === '' && voice === undefined && mayBeEmpty
      ? onChange(undefined, gesture)
      : onChange({ ...(voice === undefined ? {} : { voice }), say: text }, gesture);
  return (
    <div className={classes.prompt}>
      {isSound ? (
        <SoundFile asset={asset} />
      ) : (
        <CodeField
          mode="text"
          isTall
          id={of.id}
          label={of.field.title}
          describedBy={of.describedBy}
          isInvalid={of.isInvalid}
          names={names}
          value={said}
          placeholder={words.prompt.placeholder}
          onReady={(ready) => {
            insert.current = ready;
          }}
          onChange={say}
        />
      )}
      <div className={classes.bar}>
        {isSound ? (
          <SoundButtons
            onChange={(hash) => {
              setWanted(undefined);
              onChange({ asset: hash });
            }}
          />
        ) : (
          <PlayButton
            isReady={said.trim() !== ''}
            sound={() => speak(said, language, voice ?? surroundings?.flow.voice)}
          />
        )}
        <span className={classes.spacer} />
        {!isSound && names.length > 0 && (
          <Tooltip label={words.text.insert}>
            <ActionIcon variant="subtle" color="gray" aria-label={words.text.insert} onClick={() => insert.current?.()}>
              <Braces size={15} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
        <SegmentedControl
          size="xs"
          aria-label={`${of.field.title}: ${words.prompt.kind}`}
          data={[
            { value: 'say', label: words.prompt.say },
            { value: 'sound', label: words.prompt.sound },
          ]}
          value={isSound ? 'sound' : 'say'}
          onChange={(next) => {
            // Nothing is lost by looking: the words go only when a sound takes their place.
            setWanted(next === 'sound' ? 'sound' : 'say');
            if (next === 'say' && asset !== undefined) onChange(mayBeEmpty ? undefined : { say: '' });
          }}
        />
        <Menu position="bottom-end" width={240}>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`${of.field.title}: ${words.prompt.more}`}>
              <Ellipsis size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {!isSound && said !== '' && (
              <Voices
                voice={voice}
                onChange={(next) => onChange(next === undefined ? { say: said } : { say: said, voice: next })}
              />
            )}
            {menu}
          </Menu.Dropdown>
        </Menu>
      </div>
    </div>
  );
}

function Voices({
  voice,
  onChange,
}: {
  readonly voice: string | undefined;
  readonly onChange: (voice: string | undefined) => void;
}) {
  const { data: voices = [] } = useVoices();
  const item = (id: string | undefined, title: string) => (
    <Menu.Item
      key={id ?? ''}
      rightSection={voice === id && <Check size={14} aria-hidden />}
      onClick={() => onChange(id)}
    >
      {title}
    </Menu.Item>
  );
  return (
    <>
      <Menu.Label>{words.prompt.voice}</Menu.Label>
      {item(undefined, words.prompt.voiceOfFlow)}
      {voices.map(({ id, title }) => item(id, title))}
    </>
  );
}
